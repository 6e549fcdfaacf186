/// Numbers names, given as bytes, in the order of their first coming: 0, 1, 2 …
///
/// The catalog has some thousand names, and all of them are entered at every start: here that costs a hash and a
/// comparison each, where a dictionary of strings also makes a string and an array.
struct NameTable: Sendable {
  private(set) var names = NameList()
  private var hashes: [UInt32] = []
  /// Open addressing, at most half full: 1 + a name's number, or 0.
  private var slots: [UInt32] = []
  /// What hashes begin with: names come from files, and nobody who writes one can know it.
  private let seed: UInt64

  private static let processSeed = UInt64.random(in: .min ... .max)

  init() { seed = NameTable.processSeed }

  var count: Int { names.count }

  /// Makes room, in memory that no other table shares.
  mutating func reserve(_ names: Int, averageLength: Int) {
    self.names.reserve(names, averageLength: averageLength)
    hashes.reserveCapacity(names)
    if slots.count < 2 * names { grow(toHold: names) } else { slots.reserveCapacity(slots.count) }
  }

  /// The name's number and whether it is a new one.
  mutating func insert(_ name: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    if slots.count < 2 * (count + 1) { grow(toHold: max(32, 2 * count)) }
    let hash = hash(of: name)
    let slot = slot(of: name, hash)
    if slots[slot] > 0 { return (Int(slots[slot]) - 1, false) }
    names.append(name)
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
      if hashes[number] == hash, names.isName(number, name) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
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
    names = NameList(text: image.bytes(), ends: image.numbers().map { Int($0) })
    hashes = image.numbers()
    seed = UInt64(bitPattern: Int64(image.number()))
    if names.ends.last ?? 0 != names.text.count || hashes.count != names.count {
      image.fail()
      (names, hashes) = (NameList(), [])
    }
    grow(toHold: count + 1)
  }

  func write(to image: inout ImageWriter) {
    image.append(names.text)
    image.append(names.ends.map { UInt32(clamping: $0) })
    image.append(hashes)
    image.append(Int(Int64(bitPattern: seed)))
  }
}
