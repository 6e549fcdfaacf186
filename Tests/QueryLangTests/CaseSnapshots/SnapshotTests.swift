import Foundation
import Testing

@testable import QueryLang

/// A table of cases, its snapshot, and what becomes of it on the way.
@Suite struct SnapshotTests {
  /// Two blocks and a bit, so that blocks of all kinds are read.
  private static let rowCount = 2 * BlockRanges.blockSize + 777

  private func csv(rows: Int) -> String {
    var random = SeededGenerator(seed: 11)
    var text = "case_id,province,district,received_on,due_on,finished_on,channel,lệ phí,Ghi chú\n"
    let places = [
      ("Bắc Giang", "Huyện Lục Nam"), ("An Giang", "Huyện Châu Thành"), ("Tiền Giang", "Châu Thành"),
    ]
    for row in 0..<rows {
      let (province, district) = places[Int(random.next() % 3)]
      let received = Day(daysSince1970: 18_000 + row / 100)
      let due =
        random.next() % 50 == 0 ? "" : received.advanced(byDays: Int(random.next() % 20) - 2).description
      let finished =
        random.next() % 20 == 0 ? "" : received.advanced(byDays: Int(random.next() % 30)).description
      let channel = ["online", "direct", "postal", ""][Int(random.next() % 4)]
      let fee = random.next() % 9 == 0 ? "" : "\(random.next() % 90_000)"
      let note = random.next() % 7 == 0 ? "" : "ghi chú \(random.next() % 300)"
      text +=
        "HS-\(row * 7),\(province),\(district),\(received),\(due),\(finished),\(channel),\(fee),\(note)\n"
    }
    return text
  }

  private func loaded(rows: Int) throws -> (CaseLoader.Loaded, folder: String) {
    let folder = NSTemporaryDirectory() + "/snapshot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try csv(rows: rows).write(toFile: folder + "/cases.csv", atomically: true, encoding: .utf8)
    let catalog = ShippedData.library.catalog
    return (try CaseLoader(catalog: catalog).load([CaseInput(folder + "/cases.csv")]), folder)
  }

  private func snapshot(_ table: CaseTable, _ catalog: Catalog) throws -> [UInt8] {
    try SnapshotWriter(table, catalog).file()
  }

  private func write(_ bytes: [UInt8], _ folder: String) throws -> String {
    let path = folder + "/\(UUID().uuidString).tthcs"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func prepareAll(_ table: CaseTable) throws {
    var columns: [SnapshotColumn] = [.day(.received), .day(.due), .day(.finished), .identifiers]
    columns += table.members.indices.map { .member($0) } + table.numbers.indices.map { .number($0) }
    for block in 0..<table.blockCount { try table.prepare(columns, block: block) }
  }

  private func rows(_ table: CaseTable, _ catalog: Catalog) -> [String] {
    (0..<table.rowCount).map { row in
      var parts = [
        table.identifiers?[row] ?? "-", "\(table.received.values[row])", "\(table.due?.values[row] ?? 0)",
        "\(table.finished?.values[row] ?? 0)",
      ]
      for column in table.members {
        let member = column.members[column.codes[row]]
        parts.append(
          member == MemberColumn.noMember ? "" : catalog.dimensions[column.dimension].members[member].id)
      }
      parts += table.numbers.map { "\($0.values[row])" }
      return parts.joined(separator: "|")
    }
  }

  @Test func everyCaseComesBack() throws {
    let (loaded, folder) = try loaded(rows: SnapshotTests.rowCount)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try write(snapshot(loaded.table, loaded.catalog), folder)
    #expect(SnapshotReader.isSnapshot(path))
    let again = try SnapshotReader(path).load(ShippedData.library.catalog)
    try prepareAll(again.table)
    #expect(again.table.span == loaded.table.span)
    #expect(rows(again.table, again.catalog) == rows(loaded.table, loaded.catalog))
  }

  /// A block is unpacked beside the table when a scan asks first, and into it after that.
  @Test(arguments: [1, 2, 3] as [UInt64]) func aQuestionHasOneAnswerHoweverOftenItIsAsked(_ seed: UInt64)
    throws
  {
    let (loaded, folder) = try loaded(rows: SnapshotTests.rowCount)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try write(snapshot(loaded.table, loaded.catalog), folder)
    let shipped = ShippedData.library
    let fromText = try shipped.adding(cases: loaded, named: "c", from: folder + "/cases.csv")
    let fromSnapshot = try shipped.adding(
      cases: SnapshotReader(path).load(shipped.catalog), named: "c", from: path)
    let questions = [
      "count() from c by channel", "received, resolved_overdue, pending from c by quarter",
      "resolved_overdue from c by district where quarter = Q4/2019",
      "avg(\"lệ phí\"), median(processing_days) from c by province",
      "count() from c by month where due_on < 01/06/2020 and \"lệ phí\" > 4000",
      "count() from c by timeliness where district = \"Lục Nam\" and processing_days <= 9",
      "received, pending_overdue from c by \"Ghi chú\" where quarter = Q4/2019",
    ]
    var random = SeededGenerator(seed: seed)
    let order = (0..<4).flatMap { _ in questions.shuffled(using: &random) }
    for question in order {
      let expected = try #require(answer(question, fromText))
      #expect(answer(question, fromSnapshot) == expected, "\(question)")
      #expect(expected.count > 20)
    }
  }

  /// However many scans one pass answers; what a question asks for only once takes no memory.
  @Test(arguments: [
    "count() from c by channel", "count(), avg(processing_days) from c by district",
    "received, resolved, pending from c by quarter", "count(), median(processing_days) from c by province",
  ]) func theTableIsFilledByTheSecondPass(_ question: String) throws {
    let (loaded, folder) = try loaded(rows: SnapshotTests.rowCount)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try write(snapshot(loaded.table, loaded.catalog), folder)
    let again = try SnapshotReader(path).load(ShippedData.library.catalog)
    let library = try ShippedData.library.adding(cases: again, named: "c", from: path)
    let last = SnapshotTests.rowCount - 1
    // Received long after the first day there is; where no day was filled in, all is zero.
    func isFilled() -> Bool {
      again.table.received.values[last] != 0 || again.table.finished?.values[last] != 0
        || again.table.members.contains { column in (0...last).contains { column.codes[$0] != 0 } }
    }
    #expect(answer(question, library) != nil)
    #expect(!isFilled())
    #expect(answer(question, library) != nil)
    #expect(isFilled())
  }

  private func answer(_ question: String, _ library: Library) -> String? {
    guard let bound = CaseComparison.bind(question, library) else { return nil }
    return (try? QueryPipeline.answer(bound, library: library)).map {
      CSVRenderer().render($0, options: RenderOptions(language: .english))
    }
  }

  @Test func noCasesAreASnapshotToo() throws {
    let (loaded, folder) = try loaded(rows: 0)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try write(snapshot(loaded.table, loaded.catalog), folder)
    #expect(try SnapshotReader(path).load(ShippedData.library.catalog).table.rowCount == 0)
  }

  @Test func whereverAByteIsOtherItIsRefused() throws {
    let (loaded, folder) = try loaded(rows: 3000)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let whole = try snapshot(loaded.table, loaded.catalog)
    let catalog = ShippedData.library.catalog
    var random = SeededGenerator(seed: 5)
    for _ in 0..<150 {
      var altered = whole
      let place = Int(random.next() % UInt64(whole.count))
      // What fills the header up says nothing.
      if place >= SnapshotFormat.magic.count + 44, place < SnapshotFormat.headerSize { continue }
      altered[place] ^= UInt8(1 << (random.next() % 8))
      let path = try write(altered, folder)
      #expect(throws: QueryError.self, "byte \(place) of \(whole.count)") {
        try prepareAll(SnapshotReader(path).load(catalog).table)
      }
    }
  }

  @Test func whatIsCutShortIsRefusedAtOnce() throws {
    let (loaded, folder) = try loaded(rows: 3000)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let whole = try snapshot(loaded.table, loaded.catalog)
    let catalog = ShippedData.library.catalog
    for length in [0, 3, 8, 40, 63, 64, 65, whole.count / 2, whole.count - 1] {
      let path = try write(Array(whole[..<length]), folder)
      #expect(throws: QueryError.self, "\(length) bytes") { try SnapshotReader(path).load(catalog) }
    }
    let longer = try write(whole + [0], folder)
    #expect(throws: QueryError.self) { try SnapshotReader(longer).load(catalog) }
  }

  @Test func anotherVersionIsNamed() throws {
    let (loaded, folder) = try loaded(rows: 10)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var file = try snapshot(loaded.table, loaded.catalog)
    file[SnapshotFormat.magic.count] = 9
    let path = try write(file, folder)
    let known = Int(SnapshotFormat.version)
    #expect {
      try SnapshotReader(path).load(ShippedData.library.catalog)
    } throws: { error in
      (error as? QueryError)?.diagnostics.first?.fact
        == .data(DataPlace(file: path), .snapshotVersion(9, known: known))
    }
  }
}
