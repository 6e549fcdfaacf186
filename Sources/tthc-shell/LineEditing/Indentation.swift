/// The blanks that each further line begins with in the editor, so that it stands under the first; the text
/// itself has none of them.
struct Indentation: Equatable, Sendable {
  var width: Int

  private var blanks: String { String(repeating: " ", count: width) }

  func added(to text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + blanks)
  }

  /// Takes less from a line that begins with fewer blanks.
  func removed(from text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let rest = lines.dropFirst().map { $0.dropFirst($0.prefix(width).prefix { $0 == " " }.count) }
    return (lines.prefix(1) + rest).joined(separator: "\n")
  }

  /// Whether the line that starts at an offset begins with all the blanks.
  func isWhole(at start: Int, in text: EditedText) -> Bool {
    width > 0 && start > 0 && text.scalars[start...].prefix(width).filter { $0 == " " }.count == width
  }
}
