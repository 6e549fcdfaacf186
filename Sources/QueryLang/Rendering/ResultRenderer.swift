/// Turns a result into text.
///
/// A renderer looks nothing up, prints nothing and never fails. Its text ends in a newline. Human formats
/// show whatever could steer a terminal as visible escapes; machine formats keep the data exact.
package protocol ResultRenderer: Sendable {
  /// - Complexity: O(cells).
  func render(_ table: ResultTable, options: RenderOptions) -> String
}

/// How a result is to be shown, as the settings of the shell say.
package struct RenderOptions: Sendable {
  package var language: Language
  /// The terminal's width; `nil` (a file, a pipe) never wraps and never falls back to blocks.
  package var widthInColumns: Int?
  /// `set status on`: how each figure came about, in columns of its own.
  package var showsStatus: Bool
  /// `set codes on`: code columns.
  package var showsCodes: Bool
  package var showsColor: Bool
  /// The rows go on those of a table whose header was written already: formats of rows write no header.
  package var continuesTable = false
  /// Whoever waits for the text; once it stops the work, the text may end anywhere.
  package var observer: WorkObserver

  package init(
    language: Language = .vietnamese, widthInColumns: Int? = nil, showsStatus: Bool = false,
    showsCodes: Bool = false, showsColor: Bool = false, observer: WorkObserver = .none
  ) {
    self.language = language
    self.widthInColumns = widthInColumns
    self.showsStatus = showsStatus
    self.showsCodes = showsCodes
    self.showsColor = showsColor
    self.observer = observer
  }

  /// The width that human formats keep to; a terminal narrower than 20 columns counts as 20.
  var pageWidth: Int? { widthInColumns.map { max($0, 20) } }
}
