import Testing

@testable import QueryLang

/// What is proposed to somebody who wrote nearly the right thing.
struct RemedyTests {
  private func diagnostics(_ text: String, _ language: Language) throws -> [Diagnostic] {
    let catalog = try Shipped.catalog()
    let parsed = try #require(QueryPipeline.parse(QuerySource(text), names: catalog.lexicon).first)
    if parsed.hasErrors { return parsed.diagnostics }
    guard case .query(let query)? = parsed.statement?.kind else { return [] }
    var context = BindingContext(catalog: catalog)
    context.language = language
    do throws(QueryError) {
      _ = try Binder.bind(query, in: context)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func remedies(_ text: String, _ language: Language = .vietnamese) throws -> [String] {
    try diagnostics(text, language).flatMap(\.suggestions).map { DiagnosticWording(language).sentence($0) }
  }

  @Test(arguments: [
    ("quá hạn khi quý = 2/2021", "có phải bạn muốn viết Q2/2021?"),
    ("quá hạn khi nửa năm = 1/2021", "có phải bạn muốn viết H1/2021?"),
    ("quá hạn khi quý = 2021", "có phải bạn muốn viết Q1/2021, Q2/2021, Q3/2021 hay Q4/2021?"),
    ("quá hạn khi quý = 2021", "hãy viết năm = 2021"),
    ("quá hạn khi quý = 2", "ví dụ: Q2/2021"),
    ("quá hạn khi quý II/2021", "hãy viết quý = II/2021"),
    ("quá hạn khi quý = II năm 2021", "hãy viết II/2021"),
    ("quá hạn khi quý = quý ii 2021", "hãy viết II/2021"),
    ("quá hạn khi quý = 2 năm 2021", "hãy viết Q2/2021"),
    ("quá hạn so với II năm 2021", "hãy viết II/2021"),
    ("quá hạn khi tháng = 6 năm 2021", "hãy viết 6/2021"),
    ("quá hạn khi quý II năm 2021", "hãy viết quý = II/2021"),
    ("quá hạn khi quý 2/2021", "hãy viết quý = Q2/2021"),
    ("quá hạn khi tỉnh Bắc Giang", "hãy viết tỉnh = \"Bắc Giang\""),
    ("quá hạn khi tỉnh \"Bắc Giang\"", "hãy viết tỉnh = \"Bắc Giang\""),
  ])
  func conditions(text: String, remedy: String) throws {
    let found = try remedies(text)
    #expect(found.contains(remedy), "\(found)")
  }

  @Test func aQuarterThatSaysSoIsOne() throws {
    let quarter = try TimeLiteral.parse("Q2/2021")
    for text in ["quý 2/2021", "quy 2/2021", "Quarter 2/2021"] {
      #expect(try TimeLiteral.parse(text) == quarter, "\(text)")
    }
    #expect(try TimeLiteral.parse("half 2/2021") == (try TimeLiteral.parse("H2/2021")))
    #expect(try TimeLiteral.parse("tháng 2/2021") == (try TimeLiteral.parse("02/2021")))
    #expect(throws: TimeLiteral.Failure.noSuchPeriod) { _ = try TimeLiteral.parse("quý 6/2021") }
    #expect(try remedies("quá hạn khi quý = quý 2/2021").isEmpty)
    #expect(try remedies("quá hạn khi quý = \"quý 2/2021\"").isEmpty)
  }

  @Test func aMonthThatIsNoQuarterIsNone() throws {
    #expect(try remedies("quá hạn khi quý = 06/2021").isEmpty)
    #expect(try remedies("quá hạn khi quý = 7").isEmpty)
    #expect(try remedies("quá hạn khi tháng = 2021").isEmpty)
  }

  @Test(arguments: [
    ("quá hạn huyện", "hãy viết theo huyện", "write by huyện"),
    ("quá hạn theo huyện quý = II/2021", "hãy viết khi quý = II/2021", "write where quý = II/2021"),
    ("quá hạn theo huyện quý II năm 2021", "hãy viết khi quý = II/2021", "write where quý = II/2021"),
    ("qua han theo huyen quy ii 2021", "hãy viết khi quy = II/2021", "write where quy = II/2021"),
    ("quá hạn khi khối = local quý II 2021", "hãy viết và quý = II/2021", "write and quý = II/2021"),
    ("qua han cac huyen", "hãy viết theo huyen", "write by huyen"),
    ("qua han o huyen", "hãy viết theo huyen", "write by huyen"),
    ("qua han o tinh Bac Giang", "hãy viết khi tinh = \"Bac Giang\"", "write where tinh = \"Bac Giang\""),
    ("quá hạn quý II/2021", "hãy viết khi quý = II/2021", "write where quý = II/2021"),
    ("quá hạn quý 2/2021 theo huyện", "hãy viết khi quý = Q2/2021", "write where quý = Q2/2021"),
    ("quá hạn theo huyện tỉnh", "hãy viết , tỉnh", "write , tỉnh"),
    ("quá hạn khi quý = II/2021 khối = local", "hãy viết và khối = local", "write and khối = local"),
    ("overdue district where quarter = Q2/2021", "hãy viết theo district", "write by district"),
    ("overdue csv", "hãy viết | csv", "write | csv"),
    ("quá hạn ghi \"a.csv\"", "hãy viết | ghi vào \"…\"", "write | into \"…\""),
  ])
  func aForgottenWord(text: String, vietnamese: String, english: String) throws {
    #expect(try remedies(text) == [vietnamese])
    #expect(try remedies(text, .english) == [english])
  }

  @Test func noClauseIsProposedWhereNoneCanStand() throws {
    #expect(try remedies("quá hạn ở xyzzy").isEmpty)
    #expect(try remedies("show measures district").isEmpty)
  }

  @Test func comparedAreToldApartByCommas() throws {
    for text in ["so sánh Bắc Giang và An Giang", "so sánh Bắc Giang, An Giang"] {
      for language in Language.allCases {
        let remedy = try #require(try remedies(text, language).last)
        let example = Parser.comparison[language]
        #expect(remedy.hasSuffix(example))
        #expect(try diagnostics(example, language).isEmpty)
      }
    }
    let fact = try #require(try diagnostics("so sánh Bắc Giang và An Giang", .vietnamese).first?.fact)
    #expect(DiagnosticWording(.vietnamese).sentence(fact) == "cần dấu phẩy hoặc ‘về’, gặp ‘và’")
  }

  @Test func onlyFormatsThatAreAnsweredAreListed() throws {
    let list = try #require(try remedies("overdue | xyzzy", .english).first)
    for word in StageSyntax.formats + ["into"] {
      #expect(list.contains(word))
      let topics = HelpTopic.topics(for: word)
      #expect(topics.allSatisfy { $0.isAnswered })
    }
    #expect(!list.contains("html") && !list.contains("chart"))
    #expect(try remedies("overdue | ghi \"a.csv\"") == ["có phải bạn muốn viết ghi vào?"])
  }

  @Test func aFileIsNamedInEitherLanguage() throws {
    let english = try Shipped.statement("overdue | into \"a.csv\"")
    for text in ["overdue | ghi vào \"a.csv\"", "overdue | GHI VAO \"a.csv\""] {
      #expect(try Shipped.statement(text).stages == english.stages)
    }
    #expect(
      try Shipped.statement("overdue | ghi vào! \"a.csv\"").stages == [.into("a.csv", replacing: true)])
  }

  @Test func wordsOfOtherShellsLeadToOurs() throws {
    for text in ["?", "\\h", "\\?", "\\dt", "ls", "SELECT * FROM x", "select 1 where a = 2 | b"] {
      #expect(try remedies(text) == ["hãy chạy: trợ giúp"], "\(text)")
      let found = try diagnostics(text, .english)
      #expect(found.map { DiagnosticWording.code(of: $0.fact) } == ["foreign-statement"], "\(text)")
    }
    #expect(try remedies("\\q") == ["hãy chạy: thoát"])
    #expect(try remedies("\\q", .english) == ["run: quit"])
    #expect(try remedies("xyzzy") == ["hãy chạy: xem chỉ số"])
    let inside = try remedies("overdue where province = \\q")
    #expect(inside.allSatisfy { !$0.contains("thoát") })
    #expect(try Shipped.statement("hướng dẫn").kind == .help(nil))
  }

  @Test(arguments: [
    ("xuat csv", "hãy chạy: _ | ghi vào \"ket-qua.csv\"", "run: _ | into \"result.csv\""),
    ("luu ra tep a.csv", "hãy chạy: _ | ghi vào \"a.csv\"", "run: _ | into \"a.csv\""),
    ("_ | csv a.csv", "hãy viết _ | ghi vào \"a.csv\"", "write _ | into \"a.csv\""),
    ("_ | csv \"a b\"", "hãy viết _ | ghi vào \"a b\"", "write _ | into \"a b\""),
    ("_ > out/a.csv", "hãy viết _ | ghi vào \"out/a.csv\"", "write _ | into \"out/a.csv\""),
    ("quá hạn theo huyện | csv a.csv", "hãy viết | ghi vào \"a.csv\"", "write | into \"a.csv\""),
    ("_ | ghi ", "ví dụ: _ | ghi vào \"ket-qua.csv\"", "for example: _ | into \"result.csv\""),
    ("_ | into", "ví dụ: _ | ghi vào \"ket-qua.csv\"", "for example: _ | into \"result.csv\""),
  ])
  func whoeverSavesIsToldHow(text: String, vietnamese: String, english: String) throws {
    #expect(try remedies(text) == [vietnamese])
    #expect(try remedies(text, .english) == [english])
  }

  @Test func aNameKnownHereIsNoForeignStatement() throws {
    var lexicon = try Shipped.catalog().lexicon
    lexicon.add("xuất", .definition)
    let parsed = try #require(QueryPipeline.parse(QuerySource("xuat theo huyện"), names: lexicon).first)
    #expect(!parsed.hasErrors)
  }

  @Test func aFileThatExistsIsReplacedByAWordOfTheLanguage() {
    let fact = DiagnosticFact.fileExists(path: "a.csv")
    #expect(DiagnosticWording(.vietnamese).sentence(fact).hasSuffix("ghi vào!"))
    #expect(DiagnosticWording(.english).sentence(fact).hasSuffix("into!"))
    let rejects = DiagnosticFact.fileExists(path: "a.csv", overwriting: "rejects!")
    #expect(DiagnosticWording(.vietnamese).sentence(rejects).hasSuffix("rejects!"))
  }

  @Test(arguments: ["giải quyết", "giai quyet"])
  func whatANameEndsWithIsNear(text: String) throws {
    let first = try #require(try remedies(text).first)
    #expect(first.hasPrefix("có phải bạn muốn viết đã giải quyết, chưa giải quyết hay "))
  }

  @Test func everydayWordsNameTheMeasure() throws {
    let catalog = try Shipped.catalog()
    // Of cases or of feedback: no measure has the bare words.
    #expect(try remedies("đã xử lý").first?.contains("hồ sơ đã xử lý") == true)
    for text in ["tỉ lệ quá hạn", "ti le qua han", "Tỉ lệ quá hạn theo huyện khi quý = II/2021"] {
      #expect(try remedies(text).isEmpty, "\(text)")
    }
    #expect(catalog.lexicon.meanings(of: "tỉ lệ quá hạn") == catalog.lexicon.meanings(of: "overdue_rate"))
    #expect(try remedies("tỉ lệ quá hạnn").first?.contains("tỷ lệ quá hạn") == true)
  }

  @Test func theRomanQuarterIsNamedInVietnamese() throws {
    #expect(try remedies("quá hạn khi quý = abc").first?.hasPrefix("có: II/2021, H1/2021") == true)
    #expect(try remedies("quá hạn khi quý = abc", .english).first?.hasPrefix("there is: Q2/2021") == true)
  }

  @Test func whatThereIsToShowIsNamedInTheDisplayLanguage() throws {
    #expect(try remedies("xem").first?.hasPrefix("có: chỉ số, chiều, bộ dữ liệu") == true)
    #expect(try remedies("show", .english).first?.hasPrefix("there is: measures, dimensions") == true)
    #expect(try remedies("xem huyện") == ["hãy viết xem giá trị của huyện"])
    #expect(try remedies("xem giá trị") == ["ví dụ: xem giá trị của huyện"])
    #expect(try remedies("xem giá trị huyện") == ["hãy viết xem giá trị của huyện"])
  }

  @Test func ofShortNamesNoLetterMayBeAnother() {
    #expect(NearNames.of("ghi", among: ["khi"]).isEmpty)
    #expect(NearNames.of("abc", among: ["asc"]).isEmpty)
    #expect(NearNames.of("asd", among: ["sad", "as"]) == ["as", "sad"])
    #expect(NearNames.of("009", among: ["001"]) == ["001"])
    #expect(NearNames.of("wher", among: ["where"]) == ["where"])
  }

  @Test func sentencesAreBrokenBetweenWordsAndRemediesNot() throws {
    let text = "quá hạn khi quý = 06/2021"
    let drawing = DiagnosticDrawing(.vietnamese, widthInColumns: 40)
    let drawn = drawing.draw(try diagnostics(text, .vietnamese), in: QuerySource(text))
    #expect(drawn.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= 40 })
    let words = DiagnosticDrawing(.vietnamese).draw(try diagnostics(text, .vietnamese), in: QuerySource(text))
    func joined(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
    #expect(joined(drawn) == joined(words))
    let compared = "so sánh Bắc Giang và An Giang"
    let whole = drawing.draw(try diagnostics(compared, .vietnamese), in: QuerySource(compared))
    #expect(whole.contains(Parser.comparison.vietnamese))
  }

  @Test func ofVeryManyErrorsTheFirstAreDrawn() throws {
    let text = "received{channel = \(String(repeating: "\u{1D}", count: 700))}"
    let found = QueryPipeline.parse(QuerySource(text), names: ShippedData.lexicon).flatMap(\.diagnostics)
    #expect(found.count >= 700)
    let drawn = DiagnosticDrawing(.english).draw(found, in: QuerySource(text))
    #expect(drawn.split(separator: "\n").count(where: { $0.hasPrefix("error[") }) == 100)
    #expect(drawn.hasSuffix("\nand \(found.count - 100) more\n"))
    let few = DiagnosticDrawing(.english).draw(Array(found.prefix(100)), in: QuerySource(text))
    #expect(!few.contains(" more\n"))
  }
}
