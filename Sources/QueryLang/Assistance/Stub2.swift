package struct CompletionCandidateX { package let text, label, meaning: String }
package struct CompletionAnswer { package let replacedScalars: Range<Int>; package let candidates: [CompletionCandidateX] }
package struct Completion { package init(catalog: Catalog, definitions: [String], settings: [String], datasets: [String], language: Language) {}
 package func candidates(for t: String, cursorScalarOffset: Int) -> CompletionAnswer { CompletionAnswer(replacedScalars: 0..<0, candidates: []) } }
package func isCompleteInput(_ t: String, names: NameLexicon) -> Bool { true }
package func expectedHint(_ t: String, catalog: Catalog, language: Language) -> String? { nil }
