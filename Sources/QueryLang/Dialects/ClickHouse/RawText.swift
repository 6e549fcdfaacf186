/// A text by its bytes: a server tells apart what Unicode and Swift hold for equal (é and e with its accent behind).
struct RawText: Hashable, Sendable, Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: RawText, right: RawText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  static func < (left: RawText, right: RawText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(text.utf8.count)
  }
}
