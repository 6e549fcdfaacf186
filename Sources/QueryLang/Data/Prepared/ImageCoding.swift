/// A value that stands in an image of loaded data: written once, read at every start.
///
/// Reading mirrors writing, field by field; a test holds every value read against the one written, whole.
protocol Imaged {
  init(from image: inout ImageReader)
  func write(to image: inout ImageWriter)
}

/// Writes values as bytes: numbers in fifteen bits for each two bytes, smallest first, each text once.
struct ImageWriter {
  private(set) var body: [UInt8] = []
  /// Told apart by their bytes: two spellings of a letter that Unicode calls equal stay two.
  private var textNumbers = NameTable()
  private(set) var texts: [String] = []
  private var setNumbers: [Set<Int>: Int] = [:]

  /// Bytes of the texts, how many there are, the length of each and whether it is ASCII; the texts, each with a zero
  /// behind it, the values.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: UInt64(texts.reduce(0) { $0 + $1.utf8.count + 1 }))
    bytes.append(number: UInt64(texts.count))
    for text in texts {
      let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
      let head = UInt32(text.utf8.count) | (isASCII ? ImageWriter.asciiMark : 0)
      withUnsafeBytes(of: head.littleEndian) { bytes += $0 }
    }
    for text in texts { bytes += Array(text.utf8) + [0] }
    return bytes + body
  }

  fileprivate static let asciiMark: UInt32 = 1 << 31

  mutating func append(_ byte: UInt8) { body.append(byte) }

  mutating func append(_ bytes: [UInt8]) {
    append(bytes.count)
    body += bytes
  }

  mutating func append(_ numbers: [UInt32]) {
    append(numbers.count)
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { body += $0 } }
  }

  mutating func append(_ number: Int) {
    // Zigzag: the sign in the lowest bit.
    var rest = UInt(bitPattern: number << 1 ^ number >> (Int.bitWidth - 1))
    while rest > 0x7FFF {
      append(UInt16(truncatingIfNeeded: rest) | 0x8000)
      rest >>= 15
    }
    append(UInt16(rest))
  }

  private mutating func append(_ chunk: UInt16) { withUnsafeBytes(of: chunk.littleEndian) { body += $0 } }

  mutating func append(_ text: String) {
    var text = text
    let (number, isNew) = text.withUTF8 { textNumbers.insert($0) }
    if isNew { texts.append(text) }
    append(number)
  }

  /// Once, where it first comes: many measures have the same dimensions.
  mutating func append(_ set: Set<Int>) {
    let number = setNumbers[set] ?? setNumbers.count
    append(number)
    if number < setNumbers.count { return }
    setNumbers[set] = number
    set.sorted().write(to: &self)
  }

  mutating func append<Choice: CaseIterable & Equatable>(_ choice: Choice) where Choice.AllCases == [Choice] {
    append(UInt8(Choice.allCases.firstIndex(of: choice) ?? 0))
  }
}

/// Reads what ``ImageWriter`` wrote. A read that finds no sense gives a zero and marks the image as broken: asked
/// once, at the end.
struct ImageReader {
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private let texts: [String]
  private(set) var isBroken = false
  private var depth = 0
  private var sets: [Set<Int>] = []
  /// What is nested deeper was never written: the parser allows 256 levels.
  private static let deepest = 4096

  /// - Parameter bytes: ``ImageWriter/bytes``, which live as long as the reader; texts are kept beyond it. That these are
  ///   UTF-8, and ASCII where they are said to be, has to be certain: they were when they were written.
  /// - Returns: `nil` where they are something else.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 16 else { return nil }
    guard let textBytes = Int(exactly: bytes.number(at: 0)), textBytes <= bytes.count,
      let textCount = Int(exactly: bytes.number(at: 8)), textCount <= bytes.count / 4
    else { return nil }
    let textStart = 16 + 4 * textCount
    guard textStart + textBytes <= bytes.count else { return nil }
    let content = bytes.assumingMemoryBound(to: UInt8.self)
    let texts = ImageReader.texts(
      UnsafeBufferPointer(rebasing: content[textStart..<textStart + textBytes]),
      heads: UnsafeRawBufferPointer(rebasing: bytes[16..<textStart]))
    guard let texts else { return nil }
    self.init(UnsafeBufferPointer(rebasing: content[(textStart + textBytes)...]), texts: texts)
  }

  /// `nil` where there is nothing to read.
  /// - Parameter bytes: live as long as the reader.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, texts: [String]) {
    guard let start = bytes.baseAddress else { return nil }
    next = start
    end = start + bytes.count
    self.texts = texts
  }

  /// `nil` where they do not fill their place.
  private static func texts(
    _ content: UnsafeBufferPointer<UInt8>, heads: UnsafeRawBufferPointer
  ) -> [String]? {
    let content = String.lasting(content)
    var texts: [String] = []
    texts.reserveCapacity(heads.count / 4)
    var start = 0
    for offset in stride(from: 0, to: heads.count, by: 4) {
      let head = heads.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
      let end = start + Int(head & ~ImageWriter.asciiMark)
      guard end < content.count, content[end] == 0 else { return nil }
      texts.append(
        String(
          lasting: UnsafeBufferPointer(rebasing: content[start..<end]),
          isASCII: head & ImageWriter.asciiMark != 0))
      start = end + 1
    }
    return start == content.count ? texts : nil
  }

  /// Everything was read, and made sense.
  var isWhole: Bool { !isBroken && next == end }
  private var remaining: Int { end - next }

  mutating func fail() {
    isBroken = true
    next = end
  }

  /// Reads what may contain its like.
  mutating func nested<Value>(_ read: (inout ImageReader) -> Value, orElse other: Value) -> Value {
    if depth == ImageReader.deepest {
      fail()
      return other
    }
    depth += 1
    defer { depth -= 1 }
    return read(&self)
  }

  mutating func byte() -> UInt8 {
    guard next < end else {
      isBroken = true
      return 0
    }
    defer { next += 1 }
    return next.pointee
  }

  mutating func number() -> Int {
    var rest = chunk()
    if rest > 0x7FFF {
      rest &= 0x7FFF
      var shift: UInt = 15
      while true {
        let more = chunk()
        rest |= (more & 0x7FFF) << shift
        if more <= 0x7FFF { break }
        shift += 15
      }
    }
    return Int(bitPattern: rest >> 1) ^ -Int(bitPattern: rest & 1)
  }

  @inline(__always) private mutating func chunk() -> UInt {
    guard remaining >= 2 else {
      fail()
      return 0
    }
    defer { next += 2 }
    return UInt(UnsafeRawPointer(next).loadUnaligned(as: UInt16.self).littleEndian)
  }

  /// How many values of at least `size` bytes follow.
  mutating func count(ofSize size: Int = 1) -> Int {
    let count = number()
    guard count >= 0, count <= remaining / size else {
      fail()
      return 0
    }
    return count
  }

  mutating func bytes() -> [UInt8] {
    let count = count()
    defer { next += count }
    return Array(UnsafeBufferPointer(start: next, count: count))
  }

  mutating func numbers() -> [UInt32] {
    let count = count(ofSize: 4)
    let start = UnsafeRawPointer(next)
    next += 4 * count
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, written in
      for index in 0..<count {
        let number = start.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self).littleEndian
        buffer.initializeElement(at: index, to: number)
      }
      written = count
    }
  }

  mutating func set() -> Set<Int> {
    let number = number()
    if sets.indices.contains(number) { return sets[number] }
    if number != sets.count { fail() }
    let count = count(ofSize: 2)
    var set: Set<Int> = []
    set.reserveCapacity(count)
    for _ in 0..<count { set.insert(self.number()) }
    sets.append(set)
    return set
  }

  mutating func text() -> String {
    let number = number()
    guard texts.indices.contains(number) else {
      fail()
      return ""
    }
    return texts[number]
  }

  mutating func choice<Choice: CaseIterable>() -> Choice where Choice.AllCases == [Choice] {
    let number = Int(byte())
    guard Choice.allCases.indices.contains(number) else {
      fail()
      return Choice.allCases[0]
    }
    return Choice.allCases[number]
  }
}

// MARK: Numbers of eight bytes

extension [UInt8] {
  mutating func append(number: UInt64) { Swift.withUnsafeBytes(of: number.littleEndian) { self += $0 } }
}

extension UnsafeRawBufferPointer {
  func number(at offset: Int) -> UInt64 {
    loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }
}

// MARK: Values of the standard library

extension Int: Imaged {
  init(from image: inout ImageReader) { self = image.number() }
  func write(to image: inout ImageWriter) { image.append(self) }
}

extension Bool: Imaged {
  init(from image: inout ImageReader) { self = image.byte() != 0 }
  func write(to image: inout ImageWriter) { image.append(self ? 1 as UInt8 : 0) }
}

extension String: Imaged {
  init(from image: inout ImageReader) { self = image.text() }
  func write(to image: inout ImageWriter) { image.append(self) }
}

extension Optional: Imaged where Wrapped: Imaged {
  init(from image: inout ImageReader) { self = image.byte() == 0 ? nil : Wrapped(from: &image) }

  func write(to image: inout ImageWriter) {
    image.append(self == nil ? 0 as UInt8 : 1)
    self?.write(to: &image)
  }
}

extension Array: Imaged where Element: Imaged {
  init(from image: inout ImageReader) {
    let count = image.count()
    if count == 0 {
      self = []
      return
    }
    self = []
    // Room is made so, since an array made with its room asks the runtime for its type each time.
    reserveCapacity(count)
    while self.count < count, !image.isBroken { append(Element(from: &image)) }
  }

  func write(to image: inout ImageWriter) {
    image.append(count)
    for element in self { element.write(to: &image) }
  }
}

extension Set<Int>: Imaged {
  init(from image: inout ImageReader) { self = image.set() }
  func write(to image: inout ImageWriter) { image.append(self) }
}

extension Dictionary: Imaged where Key == Int, Value: Imaged {
  init(from image: inout ImageReader) {
    self = [:]
    for _ in 0..<image.count() { self[image.number()] = Value(from: &image) }
  }

  func write(to image: inout ImageWriter) {
    image.append(count)
    for (key, value) in sorted(by: { $0.key < $1.key }) {
      image.append(key)
      value.write(to: &image)
    }
  }
}
