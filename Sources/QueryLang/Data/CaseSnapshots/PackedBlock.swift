/// The values of one block of a column, in as few bits as most of them need.
///
/// Each value is held as its distance from a base; those that are too far away (a missing day, mostly) stand in a
/// list of exceptions behind the bits. A base may be another column, row by row: the due date of a case lies a few
/// days after its receipt.
///
/// Layout: width in bits (1 byte; its highest bit: a base is another column), base (8), number of exceptions (4), the
/// bits in words of 64 and one word more, then of each exception its row (2) and value (8).
enum PackedBlock {
  private static let headerSize = 13
  private static let relativeMark: UInt8 = 0x80
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
    writer.append(UInt8(width) | (reference == nil ? 0 : relativeMark))
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

  /// Whether another column is needed to unpack a block.
  static func isRelative(_ block: UnsafeRawBufferPointer) -> Bool {
    block.first.map { $0 & relativeMark != 0 } ?? false
  }

  /// - Parameters:
  ///   - block: with eight bytes behind it that may be read. Groups of up to 16 bits reach up to sixteen bytes beyond
  ///     their bits: the word that the layout has to spare, and those.
  ///   - reference: what was taken off each value if it ``isRelative(_:)``.
  ///   - target: room for `count` values.
  /// - Returns: whether the block is well formed.
  static func unpack<Value: FixedWidthInteger & BitwiseCopyable>(
    _ block: UnsafeRawBufferPointer, _ count: Int, relativeTo reference: UnsafePointer<UInt16>?,
    into target: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard block.count >= headerSize, let start = block.baseAddress else { return false }
    let reference = isRelative(block) ? reference : nil
    let width = Int(start.load(as: UInt8.self) & ~relativeMark)
    let base = Int(start.loadUnaligned(fromByteOffset: 1, as: Int64.self))
    let exceptionCount = Int(start.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
    let wordCount = (count * width + 63) / 64 + 1
    guard width <= widest, block.count == headerSize + wordCount * 8 + exceptionCount * exceptionSize else {
      return false
    }
    let bits = start + headerSize
    // Sums are taken in the width of the target: what a value loses there it loses anyway.
    unpackDistances(bits, count, width, from: Value(truncatingIfNeeded: base), reference, into: target)
    let exceptions = bits + wordCount * 8
    for index in 0..<exceptionCount {
      let row = Int(exceptions.loadUnaligned(fromByteOffset: index * exceptionSize, as: UInt16.self))
      guard row < count else { return false }
      let value = exceptions.loadUnaligned(fromByteOffset: index * exceptionSize + 2, as: Int64.self)
      target[row] = Value(truncatingIfNeeded: value)
    }
    return true
  }

  @inline(__always) private static func unpackDistances<Value: FixedWidthInteger & BitwiseCopyable>(
    _ bits: UnsafeRawPointer, _ count: Int, _ width: Int, from base: Value,
    _ reference: UnsafePointer<UInt16>?, into target: UnsafeMutablePointer<Value>
  ) {
    if width <= 16 {
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: chunkSize) { buffer in
        guard let distances = buffer.baseAddress else { return }
        for first in stride(from: 0, to: count, by: chunkSize) {
          let size = min(chunkSize, count - first)
          unpackGroups(bits + first / 8 * width, (size + 7) / 8, width, into: distances)
          let target = target + first
          if let reference = reference.map({ $0 + first }) {
            for row in 0..<size {
              target[row] =
                base &+ Value(truncatingIfNeeded: distances[row])
                &+ Value(truncatingIfNeeded: reference[row])
            }
          } else {
            for row in 0..<size { target[row] = base &+ Value(truncatingIfNeeded: distances[row]) }
          }
        }
      }
    } else {
      let mask = (UInt64(1) &<< UInt64(width)) &- 1
      for row in 0..<count {
        // A word from the value's first byte on holds all of it: its width and the bits before are less than 64.
        let bit = row &* width
        let word = bits.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
        let distance = Value(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
        target[row] = base &+ distance &+ Value(truncatingIfNeeded: reference?[row] ?? 0)
      }
    }
  }

  /// Distances unpacked at a time, so that they stay near the processor.
  private static let chunkSize = 1024

  /// Groups of eight values, which begin with a byte. Of each width there is a loop of its own: its shifts are then part
  /// of the instructions, and none waits for the one before.
  private static func unpackGroups(
    _ bits: UnsafeRawPointer, _ count: Int, _ width: Int, into target: UnsafeMutablePointer<UInt16>
  ) {
    switch width {
    case 0: target.update(repeating: 0, count: 8 * count)
    case 1: groups(bits, count, ofWidth: 1, into: target)
    case 2: groups(bits, count, ofWidth: 2, into: target)
    case 3: groups(bits, count, ofWidth: 3, into: target)
    case 4: groups(bits, count, ofWidth: 4, into: target)
    case 5: groups(bits, count, ofWidth: 5, into: target)
    case 6: groups(bits, count, ofWidth: 6, into: target)
    case 7: groups(bits, count, ofWidth: 7, into: target)
    case 8: groups(bits, count, ofWidth: 8, into: target)
    case 9: groups(bits, count, ofWidth: 9, into: target)
    case 10: groups(bits, count, ofWidth: 10, into: target)
    case 11: groups(bits, count, ofWidth: 11, into: target)
    case 12: groups(bits, count, ofWidth: 12, into: target)
    case 13: groups(bits, count, ofWidth: 13, into: target)
    case 14: groups(bits, count, ofWidth: 14, into: target)
    case 15: groups(bits, count, ofWidth: 15, into: target)
    default: groups(bits, count, ofWidth: 16, into: target)
    }
  }

  @inline(__always) private static func groups(
    _ bits: UnsafeRawPointer, _ count: Int, ofWidth width: Int, into target: UnsafeMutablePointer<UInt16>
  ) {
    let mask = (UInt64(1) &<< UInt64(width)) &- 1
    // One word holds eight values of up to 8 bits, or four of up to 16.
    let perWord = width <= 8 ? 8 : 4
    for group in 0..<count {
      for half in 0..<8 / perWord {
        let bit = half &* 4 &* width
        let offset = group &* width &+ bit >> 3
        let word = bits.loadUnaligned(fromByteOffset: offset, as: UInt64.self) &>> UInt64(bit & 7)
        let target = UnsafeMutableRawPointer(target + (group &* 8 &+ half &* 4))
        target.storeBytes(of: fourParts(of: word, width, mask), as: UInt64.self)
        if perWord == 8 {
          let next = fourParts(of: word &>> UInt64(4 &* width), width, mask)
          target.storeBytes(of: next, toByteOffset: 8, as: UInt64.self)
        }
      }
    }
  }

  /// The lowest four values of a word, each in 16 bits of its own.
  @inline(__always) private static func fourParts(of word: UInt64, _ width: Int, _ mask: UInt64) -> UInt64 {
    let gap = UInt64(16 &- width)
    return word & mask | (word &<< gap) & (mask &<< 16) | (word &<< (2 &* gap)) & (mask &<< 32)
      | (word &<< (3 &* gap)) & (mask &<< 48)
  }
}
