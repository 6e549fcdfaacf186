internal import Synchronization

/// Going over all cases in blocks, on several threads.
package enum BlockWork {
  /// One thread does fewer cases than this in less time than it takes to start another.
  static let fewestForThreads = 1 << 18

  static func threads(_ rowCount: Int) -> Int { rowCount < fewestForThreads ? 1 : Workers.count }

  /// One value of each thread's share of the cases.
  static func map<Value: Sendable>(_ rowCount: Int, _ work: @Sendable (Range<Int>) -> Value) -> [Value] {
    let threads = threads(rowCount)
    let values = Mutex<[Int: Value]>([:])
    withoutActuallyEscaping(work) { work in
      Workers.run(threads) { index in
        let share = rowCount * index / threads..<rowCount * (index + 1) / threads
        let value = work(share)
        values.withLock { $0[index] = value }
      }
    }
    return values.withLock { values in (0..<threads).compactMap { values[$0] } }
  }

  /// The least and greatest value of each block, as `work` finds them.
  static func blocks(_ rowCount: Int, _ work: @Sendable (Range<Int>) -> (least: UInt32, greatest: UInt32))
    -> BlockRanges
  {
    let size = BlockRanges.blockSize
    let count = (rowCount + size - 1) / size
    let found = Mutex<[(block: Int, least: UInt32, greatest: UInt32)]>([])
    Workers.each(count, threads: threads(rowCount)) { block in
      let range = work(block * size..<min(rowCount, (block + 1) * size))
      found.withLock { $0.append((block, range.least, range.greatest)) }
    }
    let ordered = found.withLock { $0 }.sorted { $0.block < $1.block }
    return BlockRanges(least: ordered.map(\.least), greatest: ordered.map(\.greatest))
  }

  /// Runs of at most `size` rows.
  @inline(__always) static func chunks(_ rows: Range<Int>, of size: Int, _ body: (Range<Int>) -> Void) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(rows.upperBound, start &+ size)
      body(start..<end)
      start = end
    }
  }
}
