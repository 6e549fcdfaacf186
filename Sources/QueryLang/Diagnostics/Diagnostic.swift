/// One thing to say about an input, as a plain value: facts, no sentences.
///
/// The sentences are made by ``DiagnosticWording``, the picture with line and caret by ``DiagnosticDrawing``.
package struct Diagnostic: Sendable, Equatable {
  package enum Severity: Sendable {
    case error
    /// Legal but dubious.
    case warning
  }

  package let fact: DiagnosticFact
  package let severity: Severity
  /// Where in the query's source; `nil` when the diagnostic is about a file or the whole statement.
  package let span: SourceSpan?
  /// What else must be known, a line each.
  package let notes: [Localized]
  /// What would mend it, best first; the first is applied by pasting.
  package let suggestions: [Suggestion]

  package init(
    _ fact: DiagnosticFact, at span: SourceSpan?, severity: Severity = .error, notes: [Localized] = [],
    suggestions: [Suggestion] = []
  ) {
    self.fact = fact
    self.severity = severity
    self.span = span
    self.notes = notes
    self.suggestions = suggestions
  }

  /// The same, said of another place.
  package func moved(to span: SourceSpan?) -> Diagnostic {
    Diagnostic(fact, at: span, severity: severity, notes: notes, suggestions: suggestions)
  }
}

extension Diagnostic {
  /// The same with each remedy changed.
  package func withSuggestions(_ change: (Suggestion) -> Suggestion) -> Diagnostic {
    Diagnostic(fact, at: span, severity: severity, notes: notes, suggestions: suggestions.map(change))
  }
}

/// A remedy that can be written down.
package enum Suggestion: Sendable, Equatable {
  /// A near name: `did you mean huyện?`
  case didYouMean([String])
  /// Text to write instead: `write 1_000`.
  case write(String)
  /// What there is, when the list is short.
  case choices([String])
  /// A statement to run instead.
  case run([String])
  /// The same where what is to be written has a spelling in each language.
  case writeIn(Localized)
  case choicesIn([Localized])
  case runIn(Localized)
  /// What may stand there, for one: `for example: Q2/2021`.
  case example(Localized)

  /// It is to be copied, and so never broken.
  var isToBeCopied: Bool {
    switch self {
    case .write, .run, .writeIn, .runIn, .example: true
    case .didYouMean, .choices, .choicesIn: false
    }
  }
}

/// The errors of one statement or of one load, all of them.
package struct QueryError: Error, Sendable {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// The same, by place in the text; what has none comes last.
  package var inOrder: QueryError {
    let order = diagnostics.indices.sorted { left, right in
      let a = diagnostics[left].span?.lower ?? .max
      let b = diagnostics[right].span?.lower ?? .max
      return a != b ? a < b : left < right
    }
    return QueryError(order.map { diagnostics[$0] })
  }

  package init(_ fact: DiagnosticFact, at span: SourceSpan?, suggestions: [Suggestion] = []) {
    diagnostics = [Diagnostic(fact, at: span, suggestions: suggestions)]
  }
}
