import Testing

@testable import QueryLang

@Suite struct CompletionTests {
  private func complete(_ text: String, _ language: Language = .english) throws -> CompletionAnswer {
    let completion = Completion(
      catalog: try Shipped.catalog(), definitions: ["late_share"], settings: ["lang", "format"],
      datasets: ["tthc"], parameters: Shipped.parameters, language: language)
    let cursor = text.unicodeScalars.firstIndex(of: "¦")
    let before = cursor.map { text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: $0) }
    let whole = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "¦" }))
    return completion.candidates(for: whole, cursorScalarOffset: before ?? whole.unicodeScalars.count)
  }

  private func texts(_ text: String, _ language: Language = .english) throws -> [String] {
    try complete(text, language).candidates.map(\.text)
  }

  @Test func aStatementBeginsWithMeasuresThenStatementWords() throws {
    let texts = try texts("")
    let measure = try #require(texts.firstIndex(of: "received"))
    let word = try #require(texts.firstIndex(of: "show"))
    #expect(measure < word)
    #expect(texts.contains("late_share"))
    #expect(texts.contains("compare"))
    #expect(texts.contains("list"))
    #expect(texts.contains("attach"))
  }

  @Test func attachingIsCompletedWordByWord() throws {
    #expect(try texts("attach ") == ["clickhouse"])
    #expect(try texts("attach clickhouse \"http://host:8123/db\" ") == ["table"])
    #expect(try texts("attach clickhouse \"http://host:8123/db\" table cases ") == ["as"])
    #expect(try texts("detach ").contains("tthc"))
  }

  @Test func whatIsUsedMostComesFirst() throws {
    #expect(try texts("overdue by ").prefix(2) == ["province", "district"])
    #expect(try texts("overdue by district ").prefix(2) == ["where", "having"])
    #expect(try texts("overdue where quarter = Q2/2021 ").first == "and")
    #expect(try texts("").prefix(2) == ["late_share", "received"])
  }

  @Test func measuresWithoutAnyFigureComeLast() throws {
    let catalog = try Shipped.catalog()
    let reported = try #require(catalog.measures.last { $0.formula == nil })
    let completion = Completion(
      catalog: catalog, definitions: [], settings: [], datasets: [], language: .english,
      reported: [reported.index])
    let names = completion.candidates(for: "why ", cursorScalarOffset: 4).candidates.map(\.text)
    let first = try #require(names.firstIndex(of: reported.id))
    #expect(try #require(names.firstIndex(of: "received_new")) > first)
  }

  @Test func aCompleteStatementIsOfferedItsStages() throws {
    #expect(try texts("overdue by district ").contains("|"))
    #expect(try texts("_ ").contains("|"))
    #expect(try texts("overdue | csv ") == ["|"])
  }

  @Test func pathsComeFromTheCaller() throws {
    let completion = Completion(
      catalog: try Shipped.catalog(), definitions: [], settings: [], datasets: [], language: .english,
      files: { $0.hasPrefix("in/") ? ["in/a b.csv"] : ["in/", "my.tthc"] })
    func texts(_ text: String) -> [String] {
      completion.candidates(for: text, cursorScalarOffset: text.unicodeScalars.count).candidates.map(\.text)
    }
    #expect(texts("load ") == ["\"in/", "\"my.tthc\""])
    #expect(texts("load \"in/a") == ["\"in/a b.csv\""])
    #expect(texts("source m") == ["\"my.tthc\""])
    #expect(texts("_ | into ") == ["\"result.csv\"", "\"in/"])
    #expect(texts("_ | into! ") == ["\"in/", "\"my.tthc\""])
  }

  @Test func aWordNotAnsweredYetIsOfferedToThoseWhoTypeIt() throws {
    #expect(try texts("comp").contains("compare"))
  }

  @Test func parametersFollowTheirSign() throws {
    #expect(try texts("overdue where quarter = $") == ["$q"])
    #expect(try texts("overdue top $¦ by district") == ["$q"])
    #expect(try texts("overdue where province = \"$") != ["$q"])
    #expect(try texts("overdue where quarter = $q ").contains("by"))
    #expect(try texts("overdue where province = $q and quar").contains("quarter"))
    #expect(try texts("overdue top $q p") == ["per", "pivot"])
    let types = try texts("param x: ")
    #expect(Set(["quarter", "province", "number", "text"]).isSubset(of: types))
    #expect(try texts("param x: tier = ").contains("district"))
  }

  @Test func aWordOfTwoPartsGoesOn() throws {
    #expect(try texts("so sa") == ["so sánh"])
    #expect(try texts("overdue sa").contains("sắp xếp"))
  }

  @Test func whyAndExplainGoOnAsAQuery() throws {
    #expect(try texts("why overdue by dis").contains("district"))
    #expect(try texts("vì sao over").contains("overdue"))
    #expect(try texts("explain overdue wh") == ["where"])
    #expect(try texts("explain ana").contains("analyze"))
    #expect(try texts("explain analyze overdue where district = lang").contains { $0.contains("Lạng Giang") })
  }

  @Test func afterAMeasureComeClauses() throws {
    let texts = try texts("overdue ")
    #expect(Set(["by", "where", "having", "top", "as"]).isSubset(of: texts))
    #expect(!texts.contains("overdue_rate"))
    #expect(try self.texts("overdue by district w") == ["where", "with"])
  }

  @Test func theSecondWordOfAsOfIsOffered() throws {
    #expect(try texts("overdue as o") == ["as of"])
    #expect(try texts("overdue as ") == ["as of"])
    #expect(try texts("overdue as late ").contains("by"))
  }

  @Test func aClauseIsOfferedOnce() throws {
    #expect(try !texts("overdue by district ").contains("by"))
  }

  @Test func byOffersOnlyWhatAllMeasuresHave() throws {
    let catalog = try Shipped.catalog()
    for query in ["overdue", "overdue, tthc_announced"] {
      let measures = query.split(separator: ", ").compactMap { catalog.measure(String($0)) }
      let offered = try texts(query + " by ")
      for dimension in catalog.dimensions {
        let isShared = measures.allSatisfy { $0.dimensions.contains(dimension.index) }
        #expect(offered.contains(dimension.id) == isShared, "\(query) by \(dimension.id)")
      }
      #expect(offered.contains("quarter"))
    }
    #expect(try !texts("overdue by district, ").contains("district"))
  }

  @Test func checkOffersItsFieldsAndTheirValues() throws {
    #expect(try Set(["where", "figures"]).isSubset(of: texts("check ")))
    #expect(try texts("check figures ") == ["where", "against"])
    #expect(try texts("check figures ag") == ["against"])
    #expect(try texts("check figures against ").contains("figures"))
    #expect(try texts("check figures against figures ") == ["where"])
    #expect(try texts("check figures against figures where docu").first == "document")
    #expect(
      try Set(["rule", "severity", "document", "province", "quarter"]).isSubset(of: texts("check where ")))
    #expect(try texts("check where rule = npsp_r") == ["npsp_rate"])
    #expect(try texts("check figures where severity = ") == ["error", "warning"])
    #expect(try texts("check where rule = npsp_rate and document = ").contains("004"))
    #expect(try texts("check where rule = npsp_rate and province = bac nin") == ["\"Bắc Ninh\""])
    #expect(try texts("đối chiếu khi phép k") == ["phép kiểm tra"])
    #expect(try texts("check where rule = npsp_rate | cs") == ["csv"])
  }

  @Test func rulesOfCasesAreOfferedOfCases() throws {
    let library = try CaseFolder.use { folder in
      try folder.write("received_on,province\n2021-04-01,An Giang\n")
      return try Shipped.library.get().adding(
        cases: try folder.load(), named: "hồ sơ 2021", from: "cases.csv")
    }
    let completion = Completion(
      catalog: library.catalog, definitions: [], settings: [], datasets: ["tthc", "hồ sơ 2021"],
      parameters: [], language: .english, cases: CaseNames.all(in: library))
    func texts(_ text: String) -> [String] {
      completion.candidates(for: text, cursorScalarOffset: text.unicodeScalars.count).candidates.map(\.text)
    }
    #expect(Set(texts("check \"hồ sơ 2021\" where rule = ")) == Set(CaseCheckRule.allCases.map(\.rawValue)))
    #expect(texts("check figures where rule = npsp_r") == ["npsp_rate"])
  }

  @Test func membersAreFoundWithoutAccents() throws {
    #expect(try texts("overdue where province = bac gia") == ["\"Bắc Giang\""])
    #expect(try texts("overdue where province = \"bac gia") == ["\"Bắc Giang\""])
    #expect(try texts("overdue where channel = onl") == ["online"])
  }

  @Test func parentsNarrowTheMembers() throws {
    let all = try complete("overdue where district = ").candidates
    let here = try complete("overdue where province = \"Bắc Giang\" and district = ").candidates
    #expect(here.count < all.count)
    #expect(here.contains { $0.label.hasSuffix("Lục Nam") })
    #expect(here.allSatisfy { $0.meaning.contains("Bắc Giang") })
    #expect(
      try texts("overdue where province = Bac Giang and district = luc n")
        == ["\"Lục Nam\"", "\"Lục Ngạn\""])
  }

  @Test func listsOfValuesGoOn() throws {
    #expect(try texts("received where province in (\"An Giang\", bac gia") == ["\"Bắc Giang\""])
  }

  @Test func timeFieldsOfferPeriods() throws {
    let texts = try texts("overdue where quarter = ")
    #expect(texts.first == "latest")
    #expect(texts.contains("Q2/2021"))
    #expect(try self.texts("overdue where quarter = Q2") == ["Q2/2021"])
  }

  @Test func bracesOfferTheDimensionsOfTheirMeasure() throws {
    let texts = try texts("received_new{")
    #expect(texts.contains("channel"))
    #expect(!texts.contains("quarter"))
    #expect(try self.texts("received_new{channel = onl") == ["online"])
  }

  @Test func conditionsGoOnWithAnd() throws {
    let texts = try texts("overdue where quarter = Q2/2021 ")
    #expect(texts.contains("and") && texts.contains("by") && !texts.contains("where"))
    #expect(try self.texts("overdue where province ").first == "=")
  }

  @Test func havingAndSortOfferTheColumns() throws {
    #expect(try texts("overdue, received as got by district having ") == ["overdue", "received", "got"])
    #expect(try texts("received, overdue by district having ") == ["received", "overdue"])
    #expect(try texts("overdue by district sort ") == ["overdue", "district"])
    #expect(try texts("overdue by district sort overdue d") == ["desc"])
  }

  @Test func statementsOfferTheirOwn() throws {
    #expect(try texts("show val") == ["values of"])
    #expect(try texts("show values of chan") == ["channel"])
    #expect(try texts("show measures where ki") == ["kind"])
    #expect(try texts("show measures where kind = ra") == ["ratio", "rank"])
    #expect(try texts("set f") == ["format"])
    #expect(try texts("use t") == ["tthc"])
    #expect(try texts("help overdue_r") == ["overdue_rate"])
    #expect(try texts("overdue | js") == ["json", "jsonl"])
  }

  @Test func vietnameseIsAnsweredInVietnamese() throws {
    #expect(try texts("quá hạn ").contains("theo"))
    #expect(try texts("qua han th").contains("theo"))
    #expect(try texts("quá hạn theo hu") == ["huyện"])
    #expect(try texts("quá hạn theo ").contains("huyện"))
    #expect(try texts("overdue by ", .vietnamese).contains("district"))
    #expect(try texts("quá hạn theo huyện so v") == ["so với"])
    #expect(try texts("qua").allSatisfy { folded($0).hasPrefix("qua") })
  }

  @Test func typedAccentsChoose() throws {
    #expect(try texts("tỷ lệ quá").allSatisfy { $0.hasPrefix("tỷ lệ quá") })
  }

  @Test func replacedIsWhatWasTyped() throws {
    #expect(try complete("overdue by dis").replacedScalars == 11..<14)
    #expect(try complete("quá hạn theo hu").replacedScalars == 13..<15)
    #expect(try complete("overdue by dis¦ where quarter = Q2/2021").replacedScalars == 11..<14)
    #expect(try complete("overdue where province = \"bac gia¦\"").replacedScalars == 25..<34)
    #expect(try complete("overdue ").replacedScalars == 8..<8)
  }

  @Test func decomposedTextIsCountedAsTyped() throws {
    let decomposed = "qua\u{301} ha\u{323}n theo hu"
    #expect(try complete(decomposed).replacedScalars == 15..<17)
  }

  @Test func aLongerNameMayBeMeant() throws {
    let answer = try complete("received n")
    #expect(answer.candidates.isEmpty || answer.candidates.allSatisfy { $0.text.hasPrefix("received n") })
    #expect(try texts("hồ sơ quá").contains("hồ sơ quá hạn"))
  }

  @Test func candidatesAreUniqueAndLimited() throws {
    let answer = try complete("overdue where district = ")
    #expect(answer.candidates.count <= Completion.limit)
    #expect(answer.leftOut > 0)
    #expect(Set(answer.candidates.map(\.text)).count == answer.candidates.count)
  }

  @Test func afterASemicolonANewStatementBegins() throws {
    #expect(try texts("overdue; sho") == ["show"])
  }

  @Test func everyMeasureOfferedIsReadAsItself() throws {
    let catalog = try Shipped.catalog()
    for language in Language.allCases {
      for text in try texts("overdue + ", language) where !text.hasSuffix("(") && text != "late_share" {
        guard case .query(let query) = try Shipped.statement(text).kind,
          case .measures(let measures) = query.subject, case .name(let name, nil) = measures.first?.expression
        else {
          Issue.record("\(text)")
          continue
        }
        let isMeasure = catalog.lexicon.meanings(of: name.text).contains(where: \.isMeasureLike)
        #expect(isMeasure, "\(text)")
      }
    }
  }

  @Test(arguments: HelpTopic.all.map(\.example.vietnamese) + HelpTopic.all.map(\.example.english))
  func noPlaceInAStatementTraps(text: String) throws {
    for length in 0...text.unicodeScalars.count {
      let prefix = String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
      _ = CompletionScanner(prefix, catalog: try Shipped.catalog())
    }
  }
}
