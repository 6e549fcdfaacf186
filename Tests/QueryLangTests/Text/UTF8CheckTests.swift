import Testing

@testable import QueryLang

/// The check of bytes against the standard library's.
struct UTF8CheckTests {
  private func offset(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { UTF8Check.firstInvalidOffset(in: $0) }
  }

  private func expected(_ bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch { return error.byteOffsets.lowerBound }
  }

  @Test func agreesOnEveryScalarsEnds() {
    for value: UInt32 in [0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF] {
      for padding in 0..<9 {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let bytes = Array(String(repeating: "a", count: padding).utf8) + Array(String(scalar).utf8) + [0x61]
        #expect(offset(bytes) == nil)
        for cut in 1..<bytes.count { #expect(offset(Array(bytes[..<cut])) == expected(Array(bytes[..<cut]))) }
      }
    }
  }

  /// Letters of four bytes are looked at otherwise than texts without them, and short texts otherwise than long ones.
  @Test(arguments: [
    "Hồ sơ quá hạn của huyện Lục Ngạn, Đắk Nông 😀 – 273; xã Phượng Sơn",
    "Hồ sơ quá hạn của huyện Lục Ngạn, Đắk Nông – 273; xã Phượng Sơn", "xã Đắk Nông", "ế",
  ])
  func agreesOnSpoiltText(text: String) {
    var random = SeededRandom(seed: 7)
    let leads: [UInt8] = [0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
    for turn in 0..<10_000 {
      var bytes = Array(text.utf8)
      for _ in 0...random.below(3) {
        let byte = turn % 2 == 0 ? UInt8(random.below(256)) : leads[random.below(leads.count)]
        bytes[random.below(bytes.count)] = byte
      }
      if turn % 3 == 0 { bytes.removeLast(random.below(bytes.count)) }
      #expect(offset(bytes) == expected(bytes))
    }
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xFF],
    ] as [[UInt8]])
  func refusesWhatIsNoScalar(bytes: [UInt8]) {
    #expect(offset(bytes) == 0)
  }
}
