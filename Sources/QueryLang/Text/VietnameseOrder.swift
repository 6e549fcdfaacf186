/// The place of a text in the Vietnamese alphabet: a ă â b c d đ e ê g … o ô ơ … u ư v … y.
///
/// Compared first by letters (blanks and signs before digits, digits before letters, a run of digits by its
/// value: `Quận 2` before `Quận 10`), then by tones (ngang huyền hỏi ngã sắc nặng), then small letters before
/// capitals, then by code points. Equal only for canonically equal texts.
package struct VietnameseSortKey: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  /// - Complexity: O(n).
  package init(_ text: String) {
    var levels = SortLevels(room: text.utf8.count)
    for scalar in text.unicodeScalars {
      guard levels.appendComposed(scalar) else {
        levels = SortLevels(room: text.utf8.count)
        for scalar in decomposedScalars(of: text) { levels.append(scalar) }
        break
      }
    }
    bytes = levels.joined(withTieBreak: nfc(text))
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.bytes.withUnsafeBytes { left in
      right.bytes.withUnsafeBytes { right in
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

  /// Adds a scalar of composed text.
  /// - Returns: `false`, with nothing added, where it may have parts of its own or be one: only decomposed text tells.
  mutating func appendComposed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 || scalar == "đ" || scalar == "Đ" {
      append(scalar)
      return true
    }
    guard let vowel = Vowel.parts(of: scalar) else { return false }
    closeDigits()
    addLetter(Self.weight(UInt32(vowel.letter)) + vowel.further, isCapital: vowel.isCapital)
    tones[tones.count - 1] = vowel.tone
    return true
  }

  // Weights are gapped by 4, so that ă â ê ô ơ ư đ find room after their base letters.
  private static let digitRun: UInt8 = 0x18
  private static let firstLetter: UInt8 = 0x20
  private static let otherScript: UInt8 = 0xF0

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

  private static func weight(_ letter: UInt32) -> UInt8 { firstLetter + UInt8(letter) * 4 }

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
      letters.append(scalar.properties.isAlphabetic ? Self.otherScript : 2)
      let value = scalar.value
      // Seven bits a byte, never the 0 that ends a level.
      for shift in [14, 7, 0] { letters.append(UInt8(value >> UInt32(shift) & 0x7F) + 1) }
    }
    tones.append(1)
    cases.append(1)
  }
}

/// The vowels of Vietnamese as composed letters.
private enum Vowel {
  /// Of one letter, in the order of ``SortLevels``' tones.
  private static let smallLetters = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
  ]
  private static let capitals = [
    "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ", "ÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ",
    "ƯỪỬỮỨỰ",
    "YỲỶỸÝỴ",
  ]
  /// After the letter of the alphabet, by row above: the letter's place and how far behind it.
  private static let letters: [(letter: UInt8, further: UInt8)] = [
    (0, 0), (0, 1), (0, 2), (4, 0), (4, 1), (8, 0), (14, 0), (14, 1), (14, 2), (20, 0), (20, 1), (24, 0),
  ]

  struct Parts {
    /// From 0 for `a`.
    let letter: UInt8
    let further: UInt8
    let tone: UInt8
    let isCapital: Bool
  }

  private static let first: UInt32 = 0xC0
  private static let table: [Parts?] = {
    var table = [Parts?](repeating: nil, count: 0x1F00 - Int(first))
    for (rows, isCapital) in [(smallLetters, false), (capitals, true)] {
      for (row, place) in zip(rows, letters) {
        for (tone, scalar) in row.unicodeScalars.enumerated() where scalar.value >= first {
          table[Int(scalar.value - first)] = Parts(
            letter: place.letter, further: place.further, tone: UInt8(tone + 1), isCapital: isCapital)
        }
      }
    }
    return table
  }()

  static func parts(of scalar: Unicode.Scalar) -> Parts? {
    let index = Int(scalar.value) - Int(first)
    return table.indices.contains(index) ? table[index] : nil
  }
}
