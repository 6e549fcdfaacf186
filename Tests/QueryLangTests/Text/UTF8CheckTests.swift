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

  @Test func agreesOnSpoiltText() {
    var random = SeededRandom(seed: 7)
    let text = Array("Hồ sơ quá hạn của huyện Lục Ngạn, Đắk Nông 😀 – 273; xã Phượng Sơn".utf8)
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
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
