/// Numbers names, given as bytes, in the order of their first coming: 0, 1, 2 …
///
/// The catalog has some thousand names, and all of them are entered at every start: here that costs a hash and a
/// comparison each, where a dictionary of strings also makes a string and an array.
struct NameTable: Sendable {
  /// The names one after the other; each ends where the next begins.
  private var text: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Open addressing, at most half full: 1 + a name's number, or 0.
  private var slots: [UInt32] = []
  /// What hashes begin with: names come from files, and nobody who writes one can know it.
  private let seed: UInt64

  private static let processSeed = UInt64.random(in: .min ... .max)

  init() { seed = NameTable.processSeed }

  var count: Int { ends.count }

  mutating func reserve(_ names: Int, averageLength: Int) {
    text.reserveCapacity(names * averageLength)
    ends.reserveCapacity(names)
    hashes.reserveCapacity(names)
    if slots.count < 2 * names { grow(toHold: names) }
  }

  /// The name's number and whether it is a new one.
  mutating func insert(_ name: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    if slots.count < 2 * (count + 1) { grow(toHold: max(32, 2 * count)) }
    let hash = hash(of: name)
    let slot = slot(of: name, hash)
    if slots[slot] > 0 { return (Int(slots[slot]) - 1, false) }
    text.append(contentsOf: name)
    ends.append(text.count)
    hashes.append(hash)
    slots[slot] = UInt32(count)
    return (count - 1, true)
  }

  func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    if slots.isEmpty { return nil }
    let found = slots[slot(of: name, hash(of: name))]
    return found > 0 ? Int(found) - 1 : nil
  }

  /// The slot that holds the name or would.
  private func slot(of name: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] > 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, isName(number, name) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func isName(_ number: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let lower = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - lower == name.count else { return false }
    return text.withUnsafeBufferPointer { $0[lower..<lower + name.count].elementsEqual(name) }
  }

  private mutating func grow(toHold names: Int) {
    var size = 64
    while size < 2 * names { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (size - 1)
      while slots[slot] > 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(number + 1)
    }
    self.slots = slots
  }

  /// Multiplied words of eight bytes; the same in every process that has the same seed.
  private func hash(of name: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let bytes = UnsafeRawBufferPointer(name)
    var hash = seed ^ UInt64(name.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = NameTable.mixed(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return UInt32(truncatingIfNeeded: NameTable.mixed(hash, rest))
  }

  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}

extension NameTable: Imaged {
  init(from image: inout ImageReader) {
    text = image.bytes()
    ends = image.numbers().map { Int($0) }
    hashes = image.numbers()
    seed = UInt64(bitPattern: Int64(image.number()))
    if ends.last ?? 0 != text.count || hashes.count != ends.count { image.fail() }
    grow(toHold: count + 1)
  }

  func write(to image: inout ImageWriter) {
    image.append(text)
    image.append(ends.map { UInt32(clamping: $0) })
    image.append(hashes)
    image.append(Int(Int64(bitPattern: seed)))
  }
}
