import Testing

@testable import QueryLang

@Suite struct HelpTests {
  private func help(_ language: Language = .english) throws -> Help {
    Help(catalog: try Shipped.catalog(), language: language)
  }

  private static let examples: [String] = {
    let topics = HelpTopic.all.map(\.example) + Help.overviewExamples
    return Array(Set(topics.flatMap { [$0.vietnamese, $0.english] })).sorted()
  }()

  @Test(arguments: ["export", "file", "tệp", "lưu", "luu", "xuất"])
  func whoeverSavesAnAnswerFindsInto(word: String) throws {
    for language in Language.allCases {
      #expect(try help(language).answer(word)?.text.contains("| into") == true)
    }
  }

  @Test(arguments: examples)
  func everyExampleIsRead(text: String) throws {
    _ = try Shipped.statement(text)
  }

  @Test(
    arguments: HelpTopic.all.filter { $0.isAnswered && !$0.needsCases }.map(\.example) + Help.overviewExamples
  )
  func everyExampleRuns(example: Localized) throws {
    for text in [example.vietnamese, example.english] {
      switch try Shipped.statement(text).kind {
      case .query(let query):
        if case .lastResult = query.subject { continue }
        #expect(throws: Never.self, "\(text)") {
          let table = try Shipped.answer(query)
          #expect(!table.rows.isEmpty, "\(text)")
        }
      case .show(let kind, let dimension, let condition):
        let listing = CatalogListing(library: try Shipped.library.get())
        #expect(throws: Never.self, "\(text)") { try listing.table(kind, of: dimension, where: condition) }
      case .why(let query):
        let library = try Shipped.library.get()
        let bound = try Binder.bind(query, in: BindingContext(catalog: library.catalog))
        #expect(try !QueryPipeline.why(bound, library: library).cells.isEmpty, "\(text)")
      case .explain(let query, _):
        let library = try Shipped.library.get()
        let context = BindingContext(catalog: library.catalog)
        #expect(
          try !QueryPipeline.explain(query, library: library, context: context).roads.isEmpty, "\(text)")
      case .check(let dataset, _, let condition):
        let library = try Shipped.library.get()
        let context = BindingContext(catalog: library.catalog)
        let check = try CheckBinder.bind(
          dataset: dataset, where: condition, library: library, context: context)
        #expect(try !CheckEvaluator.evaluate(check, library: library).table.rows.isEmpty, "\(text)")
      case .compare(let compare):
        let library = try Shipped.library.get()
        let context = BindingContext(catalog: library.catalog)
        let statement = try Shipped.statement(text)
        let table = try QueryPipeline.answer(compare, at: statement.span, library: library, context: context)
        #expect(!table.rows.isEmpty, "\(text)")
      case .help(let word): #expect(try help().answer(word?.text) != nil)
      default: continue
      }
    }
  }

  @Test(arguments: Keyword.allCases)
  func everyKeywordIsExplained(keyword: Keyword) throws {
    #expect(try help().answer(keyword.canonical) != nil)
    #expect(try help(.vietnamese).answer(keyword.vietnamese) != nil)
  }

  @Test func functionsStagesAndKindsAreExplained() throws {
    let stages = OutputFormat.allCases.map(\.rawValue) + ["html", "chart", "into"]
    for word in FunctionName.allCases.map(\.rawValue) + stages + MeasureKind.allCases.map(\.rawValue) {
      #expect(try help().answer(word) != nil, "\(word)")
    }
  }

  /// Those that ask cases run over the sample.
  @Test(arguments: HelpTopic.all.filter(\.needsCases).map(\.example))
  func everyExampleOverCasesRuns(example: Localized) throws {
    for text in [example.vietnamese, example.english] {
      var session = TestSession(ShippedData.library)
      let answer = session.transcript(of: "load \"examples/cases.csv\" as cases; " + text)
      #expect(
        answer.contains("canonical: ") || answer.contains("note: held "), "\(answer)")
      #expect(answer.contains("\n") && !answer.contains("error["), "\(answer)")
    }
  }

  @Test func unansweredWordsSaySo() throws {
    let unanswered = ["html", "chart"]
    for word in unanswered {
      #expect(try help().answer(word)?.text.contains("not answer") == true, "\(word)")
    }
  }

  @Test func answeredWordsDoNot() throws {
    let answered = [
      "compare", "vs", "pivot", "totals", "others", "incomparable", "previous", "target", "on", "share",
      "rank",
      "cumulative", "change", "to", "attach", "clickhouse", "detach", "push", "against",
    ]
    for word in answered {
      #expect(try help().answer(word)?.text.contains("not answer") == false, "\(word)")
    }
  }

  @Test func aMeasureIsExplainedInEitherLanguage() throws {
    let english = try #require(try help().answer("overdue_rate")).text
    #expect(try help().answer("ty le giai quyet qua han")?.text == english)
    for part in ["resolved_overdue / resolved", "ratio", "Never added", "Unit: %", "province"] {
      #expect(english.contains(part), "\(part)")
    }
  }

  @Test func dimensionsTimesAndMembersAreExplained() throws {
    #expect(try help().answer("huyện")?.text.contains("district") == true)
    #expect(try help().answer("quarter")?.text.contains("Q2/2021") == true)
    #expect(try help(.vietnamese).answer("luc nam")?.text.contains("Thuộc về: Tỉnh Bắc Giang") == true)
  }

  @Test func overviewFillsAScreen() throws {
    for language in Language.allCases {
      let text = try #require(try help(language).answer(nil)).text
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 24)
    }
  }

  @Test func examplesStayInOneLineAndTheRestIsBroken() throws {
    for word in [nil, "compare", "province", "overdue_rate"] {
      for language in Language.allCases {
        let answer = try #require(try help(language).answer(word))
        let broken = answer.text(toWidth: 30)
        let labels = HelpAnswer.exampleLabels.map { $0[language] }
        let examples = answer.text.split(separator: "\n").filter { line in
          labels.contains { line.contains($0) }
        }
        let overview = word == nil ? Help.overviewExamples.map { $0[language] } : []
        let whole = examples.map(String.init) + overview
        #expect(whole.allSatisfy { broken.contains($0) })
        for line in broken.split(separator: "\n") where !whole.contains(where: { line.contains($0) }) {
          #expect(displayWidth(String(line)) <= 30, "\(line)")
        }
      }
    }
  }

  @Test func signsAreExplained() throws {
    for sign in ["|", "~", "_", "{"] {
      let text = "help " + sign
      guard case .help(let word?) = try Shipped.statement(text).kind else {
        Issue.record("\(text)")
        continue
      }
      #expect(word.text == sign)
      #expect(try help().answer(word.text) != nil)
      #expect(isCompleteInput(text, names: try Shipped.catalog().lexicon))
      #expect(isCompleteInput("trợ giúp " + sign, names: try Shipped.catalog().lexicon))
    }
  }

  @Test func nearWordsAreSuggested() throws {
    #expect(try help().answer("wher") == nil)
    #expect(try help().nearWords("wher").first == "where")
    #expect(try help().nearWords("overdu_rate").contains("overdue_rate"))
  }
}
