/// - Precondition: `bytes` are valid UTF-8 and stay valid while the reader is used.
struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var depth = 0
  private let keptNames: [StaticString]?
  /// Inside a member that is not kept: values are checked, not made.
  private var isReadingPast = false
  /// Names of the objects being read, the innermost object's last.
  private var names: [JSONText] = []
  private static let depthLimit = 64
  private static let comparedAtMost = 32

  init(_ bytes: UnsafeBufferPointer<UInt8>, keeping names: [StaticString]?) {
    self.bytes = bytes
    keptNames = names
  }

  mutating func readDocument() throws(JSONValue.Failure) -> JSONValue {
    if bytes.starts(with: ByteOrderMark.utf8) { offset = ByteOrderMark.utf8.count }
    let value = try readValue()
    skipSpace()
    if offset < bytes.count { throw failure("text after the end") }
    return value
  }

  private func failure(_ reason: String) -> JSONValue.Failure {
    let line = 1 + bytes[..<min(offset, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    return JSONValue.Failure(line: line, reason: reason)
  }

  private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private mutating func skipSpace() {
    while offset < bytes.count, bytes[offset] <= 0x20 {
      let space = bytes[offset]
      guard space == 0x20 || space == 0x0A || space == 0x0D || space == 0x09 else { return }
      offset += 1
    }
  }

  private mutating func take(_ expected: UInt8) -> Bool {
    skipSpace()
    guard byte == expected, offset < bytes.count else { return false }
    offset += 1
    return true
  }

  private mutating func readValue() throws(JSONValue.Failure) -> JSONValue {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONValue.Failure) in try reader.readObject() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONValue.Failure) in try reader.readArray() }
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", .bool(true))
    case UInt8(ascii: "f"): return try readWord("false", .bool(false))
    case UInt8(ascii: "n"): return try readWord("null", .null)
    case _ where isNumberPart(byte) && byte | 0x20 != UInt8(ascii: "e"): return try readNumber()
    default: throw failure(offset < bytes.count ? "a value is expected" : "the text ends too early")
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONValue.Failure) -> JSONValue
  ) throws(JSONValue.Failure) -> JSONValue {
    guard depth < JSONReader.depthLimit else { throw failure("nested too deep") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func readWord(_ word: String, _ value: JSONValue) throws(JSONValue.Failure) -> JSONValue {
    guard bytes[offset...].starts(with: word.utf8) else { throw failure("a value is expected") }
    offset += word.utf8.count
    return value
  }

  private mutating func readNumber() throws(JSONValue.Failure) -> JSONValue {
    let start = offset
    let isNumber = scanNumber()
    // What goes on like a number is named as a whole.
    let isEnded = !isNumberPart(byte)
    while isNumberPart(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard isNumber, isEnded else { throw failure("\(text) is not a number") }
    return .number(text)
  }

  private func isNumberPart(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
  }

  /// RFC 8259, section 6: `01`, `1.`, `1e` are none.
  private mutating func scanNumber() -> Bool {
    if byte == UInt8(ascii: "-") { offset += 1 }
    if byte == UInt8(ascii: "0") {
      offset += 1
    } else if !scanDigits() {
      return false
    }
    if byte == UInt8(ascii: ".") {
      offset += 1
      guard scanDigits() else { return false }
    }
    guard byte | 0x20 == UInt8(ascii: "e") else { return true }
    offset += 1
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
    return scanDigits()
  }

  /// `false` when there is none.
  private mutating func scanDigits() -> Bool {
    let start = offset
    while byte.isASCIIDigit { offset += 1 }
    return offset > start
  }

  private mutating func readArray() throws(JSONValue.Failure) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      let element = try readValue()
      if !isReadingPast { elements.append(element) }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("‘,’ or ‘]’ is expected") }
    return .array(elements)
  }

  private mutating func readObject() throws(JSONValue.Failure) -> JSONValue {
    offset += 1
    var members: [String: JSONValue] = [:]
    let firstName = names.count
    var manyNames: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw failure("a name in quotes is expected") }
      let name = try scanString()
      guard take(UInt8(ascii: ":")) else { throw failure("‘:’ is expected") }
      guard noteName(name, after: firstName, &manyNames) else {
        throw failure("the name \(name.text(in: bytes)) stands twice")
      }
      if let value = try readMember(name) { members[name.text(in: bytes)] = value }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("‘,’ or ‘}’ is expected") }
    names.removeSubrange(firstName...)
    return .object(members)
  }

  /// `false` when the object, whose names begin at `first`, has the name already. Comparing a few names beats
  /// hashing them; `many` holds the names of an object with more.
  private mutating func noteName(_ name: JSONText, after first: Int, _ many: inout Set<String>) -> Bool {
    if names.count - first < JSONReader.comparedAtMost {
      let isKnown = names[first...].contains { $0.equals(name, in: bytes) }
      names.append(name)
      return !isKnown
    }
    if many.isEmpty { many.formUnion(names[first...].map { $0.text(in: bytes) }) }
    return many.insert(name.text(in: bytes)).inserted
  }

  /// The member's value; `nil` when it is read past.
  private mutating func readMember(_ name: JSONText) throws(JSONValue.Failure) -> JSONValue? {
    let wasReadingPast = isReadingPast
    isReadingPast = wasReadingPast || !(keptNames?.contains { name.equals($0, in: bytes) } ?? true)
    defer { isReadingPast = wasReadingPast }
    let value = try readValue()
    return isReadingPast ? nil : value
  }

  private mutating func readString() throws(JSONValue.Failure) -> String {
    let text = try scanString()
    return isReadingPast ? "" : text.text(in: bytes)
  }

  /// Reads over a text and checks it.
  private mutating func scanString() throws(JSONValue.Failure) -> JSONText {
    offset += 1
    let start = offset
    while byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
    if byte == UInt8(ascii: "\"") {
      offset += 1
      return .plain(start..<offset - 1)
    }
    var content = String(validUTF8: UnsafeBufferPointer(rebasing: bytes[start..<offset]))
    while offset < bytes.count {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return .decoded(content)
      case UInt8(ascii: "\\"): content += try readEscape()
      case 0..<0x20: throw failure("a control character in a text")
      default:
        let start = offset
        while byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
        content += String(validUTF8: UnsafeBufferPointer(rebasing: bytes[start..<offset]))
      }
    }
    throw failure("a text does not end")
  }

  private mutating func readEscape() throws(JSONValue.Failure) -> String {
    offset += 1
    defer { offset += 1 }
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readUnicodeEscape()
    default: throw failure("an unknown escape")
    }
  }

  /// `\uXXXX`, surrogate pairs included; leaves the offset on the last digit.
  private mutating func readUnicodeEscape() throws(JSONValue.Failure) -> String {
    let first = try readFourHexDigits()
    if let scalar = Unicode.Scalar(first) { return String(scalar) }
    guard (0xD800..<0xDC00).contains(first), offset + 2 < bytes.count,
      bytes[offset + 1] == UInt8(ascii: "\\"),
      bytes[offset + 2] == UInt8(ascii: "u")
    else { throw failure("half of a surrogate pair") }
    offset += 2
    let second = try readFourHexDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("half of a surrogate pair") }
    return String(scalar)
  }

  private mutating func readFourHexDigits() throws(JSONValue.Failure) -> UInt32 {
    guard offset + 4 < bytes.count, bytes[(offset + 1)...(offset + 4)].allSatisfy({ $0.isASCIIHexDigit }),
      let value = UInt32(String(decoding: bytes[(offset + 1)...(offset + 4)], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits are expected") }
    offset += 4
    return value
  }
}

/// A text as read: where it stands, or decoded when it has escapes.
private enum JSONText {
  case plain(Range<Int>)
  case decoded(String)

  func text(in bytes: UnsafeBufferPointer<UInt8>) -> String {
    switch self {
    case .plain(let range): String(validUTF8: UnsafeBufferPointer(rebasing: bytes[range]))
    case .decoded(let text): text
    }
  }

  func equals(_ other: JSONText, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if case .plain(let own) = self, case .plain(let others) = other {
      return own.count == others.count && bytes[own].elementsEqual(bytes[others])
    }
    return text(in: bytes) == other.text(in: bytes)
  }

  func equals(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    switch self {
    case .plain(let range): return range.count == expected.count && bytes[range].elementsEqual(expected)
    case .decoded(let text): return text.utf8.elementsEqual(expected)
    }
  }
}

extension UInt8 {
  fileprivate var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 97 < 6 }
}
