// The standard library's own normaliser, behind an SPI: Foundation's would cost 3.5 ms and 50 MB at start.
@_spi(_Unicode) import Swift

/// `text` in Unicode normalization form C (composed): `e` + U+0323 + U+0302 becomes `ệ`.
/// - Complexity: O(n); text that is certainly composed already is returned as it is.
package func nfc(_ text: String) -> String {
  var text = text
  if text.withUTF8({ $0.areCertainlyComposed }) || text.unicodeScalars.areCertainlyComposed { return text }
  var composed = String.UnicodeScalarView()
  for scalar in text._nfc { composed.append(scalar) }
  return String(composed)
}

extension UnsafeBufferPointer<UInt8> {
  /// Of UTF-8, a whole file of it or a name: whether there is no lead byte of anything that could compose. "No" means
  /// "look closer".
  /// - Complexity: O(n), sixteen bytes at a time.
  var areCertainlyComposed: Bool { !contains(CompositionDoubt.self) }
}

/// A byte that may be of what could compose.
///
/// U+0300 and above begin with 0xCC; of those U+1E00–1EFF (E1 B8…BB) are composed Vietnamese and U+2010–203F
/// (E2 80 90…BF) dashes and quotes.
private enum CompositionDoubt: ByteSearch {
  @inline(__always) static func finds(_ byte: UInt8, _ previous: UInt8, _ beforePrevious: UInt8) -> Bool {
    byte >= 0xCC && byte != 0xE1 && byte != 0xE2 || previous == 0xE1 && byte & 0xFC != 0xB8
      || previous == 0xE2 && byte != 0x80 || beforePrevious == 0xE2 && byte < 0x90
  }

  @inline(__always)
  static func finds(_ bytes: ByteBlock, _ previous: ByteBlock, _ beforePrevious: ByteBlock) -> ByteMask {
    let e1 = ByteBlock(repeating: 0xE1)
    let e2 = ByteBlock(repeating: 0xE2)
    let lead = bytes .>= ByteBlock(repeating: 0xCC) .& bytes .!= e1 .& bytes .!= e2
    let afterE1 = previous .== e1 .& (bytes & ByteBlock(repeating: 0xFC)) .!= ByteBlock(repeating: 0xB8)
    let afterE2 = previous .== e2 .& bytes .!= ByteBlock(repeating: 0x80)
    let endOfE2 = beforePrevious .== e2 .& bytes .< ByteBlock(repeating: 0x90)
    return lead .| afterE1 .| afterE2 .| endOfE2
  }
}

extension [UInt8] {
  var areCertainlyComposed: Bool { withUnsafeBufferPointer { $0.areCertainlyComposed } }
}

/// The scalars of `text` in normalization form D (decomposed).
func decomposedScalars(of text: String) -> [Unicode.Scalar] { Array(text._nfd) }

extension String.UnicodeScalarView {
  /// Only scalars below U+0300, of U+1E00–1EFF (Vietnamese) and U+2010–203F (dashes, quotes): none of them
  /// composes with a neighbour or is replaced in form C. A quick "yes"; "no" means "look closer".
  fileprivate var areCertainlyComposed: Bool {
    allSatisfy { scalar in
      switch scalar.value {
      case ..<0x300, 0x1E00...0x1EFF, 0x2010...0x203F: true
      default: false
      }
    }
  }
}
