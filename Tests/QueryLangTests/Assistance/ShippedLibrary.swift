import Testing

@testable import QueryLang

/// The datasets that ship with the program, loaded once.
enum Shipped {
  static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/") + "/datasets"
  }()

  static let library: Result<Library, QueryError> = {
    do throws(QueryError) {
      return .success(try Library().loading(folder: folder, isBuiltIn: true, language: .english))
    } catch {
      return .failure(error)
    }
  }()

  static func catalog() throws -> Catalog { try library.get().catalog }

  /// One parameter, as a session has it.
  static let parameters: [Parameter] = {
    var parameters = Parameters()
    parameters.give("q", "Q2/2021")
    parameters.declareGiven()
    return parameters.all
  }()

  /// The only statement of a text.
  static func statement(_ text: String) throws -> StatementSyntax {
    let parsed = QueryPipeline.parse(QuerySource(text), names: try catalog().lexicon)
    try #require(parsed.count == 1, "\(text)")
    try #require(!parsed[0].hasErrors, "\(text): \(parsed[0].diagnostics.map(\.fact))")
    return try #require(parsed[0].statement)
  }

  static func answer(_ query: QuerySyntax) throws -> ResultTable {
    let library = try library.get()
    return try QueryPipeline.answer(
      query, library: library, context: BindingContext(catalog: library.catalog))
  }
}
