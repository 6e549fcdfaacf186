/// A column's codes as the loops read them.
struct CodePointer {
  let base: UnsafeRawPointer
  /// Bytes of a code.
  let width: Int

  init(_ codes: CodeValues) {
    switch codes {
    case .one(let values): (base, width) = (UnsafeRawPointer(values.pointer), 1)
    case .two(let values): (base, width) = (UnsafeRawPointer(values.pointer), 2)
    case .four(let values): (base, width) = (UnsafeRawPointer(values.pointer), 4)
    }
  }

  @inline(__always) func narrow(_ row: Int) -> UnsafePointer<UInt8> {
    (base + row).assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always) func wide(_ row: Int) -> UnsafePointer<UInt16> {
    (base + row &* 2).assumingMemoryBound(to: UInt16.self)
  }

  @inline(__always) func widest(_ row: Int) -> UnsafePointer<UInt32> {
    (base + row &* 4).assumingMemoryBound(to: UInt32.self)
  }
}

/// The steps of a scan with nothing in them but numbers and addresses.
///
/// Threads that count the references to the same columns and tables for every chunk spend more time on that than on
/// the rows; these count none. A class because it owns the copies that the addresses lead to; one thread uses it, while
/// the table and the scan are held.
final class ScanSteps {
  enum Test {
    case equal(CodePointer, UInt32)
    case among(CodePointer, UnsafePointer<UInt8>)
    case between(UnsafePointer<UInt16>?, UInt16, UInt16)
    case amongDays(UnsafePointer<UInt16>?, UnsafePointer<UInt8>)
    case timeliness(TimelinessSet)
    /// One of ``ScanSteps/numberTests``.
    case number(Int)
  }

  enum Key {
    case codes(CodePointer, UInt32)
    case mapped(CodePointer, UnsafePointer<UInt32>)
    case days(UnsafePointer<UInt16>?, UnsafePointer<UInt32>)
    case timeliness(UInt32)
  }

  let tests: UnsafeMutableBufferPointer<Test>
  /// Of all bits one behind the other; `bitEnds` says where each ends.
  let bitTests: UnsafeMutableBufferPointer<Test>
  let bitEnds: UnsafeMutableBufferPointer<Int>
  let keys: UnsafeMutableBufferPointer<Key>
  /// Which of the tests are open in the block at hand.
  let isOpen: UnsafeMutableBufferPointer<Bool>
  /// `nil` where the table has no such column.
  let received: UnsafePointer<UInt16>?
  let due: UnsafePointer<UInt16>?
  let finished: UnsafePointer<UInt16>?
  private(set) var numberTests: [CaseScan.Test] = []
  private var copies: [UnsafeMutableRawPointer] = []

  init(_ scan: CaseScan, _ table: CaseTable) {
    received = table.received.values.pointer
    due = table.due?.values.pointer
    finished = table.finished?.values.pointer
    tests = .allocate(capacity: scan.tests.count)
    isOpen = .allocate(capacity: scan.tests.count)
    isOpen.initialize(repeating: true)
    bitTests = .allocate(capacity: scan.bits.reduce(0) { $0 + $1.count })
    bitEnds = .allocate(capacity: scan.bits.count)
    keys = .allocate(capacity: scan.keys.count + (scan.splitsByTimeliness ? 1 : 0))
    for (index, test) in scan.tests.enumerated() { tests.initializeElement(at: index, to: step(test, table)) }
    var end = 0
    for (index, bit) in scan.bits.enumerated() {
      for test in bit {
        bitTests.initializeElement(at: end, to: step(test, table))
        end += 1
      }
      bitEnds.initializeElement(at: index, to: end)
    }
    for (index, source) in scan.keys.enumerated() {
      keys.initializeElement(at: index, to: step(source, table))
    }
    if scan.splitsByTimeliness {
      keys.initializeElement(at: scan.keys.count, to: .timeliness(1 << UInt32(scan.bits.count)))
    }
  }

  deinit {
    tests.deallocate()
    isOpen.deallocate()
    bitTests.deallocate()
    bitEnds.deallocate()
    keys.deallocate()
    for copy in copies { copy.deallocate() }
  }

  private func days(_ day: CaseDay) -> UnsafePointer<UInt16>? {
    switch day {
    case .received: received
    case .due: due
    case .finished: finished
    }
  }

  private func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let size = max(1, values.count) * MemoryLayout<Value>.stride
    let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    values.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    copies.append(copy)
    return UnsafePointer(copy.bindMemory(to: Value.self, capacity: max(1, values.count)))
  }

  private func step(_ test: CaseScan.Test, _ table: CaseTable) -> Test {
    switch test {
    case .equal(let column, let code): return .equal(CodePointer(table.members[column].codes), UInt32(code))
    case .among(let column, let allowed):
      return .among(CodePointer(table.members[column].codes), copy(allowed))
    case .between(let day, let low, let high): return .between(days(day), low, high)
    case .amongDays(let day, let allowed): return .amongDays(days(day), copy(allowed))
    case .timeliness(let states): return .timeliness(states)
    case .number:
      numberTests.append(test)
      return .number(numberTests.count - 1)
    }
  }

  private func step(_ source: CaseScan.KeySource, _ table: CaseTable) -> Key {
    switch source {
    case .codes(let column, let factor): .codes(CodePointer(table.members[column].codes), factor)
    case .mapped(let column, let contributions):
      .mapped(CodePointer(table.members[column].codes), copy(contributions))
    case .days(let day, let contributions): .days(days(day), copy(contributions))
    case .timeliness(let factor): .timeliness(factor)
    }
  }
}
