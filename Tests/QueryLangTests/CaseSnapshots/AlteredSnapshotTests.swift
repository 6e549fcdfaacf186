import Synchronization
import Testing

@testable import QueryLang

/// Snapshots whose checksums fit and that say what cannot be: refused, or read as they stand, but never believed
/// beyond what is there.
struct AlteredSnapshotTests {
  private static let rowCount = 300

  private static func csv() -> String {
    var random = SeededGenerator(seed: 23)
    var text = "case_id,province,district,received_on,due_on,finished_on,channel,lệ phí,Ghi chú\n"
    for row in 0..<rowCount {
      let place = ["Bắc Giang,Huyện Lục Nam", "An Giang,Huyện Châu Thành"][Int(random.next() % 2)]
      let received = Day(daysSince1970: 18_300 + row)
      let due = random.next() % 9 == 0 ? "" : received.advanced(byDays: 10).description
      let finished =
        random.next() % 7 == 0 ? "" : received.advanced(byDays: Int(random.next() % 20)).description
      let channel = ["online", "direct", "postal", ""][Int(random.next() % 4)]
      text += "HS-\(row),\(place),\(received),\(due),\(finished),\(channel),\(row * 10),ghi chú \(row % 40)\n"
    }
    return text
  }

  private func table(_ folder: CaseFolder) throws -> CaseLoader.Loaded {
    try folder.write(Self.csv())
    return try folder.load()
  }

  private func snapshot(_ folder: CaseFolder) throws -> SignedSnapshot {
    let loaded = try table(folder)
    return try SignedSnapshot(loaded.table, loaded.catalog)
  }

  /// A question of every kind.
  private static let questions = [
    "count() from c by channel", "count() from c by province, district, month",
    "count() from c by \"Ghi chú\"",
    "received, resolved, pending, pending_overdue from c by quarter", "count() from c by timeliness",
    "avg(\"lệ phí\"), median(\"lệ phí\"), max(\"lệ phí\") from c by channel",
    "median(processing_days) from c by year", "count() from c by channel where due_on < 01/06/2020",
    "received, pending from c by day where quarter = Q1/2020",
  ]

  /// Reads everything and asks everything.
  /// - Returns: whether nothing was refused.
  private func isAnswered(_ file: [UInt8], _ folder: CaseFolder) throws -> Bool {
    let path = try folder.write(file, to: "altered.tthcs")
    do throws(QueryError) {
      let loaded = try SnapshotReader(path).load(ShippedData.library.catalog)
      let library = try ShippedData.library.adding(cases: loaded, named: "c", from: path)
      for question in Self.questions {
        guard let bound = CaseComparison.bind(question, library) else { continue }
        _ = try QueryPipeline.answer(bound, library: library)
        _ = try QueryPipeline.whyOfCases(bound, library: library)
      }
      _ = try CheckAnswers.report("check c", library)
      return true
    } catch {
      #expect(!error.diagnostics.isEmpty)
      return false
    }
  }

  @Test func unalteredItAnswersEverything() throws {
    try CaseFolder.use { folder in
      let whole = try snapshot(folder)
      let path = try folder.write(whole.file(), to: "whole.tthcs")
      let loaded = try SnapshotReader(path).load(ShippedData.library.catalog)
      let library = try ShippedData.library.adding(cases: loaded, named: "c", from: path)
      for question in Self.questions { #expect(CaseComparison.bind(question, library) != nil, "\(question)") }
      #expect(try isAnswered(whole.file(), folder))
    }
  }

  // MARK: Values that cannot be

  @Test(arguments: [-1, 1 << 8, 200, Int.min]) func aCodeOfNoMemberIsRefused(_ code: Int) throws {
    try CaseFolder.use { folder in
      for column in [SnapshotColumn.member(0), .member(1), .member(2), .member(3)] {
        var altered = try snapshot(folder)
        altered.replace(column, with: Array(repeating: 0, count: Self.rowCount - 1) + [code])
        #expect(try !isAnswered(altered.file(), folder), "\(column)")
      }
    }
  }

  /// What the directory says of days decides which tests a scan leaves out.
  @Test(arguments: [CaseDay.received, .due, .finished], [0, 65_533, 65_534, 65_535])
  func aDayThatTheDirectoryDoesNotHaveIsRefused(_ day: CaseDay, _ code: Int) throws {
    try CaseFolder.use { folder in
      let loaded = try table(folder)
      let received = loaded.table.received.values
      let of = try #require(loaded.table.days(of: day)).values
      var values = (0..<Self.rowCount).map { Int(of[$0]) }
      // A missing day more is one that the directory has.
      if day != .received, code == Int(CaseDays.missing) { values = values.map { min($0, code - 1) } }
      values[7] = code
      var altered = try SignedSnapshot(loaded.table, loaded.catalog)
      altered.replace(
        .day(day), with: values,
        relativeTo: day == .received ? nil : (0..<Self.rowCount).map { Int(received[$0]) })
      #expect(try !isAnswered(altered.file(), folder))
    }
  }

  @Test(arguments: [true, false]) func nobodyIsFinishedBeforeBeingReceived(_ isRelative: Bool) throws {
    try CaseFolder.use { folder in
      let loaded = try table(folder)
      let finished = try #require(loaded.table.finished).values
      var values = (0..<Self.rowCount).map { Int(finished[$0]) }
      let least = try #require(values.min())
      let last = try #require(values.indices.last { values[$0] != Int(CaseDays.missing) })
      values[last] = least
      var altered = try SignedSnapshot(loaded.table, loaded.catalog)
      altered.replace(
        .day(.finished), with: values,
        relativeTo: isRelative ? (0..<Self.rowCount).map { Int(loaded.table.received.values[$0]) } : nil)
      #expect(try !isAnswered(altered.file(), folder))
      // Whatever was asked before of one of the two.
      for question in ["count() from c by channel", "received_new from c by year", "resolved from c by year"]
      {
        let path = try folder.write(altered.file(), to: "altered.tthcs")
        let cases = try SnapshotReader(path).load(ShippedData.library.catalog)
        let library = try ShippedData.library.adding(cases: cases, named: "c", from: path)
        let before = try #require(CaseComparison.bind(question, library))
        _ = try? QueryPipeline.answer(before, library: library)
        let both = try #require(
          CaseComparison.bind("median(processing_days), received_new from c by year", library))
        #expect(throws: QueryError.self, "after \(question)") {
          try QueryPipeline.answer(both, library: library)
        }
      }
      // Whichever is read first.
      for days in [[CaseDay.finished, .received], [.received, .finished]] {
        let path = try folder.write(altered.file(), to: "altered.tthcs")
        let table = try SnapshotReader(path).load(ShippedData.library.catalog).table
        #expect(throws: QueryError.self) {
          for day in days { try table.prepare([.day(day)], block: 0) }
        }
      }
    }
  }

  // MARK: Directories that cannot be

  @Test(arguments: [(1, 0), (0, 99), (0, .max), (.max, .max)] as [(UInt32, UInt32)])
  func rangesBeyondTheMembersAreRefused(_ least: UInt32, _ greatest: UInt32) throws {
    try CaseFolder.use { folder in
      var altered = try snapshot(folder)
      let head = altered.directory.members[2]
      altered.directory.members[2] = SnapshotFormat.MemberColumnHead(
        dimensionID: head.dimensionID, dimensionName: head.dimensionName, width: head.width,
        members: head.members, ranges: BlockRanges(least: [least], greatest: [greatest]))
      #expect(try !isAnswered(altered.file(), folder))
    }
  }

  @Test func daysThatNoCaseCanHaveAreRefused() throws {
    try CaseFolder.use { folder in
      let whole = try snapshot(folder)
      let far = Day(daysSince1970: 1 << 30)
      let changes: [(inout SnapshotFormat.Directory) -> Void] = [
        { $0.firstDay = -1 << 30 }, { $0.firstDay = 1 << 30 }, { $0.span = nil },
        { $0.span = far...far }, { $0.span = Day(daysSince1970: -1 << 30)...far },
        { $0.received = BlockRanges(least: [5], greatest: [65_535]) },
        { $0.due = BlockRanges(least: [5], greatest: [1 << 17]) },
        { $0.finished = BlockRanges(least: [9], greatest: [8]) },
      ]
      for (index, change) in changes.enumerated() {
        var altered = whole
        change(&altered.directory)
        #expect(try !isAnswered(altered.file(), folder), "change \(index)")
      }
    }
  }

  // MARK: Anything

  @Test func whateverIsAlteredNothingIsBelievedBeyondWhatIsThere() throws {
    try CaseFolder.use { folder in
      let whole = try snapshot(folder)
      var random = SeededGenerator(seed: 41)
      var counts = (answered: 0, refused: 0)
      for _ in 0..<400 {
        let value = UInt8(
          truncatingIfNeeded: [0, 1, 0x7F, 0x80, 0xFF, random.next()][Int(random.next() % 6)])
        let place = random.next()
        var altered = whole
        var changes: (inout [UInt8]) -> Void = { _ in }
        if random.next() % 2 == 0 {
          changes = { bytes in bytes[Int(place % UInt64(bytes.count))] = value }
        } else {
          let column = whole.directory.columns[Int(random.next() % UInt64(whole.directory.columns.count))]
          // The first bytes say what the others are.
          let isHead = random.next() % 2 == 0
          altered.alter(column) { bytes in
            bytes[Int(place % UInt64(isHead ? min(20, bytes.count) : bytes.count))] = value
          }
        }
        if try isAnswered(altered.file(changes), folder) {
          counts.answered += 1
        } else {
          counts.refused += 1
        }
      }
      #expect(counts.answered > 20, "\(counts)")
      #expect(counts.refused > 100, "\(counts)")
    }
  }

  // MARK: Two questions at once

  /// Whoever has made a block ready reads what is in it, though others make it ready too.
  @Test func aBlockIsFilledOnceWhoeverElseAsksForIt() throws {
    try CaseFolder.use { folder in
      let loaded = try table(folder)
      let path = try folder.write(SignedSnapshot(loaded.table, loaded.catalog).file(), to: "whole.tthcs")
      let due = try #require(loaded.table.due).values
      for _ in 0..<200 {
        let again = try SnapshotReader(path).load(ShippedData.library.catalog).table
        let values = try #require(again.due).values
        let differing = Mutex(0)
        Workers.run(4) { _ in
          let isReady = (try? again.prepare([.day(.due)], block: 0)) != nil
          let count = isReady ? (0..<Self.rowCount).count { values[$0] != due[$0] } : Self.rowCount
          differing.withLock { $0 += count }
        }
        #expect(differing.withLock { $0 } == 0)
      }
    }
  }
}
