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
