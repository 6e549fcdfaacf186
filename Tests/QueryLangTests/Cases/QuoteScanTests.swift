import Testing

@testable import QueryLang

/// Where rows end, found in words, against looking at each byte.
@Suite struct QuoteScanTests {
  private func slow(_ text: [UInt8]) -> QuoteScan.Found {
    var found = QuoteScan.Found()
    var isInside = false
    var lines = 0
    for (offset, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") {
        isInside.toggle()
        found.hasQuotes = true
      }
      guard byte == UInt8(ascii: "\n") else { continue }
      lines += 1
      if isInside { continue }
      found.rowCount += 1
      found.end = offset + 1
      found.lineCount = lines
    }
    return found
  }

  /// Few signs leave whole runs of 64 bytes without one, many make every run have them.
  @Test(arguments: [1, 5, 40, 300])
  func rowsAreWhereEachByteSaysTheyAre(_ gap: Int) {
    var generator = SeededGenerator(seed: UInt64(gap))
    let signs = Array("\n\"\n\n\u{B}!\u{1}".utf8) + [0x8A, 0xA2, 0x0A]
    for _ in 0..<400 {
      let count = Int.random(in: 0...700, using: &generator)
      let text = (0..<count).map { _ in
        Int.random(in: 0..<gap, using: &generator) == 0
          ? signs.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0x61...0xFF, using: &generator)
      }
      // What lies behind the text is not part of it.
      let padded = text + [UInt8](repeating: UInt8(ascii: "\n"), count: 64)
      let found = padded.withUnsafeBytes { QuoteScan.rows($0.baseAddress.unsafelyUnwrapped, count) }
      let expected = slow(text)
      #expect(found.rowCount == expected.rowCount && found.end == expected.end)
      #expect(found.hasQuotes == expected.hasQuotes && found.lineCount == expected.lineCount)
    }
  }
}
