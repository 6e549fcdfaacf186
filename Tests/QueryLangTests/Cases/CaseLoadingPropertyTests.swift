import Testing

@testable import QueryLang

/// The fast road accepts exactly the rows that a plain reader of RFC 4180 accepts, and reads the same from them.
struct CaseLoadingPropertyTests {
  private static let base = [
    "case_id,received,finished,note,fee\n", "A1,2021-01-02,2021-02-03,\"x, \"\"y\"\"\",12\r\n",
    "\"B\n2\",02/01/2021,,Huyện Lạng,-5\n", "C3,2/1/2021 10:30,2021-1-9,\"\",\n",
    ",1910-05-06,,\"a\"\"\"\"b\",7\n",
    "\"\",2021-12-31,2079-01-01,zz,9", "\n", "Đ,31/12/2021,,\"\r\n\",0\r\n",
  ]
  /// What mutations put in.
  private static let pieces: [[UInt8]] = [
    [0x22], [0x2C], [0x0A], [0x0D, 0x0A], [0x0D], [0x22, 0x22], [0xFF], [0xC3], [0x30], [0x39], [0x2D],
    [0x2F],
    [0x20], [0x09], [0], Array("2021-02-29".utf8), Array("é".utf8), Array("x".utf8), [0x22, 0x2C],
    [0x0A, 0x22],
  ]

  @Test(arguments: 0..<8) func mutatedFilesAreReadAlike(part: Int) throws {
    var generator = SeededGenerator(seed: UInt64(part) &+ 77)
    try CaseFolder.use { folder in
      let columns = try folder.write("column,field\nnote,text\nfee,number\n", to: "cases.columns.csv")
      let mapping = try CaseColumnMapping(file: columns, catalog: ShippedData.library.catalog)
      for round in 0..<400 {
        let bytes = Self.mutated(&generator)
        try folder.write(bytes)
        var limits = CaseLoadLimits()
        limits.pieceSize = [1, 3, 7, 16, 40, 1000].randomElement(using: &generator) ?? 1
        limits.window = [1, 5, 64, 1 << 16].randomElement(using: &generator) ?? 1
        limits.threads = Int.random(in: 1...3, using: &generator)
        limits.fewestBytesForThreads = 0
        let plain = PlainCaseReader(bytes)
        check(
          plain, folder, limits, mapping,
          "part \(part), round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
  }

  private func check(
    _ plain: PlainCaseReader, _ folder: CaseFolder, _ limits: CaseLoadLimits, _ mapping: CaseColumnMapping,
    _ comment: String
  ) {
    do throws(QueryError) {
      let loaded = try folder.load(settingAside: true, limits: limits, mapping: mapping)
      #expect(!plain.isBroken, "loaded: \(comment)")
      #expect(loaded.identifiers() == plain.good.map(\.id), "\(comment)")
      #expect(loaded.days(loaded.table.received) == plain.good.map { $0.received.dayMonthYear }, "\(comment)")
      #expect(
        loaded.days(loaded.table.finished) == plain.good.map { $0.finished?.dayMonthYear ?? "" }, "\(comment)"
      )
      #expect(loaded.members("note") == plain.good.map { nfc($0.note).trimmed }, "\(comment)")
      #expect(loaded.numbers("fee") == plain.good.map(\.fee), "\(comment)")
      #expect(loaded.rejected.count == plain.badCount, "\(comment)")
    } catch {
      let sentences = error.diagnostics.map { DiagnosticWording(.english).sentence($0.fact) }
      #expect(plain.isBroken, "refused: \(sentences) \(comment)")
    }
    // Without setting rows aside a file is refused exactly where a row is bad.
    let isRefused = !folder.problems(limits: limits, mapping: mapping).isEmpty
    #expect(isRefused == (plain.isBroken || plain.badCount > 0), "\(comment)")
  }

  private static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      bytes += Array((base.dropFirst().randomElement(using: &generator) ?? "").utf8)
      if bytes.last != 0x0A { bytes.append(0x0A) }
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      let position = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: position)
      case 1 where position < bytes.count: bytes.remove(at: position)
      default:
        guard position < bytes.count else { continue }
        let piece = pieces.randomElement(using: &generator) ?? []
        bytes.replaceSubrange(position..<position + 1, with: piece)
      }
    }
    if Bool.random(using: &generator), bytes.last == 0x0A { bytes.removeLast() }
    return Array(base[0].utf8) + bytes
  }
}
