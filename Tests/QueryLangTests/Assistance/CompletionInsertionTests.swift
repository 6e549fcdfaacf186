import Testing

@testable import QueryLang

/// What is put into the line, and over what.
struct CompletionInsertionTests {
  private func complete(
    _ text: String, _ language: Language = .english, files: [String] = []
  ) throws -> CompletionAnswer {
    let completion = Completion(
      catalog: try Shipped.catalog(), definitions: [], settings: ["lang"], datasets: ["tthc"],
      language: language, files: { _ in files })
    let cursor = text.unicodeScalars.firstIndex(of: "¦") ?? text.unicodeScalars.endIndex
    let offset = text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: cursor)
    let whole = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "¦" }))
    return completion.candidates(for: whole, cursorScalarOffset: offset)
  }

  private func texts(_ text: String, _ language: Language = .english) throws -> [String] {
    try complete(text, language).candidates.map(\.text)
  }

  /// The line after the first candidate was taken.
  private func line(_ text: String, _ language: Language = .english) throws -> String {
    let answer = try complete(text, language)
    var scalars = Array(text.unicodeScalars.filter { $0 != "¦" })
    let candidate = try #require(answer.candidates.first)
    scalars.replaceSubrange(answer.replacedScalars, with: Array(candidate.text.unicodeScalars))
    return String(String.UnicodeScalarView(scalars))
  }

  @Test func wordsBehindQuotesAndSignsBeginWithABlank() throws {
    let members = "compare province \"Bắc Giang\", \"An Giang\""
    #expect(try line(members) == members + " on")
    #expect(try line("so sánh tỉnh \"Bắc Giang\"", .vietnamese) == "so sánh tỉnh \"Bắc Giang\" về")
    #expect(try texts("overdue where province = \"Bắc Giang\"").allSatisfy { $0.first == " " })
    #expect(try line("overdue where (quarter = Q2/2021)").hasSuffix(") and"))
    #expect(try line("overdue by district,").hasPrefix("overdue by district, "))
    #expect(try line("overdue |") == "overdue | table")
    #expect(try texts("received_new{").allSatisfy { $0.first != " " })
  }

  @Test(arguments: ["into", "ghi vào"])
  func behindAFileNothingIsOffered(word: String) throws {
    for end in ["\"a.csv\"", "\"a.csv\" "] {
      #expect(try texts("_ | \(word) \(end)").isEmpty)
    }
    #expect(try texts("_ | \(word) \"a") == [])
    #expect(try texts("_ | \(word) \"") == ["\"result.csv\""])
  }

  @Test func theHintOfAFileIsWhatTabInserts() throws {
    for (typed, name) in [("_ | into ", "result"), ("quá hạn | ghi vào ", "ket-qua")] {
      for files in [[], ["\(name).csv"], ["\(name).csv", "\(name)-2.csv"]] {
        let hint = expectedHint(
          typed, catalog: try Shipped.catalog(), language: .english, files: { _ in files })
        #expect(try complete(typed, files: files).candidates.first?.text == hint)
        #expect(hint?.hasPrefix("\"\(name)") == true && !files.contains { hint == "\"\($0)\"" })
      }
    }
  }

  @Test func aFieldAloneIsOfferedItsClauses() throws {
    #expect(try texts("qua han theo huyen quy", .vietnamese) == ["khi quý = "])
    #expect(try line("qua han theo huyen quy", .vietnamese) == "qua han theo huyen khi quý = ")
    #expect(try texts("overdue by district quarter") == ["where quarter = "])
    let twoClauses = try texts("overdue where tier = district quarter")
    #expect(twoClauses == ["by quarter", "and quarter = "])
    #expect(try texts("overdue by district quart").isEmpty)
    #expect(try texts("_ quarter").isEmpty)
  }

  @Test func aFieldAtTheStartIsNotReplacedByAMeasure() throws {
    for typed in ["huyen", "huyện", "huyen ", "vì sao huyện", "quá hạn, huyện"] {
      #expect(try complete(typed, .vietnamese).isOnlyListed, "\(typed)")
    }
    for typed in ["huyện có", "quá hạn", "quá hạn theo huyện", "so sánh huyện", ""] {
      #expect(try !complete(typed, .vietnamese).isOnlyListed, "\(typed)")
    }
  }

  @Test func aWordInsideANameIsFoundWhereFewBeginWithIt() throws {
    let names = try texts("giai q", .vietnamese)
    #expect(names.first == "đã giải quyết")
    #expect(names.contains("giải quyết trước hạn"))
    #expect(try texts("giải quyết ", .vietnamese).first == "đã giải quyết")
    let other = try texts("xử lý", .vietnamese)
    #expect(
      other.contains("hồ sơ đã xử lý") && other.count > 1, "the one name that begins so may not be meant")
    #expect(try texts("giải quyết trướ", .vietnamese) == ["giải quyết trước hạn"])
    #expect(try texts("số", .vietnamese).allSatisfy { folded($0).hasPrefix("so") })
    #expect(try texts("tỉ lệ giải quyết qu", .vietnamese) == ["tỷ lệ giải quyết quá hạn"])
  }

  @Test func theStageForAFileIsOffered() throws {
    #expect(try texts("_ | in") == ["into"])
    for typed in ["gh", "ghi ", "ghi v", "ghi va"] {
      #expect(try texts("quá hạn | \(typed)") == ["ghi vào"], "\(typed)")
    }
  }

  @Test func theRestOfTheWordIsReplaced() throws {
    #expect(try line("quá hạn theo huy¦n khi quý = II/2021") == "quá hạn theo huyện khi quý = II/2021")
    #expect(try line("overdue by dist¦rict") == "overdue by district")
    #expect(
      try line("overdue where province = \"bac g¦iang\"") == "overdue where province = \"Bắc Giang\"")
    #expect(try complete("overdue by ¦district").replacedScalars == 11..<11)
  }

  @Test func quartersAreFoundAsReportsWriteThem() throws {
    #expect(try texts("quá hạn khi quý = I", .vietnamese) == ["II/2021"])
    #expect(try texts("quá hạn khi quý = II/", .vietnamese) == ["II/2021"])
  }

  @Test func anUnknownWordLeadsNowhere() throws {
    let begun = try texts("so ", .vietnamese)
    #expect(begun.contains("so sánh"))
    #expect(begun.allSatisfy { folded($0).hasPrefix("so ") })
    #expect(try !texts("huyện ", .vietnamese).contains("theo"))
    #expect(try texts("xyzzy ").isEmpty)
    #expect(try texts("xyzzy plugh ").isEmpty)
    #expect(try texts("xyzzy b").isEmpty)
  }

  @Test func helpBeginsWithItsMainTopics() throws {
    #expect(try texts("help ").prefix(3) == ["by", "where", "having"])
    #expect(try texts("trợ giúp ", .vietnamese).prefix(3) == ["theo", "khi", "có"])
  }

  @Test func aFirstLookHasMeasuresAndStatements() throws {
    let first = try complete("").candidates.prefix(12).map(\.text)
    #expect(first.contains("received") && first.contains("show") && first.contains("help"))
  }

  @Test func glossesSayMoreThanTheirWord() throws {
    let keys = try complete("overdue by d").candidates
    #expect(keys.map(\.text).contains("district"))
    #expect(!keys.contains { $0.text.contains("hành chính") })
    #expect(try texts("overdue by đơn vị hành chính cấp h") == ["đơn vị hành chính cấp huyện"])
    for typed in ["overdue by ", "tthc_announced by "] {
      for candidate in try complete(typed).candidates where !candidate.meaning.isEmpty {
        #expect(candidate.meaning != candidate.label)
        #expect(candidate.meaning != String(candidate.label.map { $0 == "_" ? " " : $0 }))
      }
    }
  }
}

/// Whatever is offered can be run.
struct ShownKindTests {
  private func expectRuns(_ text: String) throws {
    let statement = try Shipped.statement(text)
    guard case .show(let kind, let dimension, let condition) = statement.kind else {
      Issue.record("\(text) is no listing")
      return
    }
    let listing = CatalogListing(library: try Shipped.library.get())
    #expect(throws: Never.self, "\(text)") { try listing.table(kind, of: dimension, where: condition) }
  }

  @Test(arguments: Language.allCases)
  func everyListThatTabOffersRuns(language: Language) throws {
    let word = Keyword.show.names[language]
    let completion = Completion(
      catalog: try Shipped.catalog(), definitions: [], settings: [], datasets: [], language: language)
    let offered = completion.candidates(
      for: word + " ", cursorScalarOffset: word.unicodeScalars.count + 1
    ).candidates
    #expect(offered.count == ShownKind.allCases.count)
    for candidate in offered {
      let isValues = candidate.text == ShownKind.values.names[language]
      let text = "\(word) \(candidate.text)" + (isValues ? " district" : "")
      try expectRuns(text)
      try expectRuns(folded(text))
      try expectRuns(text.uppercased())
    }
  }

  @Test(arguments: ShownKind.allCases)
  func everySpellingRuns(kind: ShownKind) throws {
    for spelling in kind.spellings {
      let rest = kind == .values ? " of district" : ""
      guard case .show(kind, _, _) = try Shipped.statement("show \(spelling)\(rest)").kind else {
        Issue.record("\(spelling)")
        continue
      }
    }
  }

  @Test(arguments: Language.allCases)
  func everyListThatHelpNamesRuns(language: Language) throws {
    let overview = Help(catalog: try Shipped.catalog(), language: language).overview
    let word = Keyword.show.names[language]
    let line = try #require(overview.split(separator: "\n").first { $0.contains(" · \(word) ") })
    let statements = line.split(separator: "·").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(statements.count > 3)
    for statement in statements { try expectRuns(statement) }
  }
}
