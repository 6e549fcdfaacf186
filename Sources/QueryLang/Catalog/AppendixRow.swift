/// A row of a report's appendix as the catalog gives it: `3.1.3`, or with the members that the row stands for,
/// `7.8.1{service_level = 3}`.
package struct AppendixRow: Sendable, Equatable {
  package let code: String
  /// In braces, as after a measure's name; empty where the row is the measure's total.
  package let filterText: String

  package init(_ text: String) {
    let code = text.prefix { $0 != "{" }
    self.code = String(code)
    filterText = String(text[code.endIndex...])
  }
}

extension Measure {
  package var appendixRows: [AppendixRow] { appendixCodes.map { AppendixRow($0) } }
}

extension Catalog {
  /// What a code of the appendix can mean, as expressions of the language; the numbering of a report may begin
  /// anew in each of its parts.
  package func expressions(ofAppendixRow code: String) -> [String] {
    measures.flatMap { measure in
      measure.appendixRows.filter { $0.code == code }.map { measure.id + $0.filterText }
    }
  }
}
