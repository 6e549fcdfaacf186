/// The languages that users read.
package enum Language: String, CaseIterable, Sendable {
  case vietnamese = "vi"
  case english = "en"
}

/// One text in both languages of the users.
package struct Localized: Hashable, Sendable {
  package let vietnamese: String
  package let english: String

  package init(vi: String, en: String) {
    vietnamese = vi
    english = en
  }

  /// The same words in both languages (proper names).
  package init(both text: String) { self.init(vi: text, en: text) }

  package subscript(language: Language) -> String {
    switch language {
    case .vietnamese: vietnamese
    case .english: english
    }
  }
}
