internal import QueryLang
@_spi(_Unicode) import Swift

/// The text without marks and capitals, `đ` as `d`, for searching: `Bắc Giang` → `bac giang`.
///
/// - Complexity: O(n).
func foldedForSearch(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if let known = FoldedLetters.of(scalar) {
      if let letter = known { scalars.append(letter) }
    } else {
      scalars.append(contentsOf: FoldedLetters.lookedUp(scalar))
    }
  }
  return String(scalars)
}

/// The folded form of the letters that Vietnamese texts are made of, looked up once.
private enum FoldedLetters {
  /// ASCII to Latin Extended-B; combining marks; Latin Extended Additional.
  private static let ranges: [Range<UInt32>] = [0..<0x250, 0x300..<0x370, 0x1E00..<0x1F00]
  private static let tables: [[Unicode.Scalar??]] = ranges.map { range in
    range.map { value in
      let folded = Unicode.Scalar(value).map(lookedUp) ?? []
      return folded.count > 1 ? .none : .some(folded.first)
    }
  }

  /// `nil` for a scalar that is not in the tables, `.some(nil)` for one that folds to nothing.
  static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar?? {
    let value = scalar.value
    if value < 0x250 { return tables[0][Int(value)] }
    if value >= 0x1E00, value < 0x1F00 { return tables[2][Int(value - 0x1E00)] }
    return value >= 0x300 && value < 0x370 ? tables[1][Int(value - 0x300)] : .none
  }

  static func lookedUp(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar == "đ" || scalar == "Đ" { return ["d"] }
    let letters = String(Character(scalar))._nfd.filter { $0.properties.generalCategory != .nonspacingMark }
    return letters.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
  }
}

/// A text from elsewhere as it may stand in an edited line: composed, line feeds only, and each control
/// character, which would be invisible or steer the terminal, as U+FFFD.
func editable(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    defer { previous = scalar }
    if scalar == "\n" && previous == "\r" { continue }
    scalars.append(scalar == "\r" ? "\n" : isSteering(scalar) ? "\u{FFFD}" : scalar)
  }
  return nfc(String(scalars))
}

/// Whether the scalar is a control character other than tab and line feed, a line or paragraph separator, or
/// one that turns the direction of writing.
func isSteering(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A: false
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
