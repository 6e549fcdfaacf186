/// JSON (RFC 8259), as much of it as a `datapackage.json` needs: strict, with the place of an error.
///
/// Its own reader because Foundation's costs more at start than everything else together.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package struct Failure: Error {
    package let line: Int
    package let reason: String
  }

  package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
      var reader = JSONReader(buffer)
      return try reader.readDocument()
    }
  }

  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { return members[key] }
    return nil
  }

  package var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  package var elements: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }
}

/// - Precondition: `bytes` stays valid while the reader is used.
private struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var depth = 0
  private static let depthLimit = 64

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func readDocument() throws(JSONValue.Failure) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
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
    while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
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
    case UInt8(ascii: "-"): return try readNumber()
    case _ where byte.isASCIIDigit: return try readNumber()
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
    while byte.isASCIIDigit || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard Double(text) != nil else { throw failure("\(text) is not a number") }
    return .number(text)
  }

  private mutating func readArray() throws(JSONValue.Failure) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat { elements.append(try readValue()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("‘,’ or ‘]’ is expected") }
    return .array(elements)
  }

  private mutating func readObject() throws(JSONValue.Failure) -> JSONValue {
    offset += 1
    var members: [String: JSONValue] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw failure("a name in quotes is expected") }
      let name = try readString()
      guard take(UInt8(ascii: ":")) else { throw failure("‘:’ is expected") }
      if members.updateValue(try readValue(), forKey: name) != nil {
        throw failure("the name \(name) stands twice")
      }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("‘,’ or ‘}’ is expected") }
    return .object(members)
  }

  private mutating func readString() throws(JSONValue.Failure) -> String {
    offset += 1
    let start = offset
    while byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
    if byte == UInt8(ascii: "\""), let text = String(validating: bytes[start..<offset], as: UTF8.self) {
      offset += 1
      return text
    }
    var content = Array(bytes[start..<min(offset, bytes.count)])
    while offset < bytes.count {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("invalid UTF-8") }
        return text
      case UInt8(ascii: "\\"): content += try readEscape().utf8
      case 0..<0x20: throw failure("a control character in a text")
      default:
        content.append(byte)
        offset += 1
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

extension UInt8 {
  fileprivate var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 97 < 6 }
}
