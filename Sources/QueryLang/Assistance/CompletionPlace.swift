/// What may stand at the cursor.
enum CompletionPlace: Equatable {
  /// A statement's start: measures, then statement words.
  case statement
  case words([Keyword])
  /// A measure, a name of `let`, a function.
  case measure
  /// Measures and aliases of the query, and its keys after `sort`.
  case column(withKeys: Bool)
  /// What all measures of the query are broken down by; in `by` without what stands there already.
  case key
  /// A key of the query itself: after `per` and `pivot`.
  case ownKey
  /// A field of a condition; with the one measure that `{…}` stands behind.
  case field(measure: Int?)
  /// A number of cases, inside a function.
  case caseNumber
  /// What can be listed of cases.
  case listField
  case comparison
  /// The whole name of a field where a clause belongs: one of these words is forgotten.
  case fieldAlone(behind: [Keyword])
  case member(dimensions: [Int])
  case period(TimeField)
  case dimension
  /// What a parameter can be declared as.
  case parameterType
  case dataset, setting, shownKind, stage, helpWord
  /// A rule that `check` tries on what it checks.
  case checkRule
  case texts([String])
  /// `|` behind a complete statement.
  case pipe
  /// A path to read, or one to write that is not there yet.
  case file(isNew: Bool)

  var isMeasure: Bool { self == .statement || self == .measure }

  var isColumn: Bool {
    if case .column = self { return true }
    return false
  }
}

/// A place that the text before the cursor leads to, with what is typed of it.
struct CompletionOffer {
  let place: CompletionPlace
  /// UTF-8 offset where the typed part begins.
  let start: Int
  /// What is typed, without an opening quote.
  let typed: String
}

/// What the statement says before the cursor.
struct CompletionContext {
  var measures: [Int] = []
  var aliases: [String] = []
  /// The dataset after `from`, folded.
  var dataset: String?
  /// The statement is a `list`.
  var isList = false
  var keys: [NameLexicon.Meaning] = []
  /// Members that conditions name, by dimension.
  var chosen: [Int: Set<Int>] = [:]
  /// The language of the last word of the language, else of the last name.
  var keywordLanguage: Language?
  var nameLanguage: Language?
}
