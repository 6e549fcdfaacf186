import Synchronization
import Testing

@testable import QueryLang

/// The loops that leave out rows, and the threads that run them.
struct ScanPassTests {
  private static let rowCount = 9_000

  private func table(_ seed: UInt64) throws -> CaseTable {
    let library = try RandomCases(seed: seed, rowCount: ScanPassTests.rowCount).load()
    return try #require(library.caseTables.values.first)
  }

  /// Of every kind, on every column.
  private func tests(of table: CaseTable) -> [CaseScan.Test] {
    var tests: [CaseScan.Test] = []
    for (index, column) in table.members.enumerated() {
      tests.append(.equal(column: index, code: 0))
      tests.append(.among(column: index, allowed: column.members.indices.map { UInt8($0 % 2) }))
    }
    let first = table.received.values[0]
    for day in CaseDay.allCases {
      tests.append(.between(day, first, first + 40))
      tests.append(.between(day, first, CaseDays.missing))
      tests.append(.amongDays(day, allowed: (0..<1 << 16).map { UInt8($0 % 3 == 0 ? 1 : 0) }))
    }
    for states in 0..<32 { tests.append(.timeliness(TimelinessSet(rawValue: UInt8(states)))) }
    for takesMissing in [false, true] {
      tests.append(.number(.processingDays, [0...3, 10...20], takesMissing: takesMissing))
      for column in table.numbers.indices {
        tests.append(.number(.column(column), [0...500, 1000...1500], takesMissing: takesMissing))
      }
    }
    return tests
  }

  @Test(arguments: [3, 11, 12] as [UInt64]) func aTestLeavesTheSameRowsByMaskAndByPosition(
    _ seed: UInt64
  ) throws {
    let table = try table(seed)
    let asOf = table.received.values[table.rowCount / 2]
    let columns = ScanColumns(table)
    let made = ScanTests(tests(of: table), asOf: asOf, columns, table)
    // All rows lie in one block.
    #expect(columns.open([], block: 0))
    defer { withExtendedLifetime(columns) {} }
    let size = CaseKernels.chunkSize
    let mask = UnsafeMutablePointer<UInt8>.allocate(capacity: size + CaseKernels.maskRun)
    let positions = UnsafeMutablePointer<UInt16>.allocate(capacity: size + CaseKernels.maskRun)
    let found = UnsafeMutablePointer<UInt16>.allocate(capacity: size + CaseKernels.maskRun)
    defer {
      mask.deallocate()
      positions.deallocate()
      found.deallocate()
    }
    for row in stride(from: 0, to: table.rowCount, by: size) {
      let count = min(size, table.rowCount - row)
      for index in 0..<made.count {
        mask.initialize(repeating: 0, count: size + CaseKernels.maskRun)
        CaseKernels.fill(mask, count)
        made.apply(index, row, count, mask)
        let meant = (0..<count).filter { mask[$0] == 1 }
        for position in 0..<count { positions[position] = UInt16(position) }
        let kept = made.filter(index, row, positions, count)
        #expect((0..<kept).map { Int(positions[$0]) } == meant, "test \(index) from row \(row)")
        let listed = CaseKernels.positions(mask, count, into: found)
        #expect((0..<listed).map { Int(found[$0]) } == meant, "test \(index) from row \(row)")
      }
    }
  }

  @Test func everyPartOfAWorkIsDoneOnceWhoeverElseWorks() {
    let done = Mutex([Int: Int]())
    Workers.run(4) { outer in
      for round in 0..<50 {
        Workers.run(5) { inner in
          done.withLock { $0[(outer * 50 + round) * 5 + inner, default: 0] += 1 }
        }
      }
    }
    let counts = done.withLock { $0 }
    #expect(counts.count == 4 * 50 * 5)
    #expect(counts.values.allSatisfy { $0 == 1 })
  }
}
