/// What stands before the first and the following lines of a text.
struct Prompt: Equatable, Sendable {
  /// Ends with a blank, as `tthc> `.
  var text: String
  /// Stands before each further line; an edited text is indented by its width.
  var continuation: String
  /// Parameters of the terminal's "select graphic rendition", as `1;36`; `nil` leaves the prompt plain.
  var rendition: String?

  init(text: String, continuation: String, rendition: String? = nil) {
    self.text = text
    self.continuation = continuation
    self.rendition = rendition
  }

  /// Encloses what moves no cursor in ``textWithLiterals``.
  static let literalMark: Unicode.Scalar = "\u{01}"

  /// The prompt with its colour as literals.
  ///
  /// The reset stands before the last character: libedit loses a literal that nothing visible follows.
  var textWithLiterals: String {
    guard let rendition, let last = text.last, text.count > 1 else { return text }
    let mark = Self.literalMark
    return "\(mark)\u{1B}[\(rendition)m\(mark)\(text.dropLast())\(mark)\u{1B}[0m\(mark)\(last)"
  }
}
