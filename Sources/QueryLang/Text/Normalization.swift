// The standard library's own normaliser, behind an SPI: Foundation's would cost 3.5 ms and 50 MB at start.
@_spi(_Unicode) import Swift

/// `text` in Unicode normalization form C (composed): `e` + U+0323 + U+0302 becomes `ệ`.
/// - Complexity: O(n); text that is certainly composed already is returned as it is.
package func nfc(_ text: String) -> String {
  if text.unicodeScalars.areCertainlyComposed { return text }
  var composed = String.UnicodeScalarView()
  for scalar in text._nfc { composed.append(scalar) }
  return String(composed)
}

extension [UInt8] {
  /// The same quick "yes" as ``nfc(_:)`` uses, for a whole file of UTF-8: no lead byte of anything that could
  /// compose.
  var areCertainlyComposed: Bool {
    withUnsafeBufferPointer { bytes in
      var previous: UInt8 = 0
      for byte in bytes {
        // U+0300 and above begin with 0xCC; of those U+1E00–1EFF (E1 B8…BB) are composed Vietnamese and
        // U+2000–203F (E2 80) dashes and quotes.
        if byte >= 0xCC, byte != 0xE1, byte != 0xE2 { return false }
        if previous == 0xE1, !(0xB8...0xBB ~= byte) { return false }
        if previous == 0xE2, byte != 0x80 { return false }
        previous = byte
      }
      return true
    }
  }
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
