/// UTF-8, a byte at a time; what is not UTF-8 becomes U+FFFD, as `String(decoding:as:)` would have it.
struct ScalarDecoder: Sendable {
  private var pending: [UInt8] = []

  /// The scalars that this byte completes: usually none or one, two when it also ends an invalid run.
  mutating func decode(_ byte: UInt8) -> [Unicode.Scalar] {
    if pending.isEmpty && byte < 0x80 { return [Unicode.Scalar(byte)] }
    pending.append(byte)
    if pending.count == 1 { return startsSequence(byte) ? [] : giveUp() }
    guard continues(byte) else {
      pending = []
      return ["\u{FFFD}"] + decode(byte)
    }
    guard pending.count == length(of: pending[0]) else { return [] }
    let scalars = Array(String(decoding: pending, as: UTF8.self).unicodeScalars)
    pending = []
    return scalars
  }

  private mutating func giveUp() -> [Unicode.Scalar] {
    pending = []
    return ["\u{FFFD}"]
  }

  private func startsSequence(_ byte: UInt8) -> Bool { (0xC2...0xF4).contains(byte) }

  private func length(of lead: UInt8) -> Int { lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

  /// The second byte is narrower for four leads: no overlong forms, no surrogates, nothing past U+10FFFF.
  private func continues(_ byte: UInt8) -> Bool {
    guard pending.count == 2 else { return (0x80...0xBF).contains(byte) }
    return switch pending[0] {
    case 0xE0: (0xA0...0xBF).contains(byte)
    case 0xED: (0x80...0x9F).contains(byte)
    case 0xF0: (0x90...0xBF).contains(byte)
    case 0xF4: (0x80...0x8F).contains(byte)
    default: (0x80...0xBF).contains(byte)
    }
  }
}
