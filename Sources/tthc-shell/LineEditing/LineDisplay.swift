/// How texts that are not the user's own typing get onto the screen.
struct LineDisplay: Sendable {
  /// The number of columns a text takes.
  var width: @Sendable (String) -> Int
  /// The text with everything that could steer a terminal made visible.
  var escaped: @Sendable (String) -> String
  /// Whether hints, continuation marks and meanings may be dim; without it there are no hints and no marks.
  var isStyled: Bool
  /// Stands before the pattern of a history search.
  var searchLabel: String

  init(
    width: @escaping @Sendable (String) -> Int,
    escaped: @escaping @Sendable (String) -> String,
    isStyled: Bool = true,
    searchLabel: String = "search"
  ) {
    self.width = width
    self.escaped = escaped
    self.isStyled = isStyled
    self.searchLabel = searchLabel
  }

  /// The escaped text cut to a number of columns, the cut shown as `…`.
  ///
  /// - Complexity: O(n) in the length of what is shown, plus the escaping of the text.
  func fitted(_ text: String, columns: Int) -> String {
    let shown = escaped(text)
    guard width(shown) > columns else { return shown }
    var result = ""
    var used = 0
    for character in shown {
      let next = used + width(String(character))
      guard next < columns else { break }
      result.append(character)
      used = next
    }
    return columns > 0 ? result + "…" : ""
  }

  /// The text in dim letters, or plain where styles are off.
  func dimmed(_ text: String) -> String {
    isStyled && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }
}
