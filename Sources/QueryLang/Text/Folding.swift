/// `text` for matching names: case and accents dropped (`Đ` is `d`, `Hoà` = `Hòa` = `hoa`, composed =
/// decomposed), other Latin letters reduced to their base letters, runs of white space (no-break ones too)
/// to one blank, none at the ends. Invisible format characters are dropped.
/// - Complexity: O(n), well under a microsecond for a name in Latin letters.
package func folded(_ text: String) -> String { withFolded(text) { String(validUTF8: $0) } }

/// Calls `body` with the UTF-8 of ``folded(_:)``, without making a string. In line, or what `body` captures would be
/// copied at every call.
@inline(__always) func withFolded<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result)
  -> Result
{
  var text = text
  let latin = text.withUTF8 { bytes in
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { output in
      foldLatin(bytes, into: output).map { body(UnsafeBufferPointer(rebasing: output[..<$0])) }
    }
  }
  if let latin { return latin }
  var other = foldedScalarByScalar(text)
  return other.withUTF8 { body($0) }
}

/// `text` for telling an exact spelling from one without accents: composed, lower case, white space as in
/// ``folded(_:)``, and the tone mark of `oa`, `oe`, `uy` on the second vowel (`hòa` becomes `hoà`, `thủy`
/// becomes `thuỷ`), so that both habits of placing it are equal.
package func foldedKeepingMarks(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return folded(text) }
  var result = String.UnicodeScalarView()
  var isBlankPending = false
  for scalar in lowercaseScalars(of: nfc(text)) {
    if scalar.isBlank {
      isBlankPending = !result.isEmpty
    } else if !scalar.isFormat {
      if isBlankPending { result.append(" ") }
      isBlankPending = false
      if let last = result.last, let pair = TonePlacement.moved(from: last, to: scalar) {
        result.removeLast()
        result.append(pair.first)
        result.append(pair.second)
      } else {
        result.append(scalar)
      }
    }
  }
  return String(result)
}

/// The composed scalars of a composed text in lower case.
private func lowercaseScalars(of text: String) -> [Unicode.Scalar] {
  var scalars: [Unicode.Scalar] = []
  scalars.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    // The standard library looks up each letter's properties, which takes ten times as long.
    guard let lowercase = scalar.usualLowercase else { return Array(nfc(text.lowercased()).unicodeScalars) }
    scalars.append(lowercase)
  }
  return scalars
}

// MARK: - The kernel

/// Folds UTF-8 of ASCII, of the Latin letters in ``BaseLetter`` and of combining marks U+0300–036F; `nil`
/// at anything else.
/// - Precondition: `output` holds at least as many bytes as `input`, which is valid UTF-8.
func foldLatin(
  _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
) -> Int? {
  let tables = BaseLetter.Tables()
  let blank: UInt8 = 0x20
  var written = 0
  var offset = 0
  while offset < input.count {
    let lead = input[offset]
    var letter = lead
    switch lead {
    // First what most are.
    case 0x61...0x7A:
      offset += 1
    case blank, 0x09...0x0D:
      letter = blank
      offset += 1
    case ..<0x80:
      letter = lead &- 0x41 < 26 ? lead | 0x20 : lead
      offset += 1
    case 0xE1 where 0xB8...0xBB ~= input[offset + 1]:
      letter = tables.letter(ofThreeBytes: input[offset + 1], input[offset + 2])
      if letter == BaseLetter.none { return nil }
      offset += 3
    case 0xC3...0xC9:
      letter = tables.letter(ofTwoBytes: lead, input[offset + 1])
      if letter == BaseLetter.none { return nil }
      offset += 2
    case 0xC2 where input[offset + 1] == 0xA0:
      letter = blank
      offset += 2
    case 0xCC...0xCD where lead == 0xCC || input[offset + 1] < 0xB0:
      offset += 2
      continue
    default:
      return nil
    }
    if letter == blank, written == 0 || output[written - 1] == blank { continue }
    output[written] = letter
    written += 1
  }
  return written > 0 && output[written - 1] == blank ? written - 1 : written
}

/// Any script: as the kernel for what the kernel knows.
func foldedScalarByScalar(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var isBlankPending = false
  for scalar in decomposedScalars(of: text) {
    if scalar.isBlank {
      isBlankPending = !result.isEmpty
      continue
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: continue
    default: break
    }
    if isBlankPending { result.append(" ") }
    isBlankPending = false
    result.append(contentsOf: BaseLetter.folded(scalar).unicodeScalars)
  }
  return String(result)
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool {
    switch value {
    case 0x21..<0x80, 0xA1..<0x300, 0x1E00..<0x2000: false
    default: properties.isWhitespace
    }
  }

  /// In lower case, of ASCII, Latin-1 and the letters of Vietnamese; `nil` for others.
  var usualLowercase: Unicode.Scalar? {
    switch value {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: Unicode.Scalar(value + 0x20)
    case ..<0x100: self
    case 0x102, 0x110, 0x128, 0x168, 0x1A0, 0x1AF: Unicode.Scalar(value + 1)
    case 0x103, 0x111, 0x129, 0x169, 0x1A1, 0x1B0: self
    case 0x1EA0...0x1EF9: Unicode.Scalar(value | 1)
    default: nil
    }
  }

  fileprivate var isFormat: Bool {
    switch value {
    case 0x20..<0x80, 0xAE..<0x300, 0x1E00..<0x2000: false
    default: properties.generalCategory == .format
    }
  }
}

// MARK: - Tables

/// The ASCII base letter of each Latin letter of U+00C0–024F and U+1E00–1EFF.
private enum BaseLetter {
  /// Stands in the tables for a character without one base letter (`æ`, `×`).
  static let none = UInt8(ascii: ".")

  /// U+00C0–024F, one byte each, case dropped.
  private static let latin: StaticString = """
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll\
    lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    bbbb...cc.ddd....ffg...ikkl..nnooo..pp.....ttttuu.vyyzz.........\
    .............aaiioouuuuuuuuuu.aaaa..ggggkkoooo..j...gg..nnaa..oo\
    aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyylntj..acclts\
    z..b..eejj.qrryy
    """
  /// U+1E00–1EFF.
  private static let latinAdditional: StaticString = """
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
    mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
    wwwwwwwwwwxxxxyyzzzzzzhtwyasss..aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy....yy
    """

  /// Both tables by their addresses, taken once for a text.
  struct Tables {
    private let latin = BaseLetter.latin.utf8Start
    private let latinCount = BaseLetter.latin.utf8CodeUnitCount
    private let latinAdditional = BaseLetter.latinAdditional.utf8Start

    @inline(__always) func letter(ofTwoBytes lead: UInt8, _ trail: UInt8) -> UInt8 {
      let index = (Int(lead & 0x1F) &<< 6 | Int(trail & 0x3F)) &- 0xC0
      return index < latinCount ? latin[index] : none
    }

    @inline(__always) func letter(ofThreeBytes second: UInt8, _ third: UInt8) -> UInt8 {
      latinAdditional[Int(second &- 0xB8) &<< 6 | Int(third & 0x3F)]
    }
  }

  /// A decomposed scalar folded; letters that stand for two are spelled out.
  static func folded(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "æ", "Æ": return "ae"
    case "œ", "Œ": return "oe"
    case "ß", "ẞ": return "ss"
    case "þ", "Þ": return "th"
    case "\u{C0}"..."\u{24F}":
      let letter = latin.utf8Start[Int(scalar.value) - 0xC0]
      return letter == none ? scalar.properties.lowercaseMapping : String(Unicode.Scalar(letter))
    case "\u{1E00}"..."\u{1EFF}":
      let letter = latinAdditional.utf8Start[Int(scalar.value) - 0x1E00]
      return letter == none ? scalar.properties.lowercaseMapping : String(Unicode.Scalar(letter))
    default: return scalar.properties.lowercaseMapping
    }
  }
}

/// The two habits of marking the tone of `oa`, `oe`, `uy`: on the first vowel, or on the second.
private enum TonePlacement {
  private static let tonesOfO: [Unicode.Scalar] = ["ò", "ỏ", "õ", "ó", "ọ"]
  private static let tonesOfU: [Unicode.Scalar] = ["ù", "ủ", "ũ", "ú", "ụ"]
  private static let tonesOfA: [Unicode.Scalar] = ["à", "ả", "ã", "á", "ạ"]
  private static let tonesOfE: [Unicode.Scalar] = ["è", "ẻ", "ẽ", "é", "ẹ"]
  private static let tonesOfY: [Unicode.Scalar] = ["ỳ", "ỷ", "ỹ", "ý", "ỵ"]

  /// The pair with its tone moved to the second vowel; `nil` when these scalars are no such pair.
  static func moved(
    from first: Unicode.Scalar, to second: Unicode.Scalar
  ) -> (first: Unicode.Scalar, second: Unicode.Scalar)? {
    guard first.value >= 0x80 else { return nil }
    return switch second {
    case "a": tonesOfO.firstIndex(of: first).map { ("o", tonesOfA[$0]) }
    case "e": tonesOfO.firstIndex(of: first).map { ("o", tonesOfE[$0]) }
    case "y": tonesOfU.firstIndex(of: first).map { ("u", tonesOfY[$0]) }
    default: nil
    }
  }
}
