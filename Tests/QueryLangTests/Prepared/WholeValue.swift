/// Everything in a value, as text: every stored property down to the last, sets and dictionaries in an order of their
/// own; not what is made anew: what classes hold, and the places in a table of names.
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
    for child in mirror.children where child.label != "slots" {
      text += "\(child.label ?? ""):"
      write(child.value, into: &text)
      text += " "
    }
    text += ")"
  }
}
