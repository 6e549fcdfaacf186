internal import Glibc

/// One thread's memory of a column's texts: an open-addressed table from bytes to numbers.
///
/// A class because it holds memory of its own; one thread uses it. Bytes are always compared, a hash alone is
/// never trusted.
final class TextCodes {
  private let shared: SharedTexts
  /// High half of the hash and, from 1, the entry's position.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCapacity: Int
  private var count = 0
  /// Where texts lie, one behind the other: a piece of memory for each would take longer to get than to fill.
  private var pieces: [UnsafeMutableRawPointer] = []
  private var free = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private static let firstPieceSize = 4096

  private struct Entry {
    let bytes: UnsafeMutableRawPointer
    let length: Int
    let hash: UInt64
    let code: UInt32
  }

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000
  private static let positionMask: UInt64 = 0xFFFF_FFFF

  init(_ shared: SharedTexts) {
    self.shared = shared
    let slotCount = 256
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    mask = slotCount - 1
    entryCapacity = 64
    entries = .allocate(capacity: entryCapacity)
  }

  deinit {
    for piece in pieces { piece.deallocate() }
    entries.deallocate()
    slots.deallocate()
  }

  /// A mark for texts that only quotes can hold: the same bytes without quotes are an error, not this text. It follows
  /// from the bytes alone, so that no text is met under two hashes, on which ``SharedTexts`` of one reader rely.
  static let quotedMark: UInt64 = 0xA5A5_5A5A_0F0F_F0F0

  /// The number of a text.
  /// - Parameter rejecting: signs that must not be in it.
  /// - Precondition: eight bytes behind the text may be read.
  @inline(__always) func code(
    _ text: UnsafeRawPointer, _ length: Int, _ hash: UInt64, rejecting signs: FieldSigns
  ) throws(SharedTexts.Refusal) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash) & mask
    let tag = hash & TextCodes.tagMask
    while true {
      let value = slots[slot]
      if value == 0 { break }
      if value & TextCodes.tagMask == tag {
        let entry = entries + (Int(truncatingIfNeeded: value & TextCodes.positionMask) &- 1)
        if entry.pointee.length == length, FieldScan.areEqual(entry.pointee.bytes, text, length) {
          return entry.pointee.code
        }
      }
      slot = (slot &+ 1) & mask
    }
    return try remember(text, length, hash, rejecting: signs)
  }

  @inline(never) private func remember(
    _ text: UnsafeRawPointer, _ length: Int, _ hash: UInt64, rejecting signs: FieldSigns
  ) throws(SharedTexts.Refusal) -> UInt32 {
    let bytes = UnsafeRawBufferPointer(start: text, count: length).bindMemory(to: UInt8.self)
    if signs.areIn(bytes) { throw .badText }
    let code = try shared.code(of: bytes)
    let room = (length + 16) & ~7
    let copy = place(ofSize: room)
    memcpy(copy, text, length)
    memset(copy + length, 0, room - length)
    if count == entryCapacity { growEntries() }
    (entries + count).initialize(to: Entry(bytes: copy, length: length, hash: hash, code: code))
    count += 1
    if count * 2 > mask { growSlots() } else { insert(count - 1) }
    return code
  }

  private func place(ofSize size: Int) -> UnsafeMutableRawPointer {
    if free.count < size || free.baseAddress == nil {
      let room = max(size, TextCodes.firstPieceSize << min(pieces.count, 8))
      let piece = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
      pieces.append(piece)
      free = UnsafeMutableRawBufferPointer(start: piece, count: room)
    }
    let place = free.baseAddress.unsafelyUnwrapped
    free = UnsafeMutableRawBufferPointer(rebasing: free[size...])
    return place
  }

  private func insert(_ position: Int) {
    let hash = entries[position].hash
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = hash & TextCodes.tagMask | UInt64(position + 1)
  }

  private func growEntries() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
    larger.moveInitialize(from: entries, count: count)
    entries.deallocate()
    entries = larger
    entryCapacity *= 2
  }

  private func growSlots() {
    slots.deallocate()
    let slotCount = (mask + 1) * 4
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    mask = slotCount - 1
    for position in 0..<count { insert(position) }
  }
}

/// What may not stand in a field without quotes: the delimiter, a quote, a line feed.
struct FieldSigns: Sendable {
  let delimiter: UInt8
  /// The field was quoted: everything may stand in it.
  var allowsAll = false

  func areIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if allowsAll { return false }
    // All are looked at: the compiler then takes sixteen bytes at a time.
    var found = false
    for byte in bytes {
      found = found || byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
    }
    return found
  }
}
