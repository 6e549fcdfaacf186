import Foundation

@testable import QueryLang

/// The data that ships with the program, loaded once for all tests.
enum ShippedData {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let datasets = root.appendingPathComponent("datasets").path

  /// Of a file of the checkout.
  static func path(of name: String) -> String { root.appendingPathComponent(name).path }

  static let library: Library = {
    do throws(QueryError) {
      return try Library().loading(folder: datasets, isBuiltIn: true, language: .english)
    } catch {
      fatalError(DiagnosticDrawing(.english).draw(error.diagnostics, in: nil))
    }
  }()

  static var lexicon: NameLexicon { library.catalog.lexicon }

  static var context: BindingContext {
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    return context
  }
}
