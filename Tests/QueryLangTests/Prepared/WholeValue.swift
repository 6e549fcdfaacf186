/// Everything in a value, as text: every stored property down to the last, sets and dictionaries in an order of their
/// own; not what is made anew: what classes hold, and what follows from the seed of a table of names.
func wholeText(of value: Any) -> String {
  var text = ""
  write(value, into: &text)
  return text
}

private func write(_ value: Any, into text: inout String) {
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .class: text += "object"
  case .set, .dictionary:
    text += "{"
    for child in mirror.children.map({ wholeText(of: $0.value) }).sorted() { text += child + "," }
    text += "}"
  case _ where mirror.children.isEmpty: text += String(reflecting: value)
  default:
    text += "\(mirror.subjectType)("
    for child in mirror.children where !["seed", "hashes", "slots"].contains(child.label) {
      text += "\(child.label ?? ""):"
      write(child.value, into: &text)
      text += " "
    }
    text += ")"
  }
}

/// Where two values first differ, as text of both; `nil` where they are the same in everything.
func firstDifference(_ left: Any, _ right: Any) -> String? {
  let texts = (Array(wholeText(of: left).utf8), Array(wholeText(of: right).utf8))
  if texts.0 == texts.1 { return nil }
  let offset =
    zip(texts.0, texts.1).enumerated().first { $1.0 != $1.1 }?.offset ?? min(texts.0.count, texts.1.count)
  func around(_ text: [UInt8]) -> String {
    String(decoding: text[max(0, offset - 120)..<min(text.count, offset + 60)], as: UTF8.self)
  }
  return "\(around(texts.0)) ≠ \(around(texts.1))"
}
