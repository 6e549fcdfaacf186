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
  var areCertainlyComposed: Bool {
    if isEmpty { return true }
    var doubts = doubt(self[0], 0, 0)
    if count > 1 { doubts |= doubt(self[1], self[0], 0) }
    if count > 2 {
      for index in 2..<count { doubts |= doubt(self[index], self[index - 1], self[index - 2]) }
    }
    return doubts == 0
  }

  /// Whether a byte behind two others may be of what could compose. Masks instead of branches: the compiler takes sixteen
  /// bytes at a time.
  @inline(__always) private func doubt(_ byte: UInt8, _ previous: UInt8, _ beforePrevious: UInt8) -> UInt8 {
    // U+0300 and above begin with 0xCC; of those U+1E00–1EFF (E1 B8…BB) are composed Vietnamese and
    // U+2010–203F (E2 80 90…BF) dashes and quotes.
    let lead: UInt8 = (byte >= 0xCC ? 0xFF : 0) & (byte != 0xE1 ? 0xFF : 0) & (byte != 0xE2 ? 0xFF : 0)
    let afterE1: UInt8 = (previous == 0xE1 ? 0xFF : 0) & ((byte & 0xFC) ^ 0xB8)
    let afterE2: UInt8 = (previous == 0xE2 ? 0xFF : 0) & (byte ^ 0x80)
    let endOfE2: UInt8 = (beforePrevious == 0xE2 ? 0xFF : 0) & (byte < 0x90 ? 0xFF : 0)
    return lead | afterE1 | afterE2 | endOfE2
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
