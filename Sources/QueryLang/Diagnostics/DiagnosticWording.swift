/// All sentences of all messages, in both languages. Facts in, words out; nothing else words an error.
package struct DiagnosticWording: Sendable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  func say(_ vi: String, _ en: String) -> String { language == .vietnamese ? vi : en }

  /// One sentence that says what is wrong.
  package func sentence(_ fact: DiagnosticFact) -> String {
    textSentence(fact) ?? nameSentence(fact) ?? meaningSentence(fact) ?? sessionSentence(fact)
  }

  /// The stable word of a message, for scripts and documentation.
  package static func code(of fact: DiagnosticFact) -> String {
    if case .data(_, let problem) = fact { return "data-" + code(ofCase: String(describing: problem)) }
    if case .remote(_, let problem) = fact { return "remote-" + code(ofCase: String(describing: problem)) }
    return code(ofCase: String(describing: fact))
  }

  /// `unknownMeasure("x")` → `unknown-measure`, `notAPeriod` → `not-a-period`, `invalidUTF8` → `invalid-utf8`.
  package static func code(ofCase description: String) -> String {
    var code = ""
    var previous: Character = "A"
    let name = Array(description.prefix { $0 != "(" })
    for (position, character) in name.enumerated() {
      let beginsWord = !previous.isUppercase || name[position...].dropFirst().first?.isLowercase == true
      if position > 0, character.isUppercase, beginsWord { code += "-" }
      code += character.lowercased()
      previous = character
    }
    return code
  }

  func quoted(_ text: String) -> String { "‘\(text)’" }

  func withArticle(_ noun: String) -> String {
    (noun.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + noun
  }

  func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

  func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
}

// MARK: - Suggestions

extension DiagnosticWording {
  package func sentence(_ suggestion: Suggestion) -> String {
    switch suggestion {
    case .didYouMean(let names):
      say("có phải bạn muốn viết \(alternatives(names))?", "did you mean \(alternatives(names))?")
    case .write(let text): say("hãy viết \(text)", "write \(text)")
    case .choices(let texts): say("có: \(list(texts))", "there is: \(list(texts))")
    case .run(let statements):
      say("hãy chạy: ", "run: ")
        + statements.joined(separator: language == .vietnamese ? " ; rồi " : " ; then ")
    case .writeIn(let text): sentence(.write(text[language]))
    case .choicesIn(let texts): sentence(.choices(texts.map { $0[language] }))
    case .runIn(let statement): sentence(.run([statement[language]]))
    case .example(let text): say("ví dụ: ", "for example: ") + text[language]
    }
  }

  private func alternatives(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + say(" hay ", " or ") + last
  }

  package func word(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: say("lỗi", "error")
    case .warning: say("lưu ý", "warning")
    }
  }
}
