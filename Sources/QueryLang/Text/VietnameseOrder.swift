/// The place of a text in the Vietnamese alphabet: a ă â b c d đ e ê g … o ô ơ … u ư v … y.
///
/// Compared first by letters (blanks and signs before digits, digits before letters, a run of digits by its
/// value: `Quận 2` before `Quận 10`), then by tones (ngang huyền hỏi ngã sắc nặng), then small letters before
/// capitals, then by code points. Equal only for canonically equal texts.
package struct VietnameseSortKey: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  /// - Complexity: O(n).
  package init(_ text: String) {
    var text = text
    bytes = text.withUTF8(UsualLetters.key) ?? SortLevels.key(of: text)
  }

  /// By the decomposed scalars, whatever they are.
  init(decomposing text: String) { bytes = SortLevels.key(of: text) }

  package static func < (left: Self, right: Self) -> Bool {
    left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { right in isBefore(left, right) } }
  }

  fileprivate static func isBefore(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let common = min(left.count, right.count)
    var offset = 0
    // Eight bytes at a time: keys of names are long where many are sorted.
    while offset + 8 <= common {
      let first = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
      let second = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
      if first != second { return first < second }
      offset += 8
    }
    return left[offset...].lexicographicallyPrecedes(right[offset...])
  }
}

/// Sort keys of many texts, one behind the other: an object for each would take longer than the sorting.
struct VietnameseSortKeys {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  mutating func append(_ text: String) {
    var text = text
    let isUsual = text.withUTF8 { UsualLetters.append(keyOf: $0, to: &bytes) }
    if !isUsual { bytes += SortLevels.key(of: text) }
    ends.append(bytes.count)
  }

  /// By the number of a text, its place among all; the same for canonically equal ones.
  func ranks() -> [Int] {
    bytes.withUnsafeBytes { bytes in
      let sorting = KeySorting(bytes: bytes, ends: ends)
      let order = sorting.order()
      var ranks = [Int](repeating: 0, count: ends.count)
      for (place, number) in order.enumerated() {
        let isSame = place > 0 && !sorting.isBefore(order[place - 1], number)
        ranks[number] = isSame ? ranks[order[place - 1]] : place
      }
      return ranks
    }
  }
}

/// Sorts keys by words of eight bytes, ever deeper in runs of those that are equal so far: most comparisons then are of
/// two numbers that lie near each other.
private struct KeySorting {
  let bytes: UnsafeRawBufferPointer
  let ends: [Int]

  private struct Entry {
    var word: UInt64
    let number: Int
  }

  /// Runs of fewer, and of keys that are equal in so many bytes, are sorted by whole keys.
  private static let fewest = 4
  private static let deepest = 128

  func order() -> [Int] {
    var entries = ends.indices.map { Entry(word: word(of: $0, at: 0), number: $0) }
    entries.withUnsafeMutableBufferPointer { sort($0, at: 0) }
    return entries.map(\.number)
  }

  func isBefore(_ left: Int, _ right: Int) -> Bool { VietnameseSortKey.isBefore(key(left), key(right)) }

  private func key(_ number: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]])
  }

  /// Zeros behind the key's end; a key that is zero there is told from it in the end by its length.
  private func word(of number: Int, at offset: Int) -> UInt64 {
    let key = key(number)
    if offset + 8 <= key.count {
      return key.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
    }
    var word: UInt64 = 0
    for place in offset..<offset + 8 { word = word << 8 | (place < key.count ? UInt64(key[place]) : 0) }
    return word
  }

  private func sort(_ entries: UnsafeMutableBufferPointer<Entry>, at offset: Int) {
    // Sorted where they are: a buffer is a view.
    var view = entries
    view.sort { $0.word < $1.word }
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].word == entries[start].word { end += 1 }
      if end - start > 1 {
        sortRun(UnsafeMutableBufferPointer(rebasing: entries[start..<end]), at: offset + 8)
      }
      start = end
    }
  }

  private func sortRun(_ run: UnsafeMutableBufferPointer<Entry>, at offset: Int) {
    if run.count < KeySorting.fewest || offset == KeySorting.deepest {
      var view = run
      view.sort { isBefore($0.number, $1.number) }
      return
    }
    for index in run.indices { run[index].word = word(of: run[index].number, at: offset) }
    sort(run, at: offset)
  }
}

/// Whether `left` comes before `right` in Vietnamese alphabetical order. To sort much, sort by
/// ``VietnameseSortKey`` made once per text.
package func precedesInVietnamese(_ left: String, _ right: String) -> Bool {
  VietnameseSortKey(left) < VietnameseSortKey(right)
}

/// One key level each for letters, tones and case, filled scalar by scalar from decomposed text.
private struct SortLevels {
  private var letters: [UInt8] = []
  private var tones: [UInt8] = []
  private var cases: [UInt8] = []
  private var digits: [UInt8] = []

  init(room: Int) {
    letters.reserveCapacity(room)
    tones.reserveCapacity(room)
    cases.reserveCapacity(room)
  }

  static func key(of text: String) -> [UInt8] {
    var levels = SortLevels(room: text.utf8.count)
    for scalar in decomposedScalars(of: text) { levels.append(scalar) }
    return levels.joined(withTieBreak: nfc(text))
  }

  // Weights are gapped by 4, so that ă â ê ô ơ ư đ find room after their base letters.
  static let digitRun: UInt8 = 0x18
  private static let firstLetter: UInt8 = 0x20
  private static let otherScript: UInt8 = 0xF0
  static let sign: UInt8 = 2

  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80, UInt8(scalar.value).isASCIIDigit {
      digits.append(UInt8(scalar.value))
      return
    }
    closeDigits()
    switch scalar {
    case "\u{302}", "\u{306}", "\u{31B}": changeLastLetter(scalar)
    case "\u{300}": addTone(2)
    case "\u{309}": addTone(3)
    case "\u{303}": addTone(4)
    case "\u{301}": addTone(5)
    case "\u{323}": addTone(6)
    case "a"..."z": addLetter(Self.weight(scalar.value - 0x61), isCapital: false)
    case "A"..."Z": addLetter(Self.weight(scalar.value - 0x41), isCapital: true)
    case "đ", "ð": addLetter(Self.weight(3) + 1, isCapital: false)
    case "Đ", "Ð": addLetter(Self.weight(3) + 1, isCapital: true)
    default: addOther(scalar)
    }
  }

  mutating func joined(withTieBreak text: String) -> [UInt8] {
    closeDigits()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count + tones.count + cases.count + text.utf8.count + 3)
    for level in [letters, tones, cases] {
      bytes += level
      bytes.append(0)
    }
    bytes += text.utf8
    return bytes
  }

  static func weight(_ letter: UInt32) -> UInt8 { firstLetter + UInt8(letter) * 4 }

  private mutating func addLetter(_ weight: UInt8, isCapital: Bool) {
    letters.append(weight)
    tones.append(1)
    cases.append(isCapital ? 2 : 1)
  }

  /// Breve, circumflex and horn make another letter of a, e, o, u; elsewhere they are an accent.
  private mutating func changeLastLetter(_ mark: Unicode.Scalar) {
    switch (letters.last, mark) {
    case (Self.weight(0), "\u{306}"): letters[letters.count - 1] += 1
    case (Self.weight(0), "\u{302}"): letters[letters.count - 1] += 2
    case (Self.weight(4), "\u{302}"), (Self.weight(14), "\u{302}"): letters[letters.count - 1] += 1
    case (Self.weight(14), "\u{31B}"): letters[letters.count - 1] += 2
    case (Self.weight(20), "\u{31B}"): letters[letters.count - 1] += 1
    default: addTone(7)
    }
  }

  private mutating func addTone(_ tone: UInt8) {
    if !tones.isEmpty { tones[tones.count - 1] = max(tones[tones.count - 1], tone) }
  }

  /// Never the 0 that ends a level.
  @inline(__always) static func sevenBitParts(of scalar: UInt32, _ take: (UInt8) -> Void) {
    take(UInt8(scalar >> 14 & 0x7F) + 1)
    take(UInt8(scalar >> 7 & 0x7F) + 1)
    take(UInt8(scalar & 0x7F) + 1)
  }

  /// Digits by value: their count without leading zeros, then themselves.
  private mutating func closeDigits() {
    guard !digits.isEmpty else { return }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    letters.append(Self.digitRun)
    letters.append(UInt8(clamping: significant.count + 1))
    letters.append(contentsOf: significant)
    tones.append(1)
    cases.append(1)
    digits.removeAll(keepingCapacity: true)
  }

  private mutating func addOther(_ scalar: Unicode.Scalar) {
    if scalar == " " {
      letters.append(1)
      tones.append(1)
      cases.append(1)
      return
    }
    let category = scalar.properties.generalCategory
    if category == .nonspacingMark { return addTone(7) }
    if category == .format || category == .control && !scalar.properties.isWhitespace { return }
    if scalar.properties.isWhitespace {
      letters.append(1)
    } else {
      letters.append(scalar.properties.isAlphabetic ? Self.otherScript : Self.sign)
      Self.sevenBitParts(of: scalar.value) { letters.append($0) }
    }
    tones.append(1)
    cases.append(1)
  }
}

/// The letters of nearly all names: composed Vietnamese and ASCII, with digits, blanks and signs between them. Their keys
/// are made without taking texts apart.
private enum UsualLetters {
  /// What a letter adds to each level; nothing where it is none of these letters.
  private struct Weights {
    var letter: UInt8 = 0
    var tone: UInt8 = 0
    var capital: UInt8 = 0
  }

  /// Of one letter, in the order of ``SortLevels``' tones; then its place in the alphabet and how far behind it.
  private static let vowels: [(small: String, capital: String, letter: UInt32, further: UInt8)] = [
    ("aàảãáạ", "AÀẢÃÁẠ", 0, 0), ("ăằẳẵắặ", "ĂẰẲẴẮẶ", 0, 1), ("âầẩẫấậ", "ÂẦẨẪẤẬ", 0, 2),
    ("eèẻẽéẹ", "EÈẺẼÉẸ", 4, 0),
    ("êềểễếệ", "ÊỀỂỄẾỆ", 4, 1), ("iìỉĩíị", "IÌỈĨÍỊ", 8, 0), ("oòỏõóọ", "OÒỎÕÓỌ", 14, 0),
    ("ôồổỗốộ", "ÔỒỔỖỐỘ", 14, 1),
    ("ơờởỡớợ", "ƠỜỞỠỚỢ", 14, 2), ("uùủũúụ", "UÙỦŨÚỤ", 20, 0), ("ưừửữứự", "ƯỪỬỮỨỰ", 20, 1),
    ("yỳỷỹýỵ", "YỲỶỸÝỴ", 24, 0),
  ]

  /// One run of ASCII and U+00C0–01B0, then U+1EA0–1EFF.
  private static let table: [Weights] = {
    var table = [Weights](repeating: Weights(), count: latinEnd + 0x60)
    func set(_ scalar: Unicode.Scalar, _ letter: UInt8, _ tone: Int, isCapital: Bool) {
      guard let index = index(of: scalar.value) else { return }
      table[index] = Weights(letter: letter, tone: UInt8(tone), capital: isCapital ? 2 : 1)
    }
    for letter in UInt32(0)..<26 {
      set(Unicode.Scalar(UInt8(0x61 + letter)), SortLevels.weight(letter), 1, isCapital: false)
      set(Unicode.Scalar(UInt8(0x41 + letter)), SortLevels.weight(letter), 1, isCapital: true)
    }
    set("đ", SortLevels.weight(3) + 1, 1, isCapital: false)
    set("Đ", SortLevels.weight(3) + 1, 1, isCapital: true)
    for vowel in vowels {
      let weight = SortLevels.weight(vowel.letter) + vowel.further
      for (tone, scalar) in vowel.small.unicodeScalars.enumerated() {
        set(scalar, weight, tone + 1, isCapital: false)
      }
      for (tone, scalar) in vowel.capital.unicodeScalars.enumerated() {
        set(scalar, weight, tone + 1, isCapital: true)
      }
    }
    for sign in UInt8(0x21)...0x7E where table[Int(sign)].letter == 0 && !sign.isASCIIDigit {
      set(Unicode.Scalar(sign), SortLevels.sign, 1, isCapital: false)
    }
    set(" ", 1, 1, isCapital: false)
    return table
  }()
  private static let latinEnd = 0x1B1

  private static func index(of scalar: UInt32) -> Int? {
    switch scalar {
    case 0..<UInt32(latinEnd): Int(scalar)
    case 0x1EA0...0x1EFF: Int(scalar) - 0x1EA0 + latinEnd
    default: nil
    }
  }

  /// - Parameter text: UTF-8.
  /// - Returns: `nil` where there is anything else in it.
  static func key(of text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var key: [UInt8] = []
    return append(keyOf: text, to: &key) ? key : nil
  }

  /// - Parameter text: UTF-8.
  /// - Returns: whether there was nothing else in it; else nothing is appended.
  static func append(keyOf text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
    let count = text.count
    // A sign makes four bytes of letters; a digit alone three: that digits follow, how many, itself. Behind each level
    // a byte ends it.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 7 * count + 3) { room in
      guard let letters = room.baseAddress else { return false }
      let (tones, capitals) = (letters + 4 * count + 1, letters + 5 * count + 2)
      guard let (letterCount, toneCount) = fill(text, letters, tones, capitals) else { return false }
      letters[letterCount] = 0
      tones[toneCount] = 0
      capitals[toneCount] = 0
      // The levels close up, then the text: appended at once.
      var end = letterCount + 1
      (letters + end).update(from: tones, count: toneCount + 1)
      end += toneCount + 1
      (letters + end).update(from: capitals, count: toneCount + 1)
      end += toneCount + 1
      if let start = text.baseAddress { (letters + end).update(from: start, count: count) }
      bytes.append(contentsOf: UnsafeBufferPointer(start: letters, count: end + count))
      return true
    }
  }

  private static func fill(
    _ text: UnsafeBufferPointer<UInt8>, _ letters: UnsafeMutablePointer<UInt8>,
    _ tones: UnsafeMutablePointer<UInt8>,
    _ capitals: UnsafeMutablePointer<UInt8>
  ) -> (letters: Int, tones: Int)? {
    table.withUnsafeBufferPointer { table in
      var (letterCount, toneCount, offset) = (0, 0, 0)
      while offset < text.count {
        let byte = text[offset]
        if byte.isASCIIDigit {
          letters[letterCount] = SortLevels.digitRun
          tones[toneCount] = 1
          capitals[toneCount] = 1
          letterCount += 1
          toneCount += 1
          letterCount += copyDigits(text, &offset, letters + letterCount)
          continue
        }
        let (index, length) = index(ofScalarAt: offset, text)
        let letter = table[index]
        if letter.letter == 0 { return nil }
        offset += length
        letters[letterCount] = letter.letter
        tones[toneCount] = letter.tone
        capitals[toneCount] = letter.capital
        letterCount += 1
        toneCount += 1
        if letter.letter == SortLevels.sign {
          SortLevels.sevenBitParts(of: UInt32(byte)) {
            letters[letterCount] = $0
            letterCount += 1
          }
        }
      }
      return (letterCount, toneCount)
    }
  }

  /// By value: how many there are without leading zeros, then themselves.
  /// - Returns: how many bytes were written.
  private static func copyDigits(
    _ text: UnsafeBufferPointer<UInt8>, _ offset: inout Int, _ letters: UnsafeMutablePointer<UInt8>
  ) -> Int {
    while offset < text.count, text[offset] == UInt8(ascii: "0") { offset += 1 }
    var count = 0
    while offset < text.count, text[offset].isASCIIDigit {
      letters[1 + count] = text[offset]
      count += 1
      offset += 1
    }
    letters[0] = UInt8(clamping: count + 1)
    return count + 1
  }

  /// Of what the table does not have, the place of U+0000, which is no letter either.
  @inline(__always) private static func index(
    ofScalarAt offset: Int, _ text: UnsafeBufferPointer<UInt8>
  ) -> (index: Int, length: Int) {
    let lead = text[offset]
    switch lead {
    case ..<0x80: return (Int(lead), 1)
    case 0xC3...0xC6: return (index(of: UInt32(lead & 0x1F) << 6 | UInt32(text[offset + 1] & 0x3F)) ?? 0, 2)
    case 0xE1:
      let value = UInt32(text[offset + 1] & 0x3F) << 6 | UInt32(text[offset + 2] & 0x3F)
      return (index(of: 0x1000 | value) ?? 0, 3)
    default: return (0, 0)
    }
  }
}
