import Testing

@testable import QueryLang

struct LibraryImageTests {
  private static let origin = ProgramState(of: ShippedData.path(of: "README.md")).map { program in
    DataOrigin(folders: ["a", "ă"], files: [FileContent([1, 2], ofFile: "ệ")], program: program)
  }

  private static func bytes(of library: Library) throws -> [UInt8] {
    LibraryImage.bytes(of: library, from: try #require(origin))
  }

  private static func read(_ bytes: [UInt8]) -> Library? {
    bytes.withUnsafeBytes {
      LibraryImage.library(in: $0, ifMeant: { $0 == origin }, andHolding: { $0 == origin })
    }
  }

  @Test func whatIsNotMeantOrHoldsNoMoreIsNotRead() throws {
    let bytes = try LibraryImageTests.bytes(of: ShippedData.library)
    let library = bytes.withUnsafeBytes {
      LibraryImage.library(in: $0, ifMeant: { _ in true }, andHolding: { _ in false })
    }
    #expect(library == nil)
    // Another program may have written anything behind its origin: nobody looks there.
    var others = Array(bytes.prefix(bytes.count / 2))
    let checksum = Checksum.of(Array(others[16...]))
    withUnsafeBytes(of: checksum.littleEndian) { others.replaceSubrange(8..<16, with: $0) }
    let foreign = others.withUnsafeBytes {
      LibraryImage.library(in: $0, ifMeant: { _ in false }, andHolding: { _ in true })
    }
    #expect(foreign == nil)
  }

  /// A table with more hashes than names has no end of looking for a free slot.
  @Test(arguments: [0, 1, 500]) func aTableOfNamesThatDisagreesIsBroken(hashCount: Int) throws {
    var image = ImageWriter()
    image.append(Array("ab".utf8))
    image.append([1, 2] as [UInt32])
    image.append((0..<hashCount).map { UInt32($0) })
    image.append(7)
    let isWhole = try image.bytes.withUnsafeBytes { bytes in
      var reader = try #require(ImageReader(bytes))
      _ = NameTable(from: &reader)
      return reader.isWhole
    }
    #expect(!isWhole)
  }

  @Test func theShippedDataComeBackWhole() throws {
    let library = ShippedData.library
    let read = try #require(LibraryImageTests.read(try LibraryImageTests.bytes(of: library)))
    #expect(firstDifference(read, library) == nil)
    // What the text above leaves out: names are found, by a table that is made anew.
    for name in ["quá hạn", "Bắc Giang", "ti le qua han", "không có"] {
      #expect(read.catalog.lexicon.meanings(of: name) == library.catalog.lexicon.meanings(of: name))
    }
  }

  @Test func dataLaidOverOthersComeBackWhole() throws {
    let small = try SmallPackage()
    let library = try ShippedData.library.loading(folder: small.folder, language: .english).unloading(0)
    let read = try #require(LibraryImageTests.read(try LibraryImageTests.bytes(of: library)))
    #expect(firstDifference(read, library) == nil)
  }

  @Test func theWholeTextTellsAnyDifference() throws {
    let small = try SmallPackage()
    let library = ShippedData.library
    let more = try library.loading(folder: small.folder, language: .english)
    #expect(firstDifference(more, library) != nil)
    #expect(firstDifference([1: Set([2, 3])], [1: Set([3, 2])]) == nil)
    #expect(firstDifference(Day(daysSince1970: 1), Day(daysSince1970: 2)) != nil)
  }

  @Test func anyDamageIsSeen() throws {
    let bytes = try LibraryImageTests.bytes(of: ShippedData.library)
    var random = SeededGenerator(seed: 20_261_121)
    for _ in 0..<400 {
      var damaged = bytes
      damaged[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      #expect(LibraryImageTests.read(damaged) == nil)
    }
    for count in [0, 1, 31, 32, 33, bytes.count / 2, bytes.count - 1] {
      #expect(LibraryImageTests.read(Array(bytes.prefix(count))) == nil)
    }
    #expect(LibraryImageTests.read(bytes + [0]) == nil)
  }

  /// With the checksum made right again, as nobody does by chance: no end of nesting, no room without bytes.
  @Test func whatWasNeverWrittenIsNotFollowed() throws {
    let nested = [UInt8](repeating: 2, count: 5_000_000)
    nested.withUnsafeBufferPointer { bytes in
      guard var reader = ImageReader(bytes, texts: []) else { return }
      _ = BoundExpression(from: &reader)
      #expect(reader.isBroken)
    }
    var many = ImageWriter()
    many.append(1 << 40)
    many.body.withUnsafeBufferPointer { bytes in
      guard var reader = ImageReader(bytes, texts: []) else { return }
      #expect([Dimension](from: &reader).isEmpty)
      #expect(reader.isBroken)
    }
  }

  /// Fifteen bits at a time, the sign in the lowest.
  @Test(arguments: [
    0, 1, -1, 127, 16_383, 16_384, -16_384, -16_385, 32_767, 32_768, (1 << 29) - 1, 1 << 29, -(1 << 29) - 1,
    .max, .min,
    .max / 2,
  ])
  func numbersComeBack(number: Int) throws {
    var image = ImageWriter()
    image.append(number)
    let read = try image.body.withUnsafeBufferPointer { bytes in
      var reader = try #require(ImageReader(bytes, texts: []))
      return (reader.number(), reader.isWhole)
    }
    #expect(read == (number, true))
  }

  @Test(arguments: [
    ExactDecimal.zero, ExactDecimal(-1), ExactDecimal(significand: 12345, scale: 38),
    ExactDecimal(significand: .max / 7, scale: 3), ExactDecimal(significand: -(.max / 9), scale: 0),
  ])
  func decimalsComeBack(decimal: ExactDecimal) throws {
    var image = ImageWriter()
    decimal.write(to: &image)
    let read = try image.body.withUnsafeBufferPointer { bytes in
      var reader = try #require(ImageReader(bytes, texts: []))
      return ExactDecimal(from: &reader)
    }
    #expect(read == decimal)
  }
  /// At once: a number of zeros without end is not taken off one by one.
  @Test(arguments: [-1, ExactDecimal.mostDigits + 1, .max, .min])
  func aDecimalOfTooManyPlacesIsBroken(scale: Int) throws {
    var image = ImageWriter()
    for number in [0, 0, scale] { image.append(number) }
    let isBroken = try image.body.withUnsafeBufferPointer { bytes in
      var reader = try #require(ImageReader(bytes, texts: []))
      _ = ExactDecimal(from: &reader)
      return reader.isBroken
    }
    #expect(isBroken)
  }

  // MARK: Texts and sets

  /// Those of fifteen bytes and fewer are held otherwise than longer ones.
  @Test func textsComeBackWhole() throws {
    let texts = [
      "", "a", "Đắk Nông", "fifteen letters", "sixteen letters!", "Ủy ban nhân dân tỉnh Bắc Giang", "a\0b",
      "e\u{323}",
    ]
    var image = ImageWriter()
    texts.write(to: &image)
    texts.reversed().write(to: &image)
    var bytes = image.bytes
    let read = try bytes.withUnsafeBytes { bytes in
      var reader = try #require(ImageReader(bytes))
      let read = ([String](from: &reader), [String](from: &reader))
      #expect(reader.isWhole)
      return read
    }
    // They last when the image does not.
    for index in bytes.indices { bytes[index] = 0xFF }
    #expect(read.0.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    #expect(read.1 == texts.reversed())
    for text in read.0 where !text.utf8.contains(0) {
      #expect(text.withCString { String(cString: $0) } == text)
      #expect(Set(texts).contains(text))
      #expect(text + "!" == String(decoding: Array(text.utf8) + [0x21], as: UTF8.self))
    }
  }

  @Test func setsComeBackEachWrittenOnce() throws {
    let sets: [Set<Int>] = [[1, 2, 3], [], [3, 2, 1], [-7], [], [1 << 40, 1]]
    var image = ImageWriter()
    sets.write(to: &image)
    let read = try image.body.withUnsafeBufferPointer { bytes in
      var reader = try #require(ImageReader(bytes, texts: []))
      let sets = [Set<Int>](from: &reader)
      #expect(reader.isWhole)
      return sets
    }
    #expect(read == sets)
    var again = ImageWriter()
    again.append([1, 2, 3] as Set<Int>)
    let once = again.body.count
    again.append([3, 1, 2] as Set<Int>)
    #expect(again.body.count == once + 2)
  }

  @Test func aSetOfAnotherNumberIsBroken() throws {
    var image = ImageWriter()
    for number in [1, 0] { image.append(number) }
    let isBroken = try image.body.withUnsafeBufferPointer { bytes in
      var reader = try #require(ImageReader(bytes, texts: []))
      _ = reader.set()
      return reader.isBroken
    }
    #expect(isBroken)
  }

  /// With the checksum made right again: every byte of the heads, and of what follows the texts, is looked at.
  @Test func textsThatDoNotFillTheirPlaceAreRefused() throws {
    var image = ImageWriter()
    ["Bắc Giang", "Lục Nam"].write(to: &image)
    let bytes = image.bytes
    func isRead(_ change: (inout [UInt8]) -> Void) -> Bool {
      var changed = bytes
      change(&changed)
      return changed.withUnsafeBytes { ImageReader($0) != nil }
    }
    #expect(isRead { _ in })
    // The length of the first text, of the second, of both; the zero behind the first.
    #expect(!isRead { $0[16] += 1 })
    #expect(!isRead { $0[16] -= 1 })
    #expect(!isRead { $0[20] += 1 })
    #expect(!isRead { $0[20] -= 1 })
    #expect(!isRead { $0[18] = 0x7F })
    #expect(!isRead { $0[0] += 1 })
    #expect(!isRead { $0[8] -= 1 })
    #expect(!isRead { $0[24 + "Bắc Giang".utf8.count] = 0x20 })
  }
}
