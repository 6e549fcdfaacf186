/// The place of a text in the Vietnamese alphabet: a ă â b c d đ e ê g … o ô ơ … u ư v … y.
///
/// Compared first by letters (blanks and signs before digits, digits before letters, a run of digits by its
/// value: `Quận 2` before `Quận 10`), then by tones (ngang huyền hỏi ngã sắc nặng), then small letters before
/// capitals, then by code points. Equal only for canonically equal texts.
package struct VietnameseSortKey: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  /// - Complexity: O(n).
  package init(_ text: String) {
    var levels = SortLevels()
    for scalar in decomposedScalars(of: text) { levels.append(scalar) }
    bytes = levels.joined(withTieBreak: nfc(text))
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
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
    return letters + [0] + tones + [0] + cases + [0] + Array(text.utf8)
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
