/// The meanings of names that have several, but for the first of each: lists within one array, whose last leads back to
/// their first.
struct FurtherMeanings: Sendable {
  private var meanings: [PackedMeaning] = []
  /// Beside each meaning the place of the name's next one; of the last one the place of the first.
  private var next: [UInt32] = []
  /// By a name's number, as far as there are any: 1 + the place of its last one here, or 0.
  private var last: [UInt32] = []

  init() {}

  func isEmpty(_ name: Int) -> Bool { name >= last.count || last[name] == 0 }

  /// In the order in which they were added.
  func of(_ name: Int) -> [PackedMeaning] {
    if isEmpty(name) { return [] }
    let end = Int(last[name]) - 1
    var place = Int(next[end])
    var found = [meanings[place]]
    while place != end {
      place = Int(next[place])
      found.append(meanings[place])
    }
    return found
  }

  mutating func add(_ meaning: PackedMeaning, to name: Int) {
    if name >= last.count { last += Array(repeating: 0, count: name + 1 - last.count) }
    let place = UInt32(meanings.count)
    meanings.append(meaning)
    if last[name] == 0 {
      next.append(place)
    } else {
      let end = Int(last[name]) - 1
      next.append(next[end])
      next[end] = place
    }
    last[name] = place + 1
  }

  /// Whether every list ends: it goes on further behind only, but for its last.
  func areSound(_ numberIDs: [String]) -> Bool {
    let count = meanings.count
    guard next.count == count, meanings.allSatisfy({ $0.isSound(numberIDs) }),
      next.allSatisfy({ $0 < count }), last.allSatisfy({ $0 <= count })
    else {
      return false
    }
    return last.allSatisfy { end in
      if end == 0 { return true }
      var place = Int(next[Int(end) - 1])
      while place != Int(end) - 1 {
        if next[place] <= place { return false }
        place = Int(next[place])
      }
      return true
    }
  }
}

extension FurtherMeanings: Imaged {
  init(from image: inout ImageReader) {
    meanings = [PackedMeaning](from: &image)
    next = image.numbers()
    last = image.numbers()
  }

  func write(to image: inout ImageWriter) {
    meanings.write(to: &image)
    image.append(next)
    image.append(last)
  }
}
