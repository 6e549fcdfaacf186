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

/// The days of cases as the loops read them.
struct DayPointers {
  private let columns:
    (received: UnsafePointer<UInt16>, due: UnsafePointer<UInt16>?, finished: UnsafePointer<UInt16>?)

  /// Of a table without such a column: a chunk of missing days.
  private nonisolated(unsafe) static let none: UnsafePointer<UInt16> = {
    let days = UnsafeMutablePointer<UInt16>.allocate(capacity: CaseKernels.chunkSize)
    days.initialize(repeating: CaseDays.missing, count: CaseKernels.chunkSize)
    return UnsafePointer(days)
  }()

  private let missing = DayPointers.none

  init(_ table: CaseTable) {
    columns = (table.received.values.pointer, table.due?.values.pointer, table.finished?.values.pointer)
  }

  /// From `row` on, as many as a chunk has.
  @inline(__always) func received(_ row: Int) -> UnsafePointer<UInt16> { columns.received + row }
  @inline(__always) func due(_ row: Int) -> UnsafePointer<UInt16> { columns.due.map { $0 + row } ?? missing }
  @inline(__always) func finished(_ row: Int) -> UnsafePointer<UInt16> {
    columns.finished.map { $0 + row } ?? missing
  }

  @inline(__always) func values(_ day: CaseDay, _ row: Int) -> UnsafePointer<UInt16> {
    switch day {
    case .received: received(row)
    case .due: due(row)
    case .finished: finished(row)
    }
  }
}

/// Copies of tables that loops look up by address.
///
/// A class because it owns them.
final class ScanCopies {
  private var copies: [UnsafeMutableRawPointer] = []

  deinit { for copy in copies { copy.deallocate() } }

  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let size = max(1, values.count) * MemoryLayout<Value>.stride
    let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    values.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    copies.append(copy)
    return UnsafePointer(copy.bindMemory(to: Value.self, capacity: max(1, values.count)))
  }
}
