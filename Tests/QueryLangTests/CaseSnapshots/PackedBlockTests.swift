import Testing

@testable import QueryLang

@Suite struct PackedBlockTests {
  private func roundTrip(_ values: [Int], relativeTo reference: [UInt16]? = nil) -> [Int]? {
    let packed = PackedBlock.pack(
      values.count, { values[$0] }, relativeTo: reference.map { reference in { Int(reference[$0]) } })
    var padded = packed
    padded += [UInt8](repeating: 0xEE, count: 8)
    var found = [Int](repeating: -1, count: values.count)
    let isWhole = padded.withUnsafeBytes { bytes in
      found.withUnsafeMutableBufferPointer { found in
        (reference ?? []).withUnsafeBufferPointer { others in
          found.baseAddress.map {
            PackedBlock.unpack(
              UnsafeRawBufferPointer(rebasing: bytes[..<packed.count]), values.count,
              relativeTo: reference == nil ? nil : others.baseAddress, into: $0)
          } ?? values.isEmpty
        }
      }
    }
    return isWhole ? found : nil
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 1000])
  func valuesOfAnyNumberComeBack(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count) + 1)
    for bits in Array(0...18) + [31, 47, 62] {
      let values = (0..<count).map { _ in Int(random.next() >> UInt64(63 - bits)) }
      #expect(roundTrip(values) == values)
    }
  }

  @Test func whatIsFarAwayIsAnException() {
    var values = (0..<5000).map { $0 % 16 }
    values[17] = 65_535
    values[4000] = Int.min
    values[4001] = Int.max
    #expect(roundTrip(values) == values)
    let packed = PackedBlock.pack(values.count, { values[$0] }, relativeTo: nil)
    #expect(packed.count < 5000)
  }

  @Test func aColumnBesideAnotherIsHeldAsItsDistance() {
    let received = (0..<4096).map { 18_000 + $0 }
    let due = received.map { $0 + 5 + $0 % 8 }
    #expect(roundTrip(due, relativeTo: received.map { UInt16($0) }) == due)
    let packed = PackedBlock.pack(due.count, { due[$0] }, relativeTo: { received[$0] })
    #expect(packed.count < 4096 / 2)
  }

  @Test func aBlockSaysWhetherItIsBesideAnother() {
    let beside = PackedBlock.pack(100, { $0 }, relativeTo: { $0 })
    let byItself = PackedBlock.pack(100, { $0 }, relativeTo: nil)
    #expect(
      beside.withUnsafeBytes(PackedBlock.isRelative) && !byItself.withUnsafeBytes(PackedBlock.isRelative))
    // One that is by itself is not unpacked beside what it is given.
    #expect(roundTrip((0..<100).map { $0 }, relativeTo: nil) == Array(0..<100))
    let other = [UInt16](repeating: 9, count: 100)
    var found = [UInt16](repeating: 0, count: 100)
    let isWhole = (byItself + [UInt8](repeating: 0, count: 16)).withUnsafeBytes { bytes in
      PackedBlock.unpack(
        UnsafeRawBufferPointer(rebasing: bytes[..<byItself.count]), 100, relativeTo: other, into: &found)
    }
    #expect(isWhole && found == (0..<100).map { UInt16($0) })
  }

  @Test func aBlockOfAnotherLengthIsRefused() {
    let packed = PackedBlock.pack(100, { $0 }, relativeTo: nil)
    for cut in [0, 5, 12, packed.count - 1] {
      var found = [Int](repeating: 0, count: 100)
      let isWhole = packed[..<cut].withUnsafeBytes { bytes in
        found.withUnsafeMutableBufferPointer {
          $0.baseAddress.map { PackedBlock.unpack(bytes, 100, relativeTo: nil, into: $0) } ?? true
        }
      }
      #expect(!isWhole)
    }
  }

  @Test func textsShareWhatTheyBeginWith() {
    let texts = ["HS-1", "HS-12", "", "HS-12", String(repeating: "đ", count: 300), "HS"].map {
      Array($0.utf8)
    }
    let bytes = texts.flatMap { $0 }
    let packed = texts.map { $0 }.withBuffers { PackedTexts.pack($0) }
    let target = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 8)
    let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: texts.count)
    defer {
      target.deallocate()
      offsets.deallocate()
    }
    let isWhole = packed.withUnsafeBytes {
      PackedTexts.unpack($0, count: texts.count, into: target, capacity: bytes.count, offsets)
    }
    #expect(isWhole)
    #expect(Array(UnsafeRawBufferPointer(start: target, count: bytes.count)) == bytes)
    #expect(offsets[3] == 9)
  }
}

extension [[UInt8]] {
  fileprivate func withBuffers<Result>(_ body: ([UnsafeRawBufferPointer]) -> Result) -> Result {
    let copies = map { text in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
      copy.copyBytes(from: text)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    return body(copies.map { UnsafeRawBufferPointer($0) })
  }
}
