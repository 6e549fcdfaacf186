internal import Glibc

/// Memory taken from the system page by page, zero until written, given back when nobody holds it any more.
///
/// A class because it owns something that must be given back once. Whoever fills it does so before it is shared;
/// from then on it is only read, which makes it safe to send.
package final class MappedMemory: @unchecked Sendable {
  package let base: UnsafeMutableRawPointer
  package private(set) var byteCount: Int

  /// Bytes that may be read beyond the end, so that kernels load whole words.
  static let slack = 64
  private static let pageSize = 4096
  /// Below this, large pages would cost more than they save.
  private static let largePagesFrom = 4 << 20
  private static let leastGivenBack = 1 << 17

  /// Address space for `byteCount` bytes; pages are taken when first written.
  /// - Returns: `nil` where the system has no room.
  package init?(reserving byteCount: Int) {
    let length = MappedMemory.pages(byteCount + MappedMemory.slack)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE)
    guard let base = mmap(nil, length, PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED else {
      return nil
    }
    if byteCount >= MappedMemory.largePagesFrom { _ = madvise(base, length, MADV_HUGEPAGE) }
    self.base = base
    self.byteCount = length
  }

  /// Of no values.
  static let empty = MappedMemory()

  /// Without values it is always there.
  private convenience init() { self.init(allocating: 0) }

  /// Of a few values, from where other objects are.
  init(allocating byteCount: Int) {
    base = .allocate(byteCount: byteCount + MappedMemory.slack, alignment: 64)
    self.byteCount = 0
  }

  /// Gives back what lies behind the first `byteCount` bytes; not where that is little, which was never written and takes
  /// no memory, while each giving back stops all threads for a moment.
  package func shrink(toHold byteCount: Int) {
    let length = MappedMemory.pages(byteCount + MappedMemory.slack)
    guard self.byteCount - length >= MappedMemory.leastGivenBack else { return }
    munmap(base + length, self.byteCount - length)
    self.byteCount = length
  }

  deinit {
    if byteCount > 0 { munmap(base, byteCount) } else { base.deallocate() }
  }

  private static func pages(_ byteCount: Int) -> Int { (byteCount + pageSize - 1) & ~(pageSize - 1) }
}

/// A column's values, one for each case in order.
package struct ColumnValues<Value: BitwiseCopyable>: Sendable {
  private let memory: MappedMemory
  package let count: Int

  /// - Precondition: `memory` holds `count` values from its base on.
  package init(_ memory: MappedMemory, count: Int) {
    self.memory = memory
    self.count = count
  }

  /// Valid while the column is held; `MappedMemory.slack` bytes behind the end may be read too.
  package var pointer: UnsafePointer<Value> {
    UnsafePointer(memory.base.bindMemory(to: Value.self, capacity: count))
  }

  package subscript(row: Int) -> Value { pointer[row] }

  package var byteCount: Int { count * MemoryLayout<Value>.stride }
}
