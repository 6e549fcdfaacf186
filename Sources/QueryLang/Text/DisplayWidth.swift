/// The terminal columns that `text` takes: combining marks, format and control characters 0, East Asian wide
/// characters and emoji 2, a joined emoji sequence 2, everything else 1.
/// - Complexity: O(n).
package func displayWidth(_ text: String) -> Int {
  var width = 0
  for byte in text.utf8 {
    guard byte < 0x80 else { return widthByScalars(text) }
    if byte >= 0x20, byte != 0x7F { width += 1 }
  }
  return width
}

/// `text`, or its longest beginning that fits `width` columns with `…` after it. Never splits a character.
package func truncated(_ text: String, toWidth width: Int) -> String {
  if displayWidth(text) <= width { return text }
  guard width > 0 else { return "" }
  let (head, _) = splitAtWidth(text[...], width - 1)
  return head + "…"
}

/// The longest beginning of `text` that fits `width` columns, and the rest.
func splitAtWidth(_ text: Substring, _ width: Int) -> (head: Substring, rest: Substring) {
  var used = 0
  var end = text.startIndex
  while end < text.endIndex {
    used += columns(of: text[end])
    if used > width { break }
    end = text.index(after: end)
  }
  return (text[..<end], text[end...])
}

/// Adds scalar widths as long as no scalar is of the kind that joins with its neighbours.
private func widthByScalars(_ text: String) -> Int {
  var width = 0
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x1E00..<0x200B, 0x2010..<0x2028: width += 1
    case ..<0xA0, 0xAD, 0x300..<0x370: break
    default:
      if scalar.mayJoin { return text.reduce(0) { $0 + columns(of: $1) } }
      width += scalar.columns
    }
  }
  return width
}

/// The columns of one grapheme cluster.
private func columns(of character: Character) -> Int {
  let scalars = character.unicodeScalars
  var width = 0
  var isSequence = false
  for scalar in scalars {
    width += scalar.columns
    isSequence = isSequence || (scalar.mayJoin && scalar.value != 0xFE0E)
  }
  return isSequence && width > 0 ? (scalars.count > 1 ? 2 : width) : width
}

extension Unicode.Scalar {
  /// ZWJ, emoji selector, regional indicators, skin tones: their cluster is one picture.
  fileprivate var mayJoin: Bool {
    switch value {
    case 0x200D, 0xFE0E, 0xFE0F, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF: true
    default: false
    }
  }

  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    switch value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // Hangul vowels and finals sit in their syllable
    case 0x1F1E6...0x1F1FF: return 1
    default: return isEastAsianWide || properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// East_Asian_Width W or F, by blocks (Unicode 16).
  private var isEastAsianWide: Bool {
    switch value {
    case ..<0x1100: false
    case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E: true
    case 0x3041...0x4DBF, 0x4DC0...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
    case 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265: true
    case 0x20000...0x2FFFD, 0x30000...0x3FFFD: true
    default: false
    }
  }
}
