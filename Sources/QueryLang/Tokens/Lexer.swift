/// Turns text into tokens. Total: every input gives tokens; what cannot be one is reported and skipped.
package struct Lexer {
  private let source: QuerySource
  private let bytes: [UInt8]
  private var offset = 0
  private var tokens: [Token] = []
  private var diagnostics: [Diagnostic] = []
  private var bracketDepth = 0
  private var followsSpace = true

  private init(_ source: QuerySource) {
    self.source = source
    bytes = source.utf8
  }

  /// All tokens of `source`, the last of kind `end`, and what could not be read.
  /// - Complexity: O(length of the text).
  package static func tokenize(_ source: QuerySource) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    guard source.utf8.count <= QuerySource.maximumLength else {
      let end = Token(kind: .end, span: SourceSpan(0, 0), text: "", followsSpace: true)
      let limit = QuerySource.maximumLength
      return ([end], [Diagnostic(.textTooLong(limitInBytes: limit), at: SourceSpan(0, 1))])
    }
    var lexer = Lexer(source)
    lexer.skipInterpreterLine()
    while lexer.offset < lexer.bytes.count { lexer.readToken() }
    lexer.append(.end, from: lexer.offset)
    return (lexer.tokens, lexer.diagnostics)
  }

  private func byte(ahead distance: Int = 0) -> UInt8 {
    offset + distance < bytes.count ? bytes[offset + distance] : 0
  }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    let span = SourceSpan(start, offset)
    tokens.append(Token(kind: kind, span: span, text: source.slice(span), followsSpace: followsSpace))
    followsSpace = false
  }

  private mutating func skipInterpreterLine() {
    if bytes.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "!")]) { skipLine() }
  }

  private mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
  }

  private mutating func readToken() {
    let start = offset
    switch byte() {
    case UInt8(ascii: "\n"):
      offset += 1
      readNewline(from: start)
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      offset += 1
      followsSpace = true
    case UInt8(ascii: "#"):
      skipLine()
    case UInt8(ascii: "-") where startsComment:
      skipLine()
    case UInt8(ascii: "\""):
      readString()
    case UInt8(ascii: "$"):
      readParameter()
    case let digit where digit.isASCIIDigit:
      readNumber()
    case let letter where letter.isASCIILetter || letter == UInt8(ascii: "_"):
      readWord()
    case let ascii where ascii < 0x80:
      readSymbol()
    default:
      readNonASCII()
    }
  }

  /// `--` at a line's start or after white space, followed by white space or the line's end.
  private var startsComment: Bool {
    followsSpace && isDashComment(at: offset)
  }

  private func isDashComment(at start: Int) -> Bool {
    guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "-") else { return false }
    let next = start + 2 < bytes.count ? bytes[start + 2] : 0
    return next == 0 || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: "\n")
      || next == UInt8(ascii: "\r")
  }

  private mutating func readNewline(from start: Int) {
    var probe = offset
    var indented = false
    // Lines that hold nothing, or only a comment, neither indent nor end anything.
    scan: while probe < bytes.count {
      switch bytes[probe] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        indented = true
        probe += 1
      case UInt8(ascii: "\n"):
        indented = false
        probe += 1
      case UInt8(ascii: "#"):
        while probe < bytes.count, bytes[probe] != UInt8(ascii: "\n") { probe += 1 }
      case UInt8(ascii: "-") where isDashComment(at: probe):
        while probe < bytes.count, bytes[probe] != UInt8(ascii: "\n") { probe += 1 }
      default:
        break scan
      }
    }
    append(.newline(nextIsIndented: indented && probe < bytes.count), from: start)
    followsSpace = true
  }

  private mutating func readWord() {
    let start = offset
    skipWordParts()
    append(.word, from: start)
  }

  private mutating func skipWordParts() {
    while offset < bytes.count {
      if byte().isASCIILetter || byte().isASCIIDigit || byte() == UInt8(ascii: "_") {
        offset += 1
      } else if byte() >= 0x80 {
        let scalar = decodeScalar()
        guard scalar.value.isWordPart else { break }
        offset += scalar.length
      } else {
        break
      }
    }
  }

  private mutating func readNumber() {
    let start = offset
    while true {
      let next = byte(ahead: 1)
      if byte().isASCIIDigit {
        offset += 1
      } else if byte() == UInt8(ascii: "_"), next.isASCIIDigit {
        offset += 1
      } else if byte() == UInt8(ascii: "."), next.isASCIIDigit {
        offset += 1
      } else {
        break
      }
    }
    readDecimalComma()
    if byte() == UInt8(ascii: "%") { offset += 1 }
    checkNumber(from: start)
    append(.number, from: start)
  }

  /// Outside brackets `1,5` is one token: inside a name (`mức độ 3,4`) it is a part of that, as a number the
  /// parser refuses it.
  private mutating func readDecimalComma() {
    guard bracketDepth == 0 else { return }
    while byte() == UInt8(ascii: ","), byte(ahead: 1).isASCIIDigit {
      offset += 1
      while byte().isASCIIDigit { offset += 1 }
    }
  }

  /// No silent thousandfold mistake: `1.000` is refused, with how to write it.
  private mutating func checkNumber(from start: Int) {
    let text = source.slice(SourceSpan(start, offset))
    if text.utf8.contains(UInt8(ascii: ",")) { return }
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let inThrees = parts.count > 1 && parts.dropFirst().allSatisfy { $0.utf8.count == 3 }
    if inThrees, parts.count > 2 || parts[0] != "0" {
      let grouped = parts.joined(separator: "_")
      let alternatives = parts.count == 2 ? [grouped, "\(parts[0]).\(parts[1])0"] : [grouped]
      report(.ambiguousThousands(digits), from: start, .write(alternatives.joined(separator: " | ")))
    } else if parts.count > 2 {
      // Where a measure can stand it is rather the code of a form's row, which is a name.
      let isCompared = tokens.last?.isComparison ?? false
      report(.malformedNumber(digits), from: start, isCompared ? nil : .write("\"\(digits)\""))
    }
  }

  private mutating func report(_ fact: DiagnosticFact, from start: Int, _ suggestion: Suggestion? = nil) {
    let suggestions = suggestion.map { [$0] } ?? []
    let end = max(offset, start + 1)
    diagnostics.append(Diagnostic(fact, at: SourceSpan(start, end), suggestions: suggestions))
  }

  private mutating func readParameter() {
    let start = offset
    offset += 1
    let nameStart = offset
    skipWordParts()
    if offset == nameStart {
      report(.parameterWithoutName, from: start)
      append(.invalid, from: start)
    } else {
      append(.parameter(source.slice(SourceSpan(nameStart, offset))), from: start)
    }
  }

  private mutating func readString() {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    var isReadable = true
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") {
        append(isReadable ? .string(String(decoding: content, as: UTF8.self)) : .invalid, from: start)
        return
      }
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        // Only leads of the scripts, and of the general punctuation, that have such a character.
        if byte == 0xD8 || byte == 0xE2 { refuseBidirectionalControl(&isReadable) }
        continue
      }
      let escaped = self.byte()
      if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
        content.append(escaped)
        offset += 1
      } else {
        report(.unknownEscape, from: offset - 1, .write("\\\\"))
        isReadable = false
      }
    }
    offset = start + 1
    report(.unclosedQuote, from: start, .write("\""))
    offset = bytes.count
    append(.invalid, from: start)
  }

  /// A character that turns the reading order, the one whose first byte was just read: what is seen between the
  /// quotes would not be what is looked up.
  private mutating func refuseBidirectionalControl(_ isReadable: inout Bool) {
    let next = offset
    defer { offset = next }
    offset -= 1
    let (scalar, length) = decodeScalar()
    guard scalar.properties.isBidiControl else { return }
    let start = offset
    offset += length
    if isReadable { report(.bidirectionalControl(scalar), from: start) }
    isReadable = false
  }

  /// `?`, `\\q`, `\\h` of other shells, at a statement's start: read whole, with the word for it here.
  private mutating func readForeignCommand(from start: Int) -> Suggestion? {
    let isFirst = tokens.last.map { $0.isNewline || $0.isSymbol(.semicolon) } ?? true
    let sign = bytes[start]
    guard isFirst, sign == UInt8(ascii: "?") || sign == UInt8(ascii: "\\") else { return nil }
    while offset < bytes.count, isAlphanumeric(bytes[offset]) || bytes[offset] == UInt8(ascii: "?") {
      offset += 1
    }
    let leaves = bytes[start..<offset].elementsEqual("\\q".utf8)
    return .runIn(leaves ? Keyword.quit.names : Keyword.help.names)
  }

  private func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private mutating func readSymbol() {
    let start = offset
    let twoCharacters = String(decoding: bytes[offset..<min(offset + 2, bytes.count)], as: UTF8.self)
    let symbol =
      Token.Symbol(rawValue: twoCharacters) ?? Token.Symbol(rawValue: String(twoCharacters.prefix(1)))
    guard let symbol else {
      offset += 1
      let command = readForeignCommand(from: start)
      let text = String(decoding: bytes[start..<offset], as: UTF8.self)
      let fact: DiagnosticFact =
        command == nil ? .invalidCharacter(Unicode.Scalar(bytes[start])) : .foreignStatement(text)
      report(fact, from: start, command)
      append(.invalid, from: start)
      return
    }
    offset += symbol.rawValue.utf8.count
    switch symbol {
    case .leftParenthesis, .leftBrace: bracketDepth += 1
    case .rightParenthesis, .rightBrace: bracketDepth = max(0, bracketDepth - 1)
    case .semicolon, .pipe: bracketDepth = 0
    default: break
    }
    append(.symbol(symbol), from: start)
  }

  private mutating func readNonASCII() {
    let start = offset
    let (scalar, length) = decodeScalar()
    if scalar.isWordPart {
      readWord()
    } else if scalar.properties.isWhitespace {
      offset += length
      followsSpace = true
    } else if let typographic = TypographicSymbol.meaning[scalar] {
      offset += length
      report(.typographicCharacter(scalar, instead: typographic), from: start, .write(typographic))
      append(.invalid, from: start)
    } else {
      offset += length
      report(.invalidCharacter(scalar), from: start)
      append(.invalid, from: start)
    }
  }

  private func decodeScalar() -> (value: Unicode.Scalar, length: Int) {
    let lead = bytes[offset]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let end = min(offset + length, bytes.count)
    let scalar = String(decoding: bytes[offset..<end], as: UTF8.self).unicodeScalars.first
    return (scalar ?? "\u{FFFD}", end - offset)
  }
}

/// Characters that word processors put in place of the language's own.
enum TypographicSymbol {
  static let meaning: [Unicode.Scalar: String] = [
    "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{00AB}": "\"", "\u{00BB}": "\"",
    "\u{2018}": "\"", "\u{2019}": "\"", "\u{2013}": "-", "\u{2014}": "-", "\u{2212}": "-",
    "\u{2260}": "!=", "\u{2264}": "<=", "\u{2265}": ">=", "\u{00D7}": "*", "\u{00F7}": "/", "\u{2026}": "..",
  ]
}

extension Unicode.Scalar {
  /// Letters, marks and digits of any script.
  var isWordPart: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber, .letterNumber:
      true
    default:
      self == "_"
    }
  }
}
