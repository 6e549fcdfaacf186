/// Names by number, one behind the other: a string for each takes longer to make than all the rest, and may never be
/// asked for.
struct NameList: Sendable {
  /// UTF-8.
  private(set) var text: [UInt8] = []
  /// Where each name ends in the text, and the next begins.
  private(set) var ends: [Int] = []

  init() {}

  /// - Parameter ends: ascending, the last of them the text's.
  init(text: [UInt8], ends: [Int]) {
    self.text = text
    self.ends = ends
  }

  var count: Int { ends.count }

  mutating func reserve(_ names: Int, averageLength: Int) {
    text.reserveCapacity(names * averageLength)
    ends.reserveCapacity(names)
  }

  mutating func append(_ name: UnsafeBufferPointer<UInt8>) {
    text.append(contentsOf: name)
    ends.append(text.count)
  }

  func isName(_ number: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = start(of: number)
    guard ends[number] - start == name.count else { return false }
    return text.withUnsafeBufferPointer { $0[start..<start + name.count].elementsEqual(name) }
  }

  /// All of them as strings; they are to be UTF-8.
  var strings: [String] {
    text.withUnsafeBufferPointer { text in
      ends.indices.map { number in
        String(validUTF8: UnsafeBufferPointer(rebasing: text[start(of: number)..<ends[number]]))
      }
    }
  }

  private func start(of number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }
}
