/// One statement as one line of the history file: a JSON string, and nothing in it that steers a terminal.
enum HistoryLine {
  static func encoded(_ statement: String) -> String {
    var line = "\""
    for scalar in statement.unicodeScalars {
      switch scalar {
      case "\"": line += "\\\""
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case "\t": line += "\\t"
      case _ where isSteering(scalar): line += "\\u" + fourHexDigits(scalar.value)
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line + "\""
  }

  /// `nil` for anything but one whole JSON string.
  ///
  /// Byte by byte, since thousands of lines are read before the first prompt.
  static func decoded(_ line: ArraySlice<UInt8>) -> String? {
    var reader = Reader(rest: line)
    return reader.readString()
  }

  private static func fourHexDigits(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func readString() -> String? {
      guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(rest.count)
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "\""): return rest.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
        case 0..<0x20: return nil
        case UInt8(ascii: "\\"):
          guard let scalar = readEscape() else { return nil }
          bytes.append(contentsOf: String(Character(scalar)).utf8)
        default: bytes.append(byte)
        }
      }
      return nil
    }

    private mutating func readEscape() -> Unicode.Scalar? {
      guard let letter = rest.popFirst() else { return nil }
      return switch Unicode.Scalar(letter) {
      case "n": "\n"
      case "t": "\t"
      case "r": "\r"
      case "b": "\u{08}"
      case "f": "\u{0C}"
      case "u": readNumber()
      case "\"", "\\", "/": Unicode.Scalar(letter)
      default: nil
      }
    }

    /// A number past U+FFFF is written as two.
    private mutating func readNumber() -> Unicode.Scalar? {
      guard let first = readUnit() else { return nil }
      guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
      guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
        let second = readUnit(), (0xDC00..<0xE000).contains(second)
      else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func readUnit() -> UInt32? {
      let digits = rest.prefix(4)
      rest = rest.dropFirst(4)
      let isNumber = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
      guard digits.count == 4, isNumber else { return nil }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
  }
}
