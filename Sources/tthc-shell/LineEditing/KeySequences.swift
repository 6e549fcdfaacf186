/// Keys that send several bytes and must work in every mode.
///
/// libedit could bind most of them itself, but in vi's insert mode it would take their first byte for the key Esc.
enum KeySequences {
  /// The number that stands for the whole sequence; `nil` for an unknown or unfinished one.
  static func commandKey(for bytes: [UInt8]) -> UInt8? { commandKeys[bytes] }

  /// Whether more bytes could make it a known sequence.
  static func isBeginning(_ bytes: [UInt8]) -> Bool {
    commandKeys.keys.contains { $0.count > bytes.count && $0.starts(with: bytes) }
  }

  private static let commandKeys: [[UInt8]: UInt8] = {
    let tails: [(String, UInt8)] = [
      ("[A", KeyBindings.upKey), ("OA", KeyBindings.upKey),
      ("[B", KeyBindings.downKey), ("OB", KeyBindings.downKey),
      ("[C", KeyBindings.rightKey), ("OC", KeyBindings.rightKey),
      ("[D", KeyBindings.leftKey), ("OD", KeyBindings.leftKey),
      ("[H", KeyBindings.homeKey), ("OH", KeyBindings.homeKey),
      ("[1~", KeyBindings.homeKey), ("[7~", KeyBindings.homeKey),
      ("[F", KeyBindings.endKey), ("OF", KeyBindings.endKey),
      ("[4~", KeyBindings.endKey), ("[8~", KeyBindings.endKey),
      ("[3~", KeyBindings.deleteKey),
    ]
    return Dictionary(uniqueKeysWithValues: tails.map { ([0x1B] + Array($0.0.utf8), $0.1) })
  }()
}
