/// The values of one block of a column, in as few bits as most of them need.
///
/// Each value is held as its distance from a base; those that are too far away (a missing day, mostly) stand in a
/// list of exceptions behind the bits. A base may be another column, row by row: the due date of a case lies a few
/// days after its receipt.
///
/// Layout: width in bits (1 byte), base (8), number of exceptions (4), the bits in words of 64 and one word more,
/// then of each exception its row (2) and value (8).
enum PackedBlock {
  private static let headerSize = 13
  private static let exceptionSize = 10
  /// With the bits before it in its first byte, a value then lies within one word.
  private static let widest = 48
  /// Distances beyond this are exceptions, so that none overflows.
  private static let farthest: UInt = 1 << 60

  /// - Parameter reference: what is taken off each value first; `nil`: nothing.
  static func pack(_ count: Int, _ value: (Int) -> Int, relativeTo reference: ((Int) -> Int)?) -> [UInt8] {
    var distances = [Int](repeating: 0, count: count)
    // What cannot be taken off without overflow (a missing number) becomes an exception.
    for row in 0..<count {
      let (distance, isTooFar) = value(row).subtractingReportingOverflow(reference?(row) ?? 0)
      distances[row] = isTooFar || distance.magnitude > farthest ? Int.min : distance
    }
    let (base, width) = best(distances)
    let limit = width == 0 ? 1 : 1 << width
    var words = [UInt64](repeating: 0, count: (count * width + 63) / 64 + 1)
    var exceptions: [(row: Int, value: Int)] = []
    for row in 0..<count {
      guard distances[row] >= base, distances[row] - base < limit else {
        exceptions.append((row, value(row)))
        continue
      }
      let distance = distances[row] - base
      let bit = row * width
      words[bit >> 6] |= UInt64(distance) << UInt64(bit & 63)
      if bit & 63 + width > 64 { words[bit >> 6 + 1] |= UInt64(distance) >> UInt64(64 - bit & 63) }
    }
    var writer = ByteWriter()
    writer.append(UInt8(width))
    writer.append(Int64(base))
    writer.append(UInt32(exceptions.count))
    for word in words { writer.append(word) }
    for exception in exceptions {
      writer.append(UInt16(exception.row))
      writer.append(Int64(exception.value))
    }
    return writer.bytes
  }

  /// The base and width that take the least room: a run of distances that fits the width is held in bits, the rest
  /// as exceptions.
  private static func best(_ distances: [Int]) -> (base: Int, width: Int) {
    let ordered = tallied(distances)
    guard let least = ordered.first?.value, let greatest = ordered.last?.value else { return (0, 0) }
    var best = (base: least, width: 64 - (greatest - least).leadingZeroBitCount)
    var size = best.width > widest ? Int.max : distances.count * best.width
    for width in 0..<min(best.width, widest + 1) {
      let reach = width == 0 ? 0 : (1 << width) - 1
      var low = 0
      var held = 0
      var most = (count: 0, base: least)
      for (value, count) in ordered {
        held += count
        while value - ordered[low].value > reach {
          held -= ordered[low].count
          low += 1
        }
        if held > most.count { most = (held, ordered[low].value) }
      }
      let needed = distances.count * width + (distances.count - most.count) * exceptionSize * 8
      if needed < size {
        size = needed
        best = (most.base, width)
      }
    }
    return best
  }

  /// How often each distance occurs, in order; what is an exception anyway is left out.
  private static func tallied(_ distances: [Int]) -> [(value: Int, count: Int)] {
    let known = distances.lazy.filter { $0 != Int.min }
    guard let least = known.min(), let greatest = known.max() else { return [] }
    if greatest - least < 1 << 18 {
      var counts = [Int](repeating: 0, count: greatest - least + 1)
      for distance in distances where distance != Int.min { counts[distance - least] += 1 }
      return counts.indices.lazy.filter { counts[$0] > 0 }.map { (least + $0, counts[$0]) }
    }
    var counts: [Int: Int] = [:]
    for distance in known { counts[distance, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// - Parameters:
  ///   - store: takes each row's value.
  /// - Returns: whether the block is well formed.
  @inline(__always) static func unpack(
    _ block: UnsafeRawBufferPointer, _ count: Int, relativeTo reference: ((Int) -> Int)?,
    _ store: (Int, Int) -> Void
  ) -> Bool {
    guard block.count >= headerSize, let start = block.baseAddress else { return false }
    let width = Int(start.load(as: UInt8.self))
    let base = Int(start.loadUnaligned(fromByteOffset: 1, as: Int64.self))
    let exceptionCount = Int(start.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
    let wordCount = (count * width + 63) / 64 + 1
    guard width <= widest, block.count == headerSize + wordCount * 8 + exceptionCount * exceptionSize else {
      return false
    }
    let bits = start + headerSize
    distances(bits, count, width) { row, distance in store(row, base &+ distance &+ (reference?(row) ?? 0)) }
    let exceptions = bits + wordCount * 8
    for index in 0..<exceptionCount {
      let row = Int(exceptions.loadUnaligned(fromByteOffset: index * exceptionSize, as: UInt16.self))
      guard row < count else { return false }
      store(row, Int(exceptions.loadUnaligned(fromByteOffset: index * exceptionSize + 2, as: Int64.self)))
    }
    return true
  }

  @inline(__always) private static func distances(
    _ bits: UnsafeRawPointer, _ count: Int, _ width: Int, _ take: (Int, Int) -> Void
  ) {
    // Eight values begin with a byte; one word holds eight of up to 8 bits, or four of up to 16.
    let byWords = width <= 16 ? count & ~7 : 0
    if width <= 8 {
      words(bits, byWords, width, ofValues: 8, take)
    } else {
      words(bits, byWords, width, ofValues: 4, take)
    }
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    for row in byWords..<count {
      // A word from the value's first byte on holds all of it: its width and the bits before are less than 64.
      let bit = row &* width
      let word = bits.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
      take(row, Int(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask))
    }
  }

  @inline(__always) private static func words(
    _ bits: UnsafeRawPointer, _ count: Int, _ width: Int, ofValues perWord: Int, _ take: (Int, Int) -> Void
  ) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    for first in stride(from: 0, to: count, by: perWord) {
      let bit = first &* width
      var word = bits.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self) &>> UInt64(bit & 7)
      for place in 0..<perWord {
        take(first &+ place, Int(truncatingIfNeeded: word & mask))
        word &>>= UInt64(width)
      }
    }
  }
}
