/// Bytes of a terminal → keys, pasted texts and combining marks.
///
/// A value without a terminal: bytes may be cut anywhere between two calls.
struct InputDecoder: Sendable {
  enum Item: Equatable, Sendable {
    case key(Unicode.Scalar)
    /// A key that sends several bytes, such as an arrow, by the number that its command is bound to.
    case command(UInt8)
    /// A bracketed paste, as sent.
    case paste(String)
    /// A scalar without a column of its own, which belongs to the one before it.
    case mark(Unicode.Scalar)
  }

  private static let pasteStart: [UInt8] = Array("\u{1B}[200~".utf8)
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)
  /// A longer paste is cut here, and what follows is its second half.
  private static let longestPasteInBytes = 8 << 20

  private var decoder = ScalarDecoder()
  private var escape: [UInt8] = []
  private var pasted: [UInt8]?

  /// Whether a lone escape or an unfinished paste waits for more.
  var isWaiting: Bool { !escape.isEmpty || pasted != nil }

  var isInsidePaste: Bool { pasted != nil }

  mutating func decode(_ bytes: some Sequence<UInt8>) -> [Item] {
    var items: [Item] = []
    for byte in bytes { take(byte, into: &items) }
    return items
  }

  /// Nothing more came for a while: what waits is all there is.
  mutating func finish() -> [Item] {
    var items: [Item] = []
    giveEscape(into: &items)
    givePaste(into: &items)
    return items
  }

  private mutating func take(_ byte: UInt8, into items: inout [Item]) {
    if pasted != nil {
      takePasted(byte, into: &items)
    } else if byte == 0x1B {
      giveEscape(into: &items)
      escape = [byte]
    } else if escape.isEmpty {
      giveText(byte, into: &items)
    } else {
      takeEscaped(byte, into: &items)
    }
  }

  private mutating func takeEscaped(_ byte: UInt8, into items: inout [Item]) {
    escape.append(byte)
    if escape == Self.pasteStart {
      escape = []
      pasted = []
    } else if let command = KeySequences.commandKey(for: escape) {
      escape = []
      items.append(.command(command))
    } else if !Self.pasteStart.starts(with: escape), !KeySequences.isBeginning(escape) {
      giveEscape(into: &items)
    }
  }

  private mutating func takePasted(_ byte: UInt8, into items: inout [Item]) {
    pasted?.append(byte)
    guard let bytes = pasted else { return }
    if byte == 0x7E, bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
      pasted = nil
      items.append(.paste(String(decoding: bytes.dropLast(Self.pasteEnd.count), as: UTF8.self)))
    } else if bytes.count >= Self.longestPasteInBytes {
      givePaste(into: &items)
      pasted = []
    }
  }

  private mutating func giveEscape(into items: inout [Item]) {
    let bytes = escape
    escape = []
    for byte in bytes { giveText(byte, into: &items) }
  }

  private mutating func givePaste(into items: inout [Item]) {
    guard let bytes = pasted else { return }
    pasted = nil
    items.append(.paste(String(decoding: bytes, as: UTF8.self)))
  }

  private mutating func giveText(_ byte: UInt8, into items: inout [Item]) {
    for scalar in decoder.decode(byte) {
      switch scalar.value {
      case 0: continue
      case 0x80..<0xA0: items.append(.key("\u{FFFD}"))  // their numbers are the commands' own keys
      default: items.append(Self.item(for: scalar))
      }
    }
  }

  private static func item(for scalar: Unicode.Scalar) -> Item {
    if scalar.isASCII { return .key(scalar) }
    if isSteering(scalar) { return .key("\u{FFFD}") }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return .mark(scalar)
    default: return .key(scalar)
    }
  }
}
