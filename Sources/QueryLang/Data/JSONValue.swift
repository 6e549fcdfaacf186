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

  /// Reads a whole text. With `names`, only members called so are kept, at any depth; what is inside others is
  /// checked just as strictly, but read past.
  package static func parse(
    _ bytes: [UInt8], keeping names: [StaticString]? = nil
  ) throws(Failure) -> JSONValue {
    if let offset = bytes.withUnsafeBufferPointer({ UTF8Check.firstInvalidOffset(in: $0) }) {
      let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
      throw Failure(line: line, reason: "invalid UTF-8")
    }
    return try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
      var reader = JSONReader(buffer, keeping: names)
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
