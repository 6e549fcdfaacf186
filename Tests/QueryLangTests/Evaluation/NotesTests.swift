import Foundation
import Testing

@testable import QueryLang

/// What is said under a table of baselines inside each other, of comparisons without figures, and of numbers too long.
struct NotesTests {
  private func answer(_ text: String, _ library: Library = ShippedData.library) throws -> ResultTable {
    var session = TestSession(library)
    return try session.answer(text)
  }

  private func compare(_ text: String) throws -> ResultTable {
    let parsed = QueryPipeline.parse(QuerySource(text), names: ShippedData.lexicon)
    let statement = try #require(parsed.first?.statement)
    guard case .compare(let compare) = statement.kind else { throw QueryError(parsed[0].diagnostics) }
    return try QueryPipeline.answer(
      compare, at: statement.span, library: ShippedData.library, context: ShippedData.context)
  }

  private func refusal(_ text: String) -> QueryError? {
    do {
      _ = try compare(text)
      return nil
    } catch {
      return error as? QueryError
    }
  }

  private func error(_ text: String) -> [String] {
    refusal(text)?.diagnostics.map { DiagnosticWording.code(of: $0.fact) } ?? []
  }

  private func notes(_ table: ResultTable) -> [String] { table.notes.map(\.english) }

  @Test func aDistrictIsInsideItsProvince() throws {
    let table = try answer(
      "overdue where province = \"Bắc Giang\" and quarter = Q2/2021 vs \"Huyện Lục Nam\"")
    #expect(notes(table).contains("Huyện Lục Nam is inside Bắc Giang: a part is held against its whole"))
    let beside = try answer("overdue by province where quarter = Q2/2021 vs \"An Giang\"")
    #expect(!notes(beside).contains { $0.contains("inside") })
    let units = try answer(
      "overdue by unit where quarter = Q2/2021 and province = \"Bắc Giang\" and sector = local vs \"Bắc Giang\""
    )
    #expect(notes(units).contains { $0.contains("are inside Bắc Giang") })
  }

  @Test func whatIsComparedWithoutFiguresIsAdvised() throws {
    let table = try compare("compare province \"Bắc Giang\", \"Cà Mau\" on received where quarter = Q2/2021")
    #expect(
      notes(table).contains { $0.hasPrefix("Cà Mau: asked for province = \"Cà Mau\"; there are figures") })
    let periods = try compare("compare Q1/2021, Q2/2021 on received where province = \"Bắc Giang\"")
    #expect(notes(periods).contains { $0.hasPrefix("Q1/2021: ") && $0.contains("H1/2021") })
  }

  @Test func whatIsComparedIsSaidOnce() {
    let compare = "compare province \"Bắc Giang\", \"An Giang\" on received"
    #expect(error("\(compare) where quarter = Q2/2021 and province = \"Cà Mau\"") == ["compared-twice"])
    #expect(error("\(compare) by province where quarter = Q2/2021") == ["compared-twice"])
    let periods = "compare Q1/2021, Q2/2021 on received"
    #expect(error("\(periods) where year = 2021") == ["compared-twice"])
    #expect(error("\(periods) by quarter") == ["compared-twice"])
    #expect(error("\(compare) where quarter = Q2/2021 with totals") == ["clause-not-for-compare"])
  }

  @Test func aRefusedClauseIsShownWhereItStands() throws {
    let clauses = ["having received > 1", "vs target", "sort received", "top 2", "pivot province"]
    let text =
      "compare \"Bắc Giang\", \"An Giang\" on received where quarter = Q2/2021 "
      + clauses.joined(separator: " ")
    let places = try #require(refusal(text)).diagnostics.map { diagnostic in
      diagnostic.span.map { QuerySource(text).slice($0) } ?? ""
    }
    #expect(places == clauses)
  }

  @Test func aPlaceAroundStillNarrows() throws {
    let table = try compare(
      "compare district \"Lục Nam\", \"Lạng Giang\" on overdue where quarter = Q2/2021 and province = \"Bắc Giang\""
    )
    #expect(table.rows.count == 1)
  }

  // MARK: Numbers too long

  private func long(_ value: String) throws -> Library {
    let package = try SmallPackage()
    try package.write(
      "document,line,ordinal,measure,period,place,kind,value\nA,1,1,got,2021-Q2,1,online,\(value)\n"
        + "A,1,2,got,2021-Q2,1,paper,\(value)\n", to: "figures.csv")
    return try Library().loading(folder: package.folder, language: .english)
  }

  @Test func anOverflowIsTold() throws {
    let library = try long("9" + String(repeating: "0", count: 18))
    for query in ["got * got * got by place where quarter = Q2/2021"] {
      let table = try answer(query, library)
      #expect(notes(table).contains { $0.contains("more than 38 digits") }, "\(notes(table))")
    }
    let product = try answer("got by place where quarter = Q2/2021", library)
    #expect(!notes(product).contains { $0.contains("38 digits") })
    let quotient = try answer("got / (got - got) as q by place where quarter = Q2/2021", library)
    #expect(!notes(quotient).contains { $0.contains("38 digits") })
  }

  // MARK: Many columns

  @Test func columnsOfWhichTheSameIsSaidStandInOnePart() throws {
    let table = try answer("received, overdue by province, sector where quarter = Q2/2021 pivot sector")
    let note = machineNote(for: table, language: .english)
    #expect(note?.contains("received_vertical, overdue_vertical: 1 missing") == true, "\(note ?? "")")
  }

  @Test func columnsOfOneMeasureHaveTheSameDecimals() throws {
    let table = try answer("overdue_rate by province, sector where quarter = Q2/2021 pivot sector")
    #expect(table.columns.filter(\.isMeasure).map(\.family) == ["overdue_rate", "overdue_rate"])
    func rendered(family: String?) -> String {
      let columns = ["a", "b"].map { name in
        var column = ResultColumn(name: name, title: Localized(both: name), role: .measure(isShare: true))
        column.family = family
        return column
      }
      let values = [ExactDecimal(significand: 5, scale: 1), ExactDecimal(significand: 1234, scale: 4)]
      let row = ResultRow(cells: values.map { ResultCell(.number(.exact($0)), status: .reported) })
      return TableRenderer().render(
        ResultTable(columns: columns, rows: [row]), options: RenderOptions(language: .english))
    }
    #expect(rendered(family: "rate").contains("50.00 % │ 12.34 %"))
    #expect(rendered(family: nil).contains("50 % │ 12.34 %"))
  }

  // MARK: Errors

  @Test(arguments: [
    (
      "received by province where quarter = Q2/2021 having received_change > 3 vs \"An Giang\"",
      "_ having received_change …"
    ),
    (
      "received by province where quarter = Q2/2021 vs \"An Giang\" sort received_change",
      "_ sort received_change"
    ),
    (
      "received by province where quarter = Q2/2021 vs \"An Giang\" top 3 by received_change_pct",
      "_ top … by received_change_pct"
    ),
    (
      "share(received, of sector) by province where quarter = Q2/2021",
      "share(…, of …) needs a dimension of by"
    ),
  ])
  func theRemedyIsNamed(text: String, remedy: String) {
    var session = TestSession(ShippedData.library)
    #expect(session.transcript(of: text).contains(remedy))
  }

  @Test func aCycleOfDefinitionsIsToldOnce() throws {
    var context = ShippedData.context
    let lexicon = context.catalog.lexicon
    context.definitions = [
      "mot": try Parser.parseExpression("hai + hai", names: lexicon),
      "hai": try Parser.parseExpression("mot + mot", names: lexicon),
    ]
    do {
      try Binder.check(Parser.parseExpression("mot + mot", names: lexicon), in: context)
      Issue.record("a cycle was bound")
    } catch {
      let codes = error.diagnostics.map { DiagnosticWording.code(of: $0.fact) }
      #expect(codes == ["cyclic-definition"])
    }
  }
}
