internal import QueryLang

extension Session {
  /// Statements to run are shown in the words of the display language.
  func inDisplayLanguage(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard settings.language == .vietnamese else { return diagnostics }
    return diagnostics.map { diagnostic in
      diagnostic.withSuggestions { suggestion in
        guard case .run(let statements) = suggestion else { return suggestion }
        let writer = VietnameseStatement(bindingContext)
        return .run(statements.map { writer.write($0) })
      }
    }
  }
}
