import Testing

@testable import QueryLang

/// `why` of any query explains the very cells of its answer: groups, baselines and changes, sums of rows, and what a
/// pivot sets out in columns.
struct WholeAnswerTests {
  private static let measures = [
    "received", "overdue_rate", "share(received)", "received, rank(received)", "coalesce(received, pending)",
    "received - resolved", "pending", "carried_over", "cumulative(received_new)", "change(received_new)",
    "overdue", "round(100 * share(received), 1)",
  ]
  private static let keys = [
    "", "by province", "by province, sector", "by tier", "by unit", "by quarter", "by system", "by agency",
    "by province, quarter", "by period, tier",
  ]
  private static let clauses = [
    "", "with totals", "top 1", "top 1 with others", "top 1 with others with totals", "bottom 2 with totals",
    "vs previous quarter", "vs \"An Giang\"", "vs target",
    "vs previous quarter with totals top 1 with others",
    "with missing with totals", "having received > 1000 with totals",
  ]
  private static let pivots = ["", "pivot sector", "pivot province", "pivot quarter", "pivot tier"]

  static let combinations: [String] = measures.flatMap { measure in
    keys.flatMap { key in
      clauses.flatMap { clause in
        pivots.filter { $0.isEmpty || key.contains($0.dropFirst(6)) }.map {
          "\(measure) \(key) where period in (Q1/2021, Q2/2021, H1/2021) \(clause) \($0)"
        }
          + (key.contains("quarter") || key.contains("period")
            ? []
            : [
              "\(measure) \(key) where quarter = Q2/2021 \(clause)"
            ])
      }
    }
  }

  private func bind(_ text: String) -> BoundQuery? {
    let parsed = QueryPipeline.parse(QuerySource(text), names: ShippedData.lexicon)
    guard parsed.count == 1, !parsed[0].hasErrors, case .query(let query)? = parsed[0].statement?.kind else {
      return nil
    }
    return try? Binder.bind(query, in: ShippedData.context)
  }

  /// What is wrong with the explanation of a query's cells.
  private func problems(_ query: BoundQuery, limit: Int) throws -> [String] {
    let plan = FigurePlanner(ShippedData.library.catalog).plan(query)
    let cells = try CellDerivations(plan, ShippedData.library, .none)
    let told = try ExplanationWriter(cells).explanation(of: cells.allFigures, limit: limit).cells
    let long = cells.record.table
    let measured = long.columns.indices.filter { long.columns[$0].isMeasure }
    let shown = long.rows.flatMap { row in measured.map { row.cell($0) } }.prefix(limit)
    guard shown.count == told.count else { return ["\(told.count) cells told of \(shown.count)"] }
    return zip(shown, told).compactMap { shown, told in
      let (left, right) = (shown.value.machineText(.english), told.root.value.value.machineText(.english))
      let isTheSame = left == right && shown.status == told.root.value.status
      return isTheSame ? nil : "\(told.column.name): \(right), not \(left)"
    }
  }

  @Test(arguments: GoldenFile.allCases.filter { !$0.canonicalTexts.isEmpty })
  func everyGoldenAnswerIsExplained(golden: GoldenCase) throws {
    for text in golden.canonicalTexts {
      guard let query = bind(text) else { continue }
      #expect(try problems(query, limit: 40) == [], "\(text)")
    }
  }

  @Test func anyClausesTogetherAreExplained() throws {
    var count = 0
    for (position, text) in Self.combinations.enumerated() where position % 41 == 0 {
      guard let query = bind(text) else { continue }
      count += 1
      #expect(try problems(query, limit: 25) == [], "\(text)")
    }
    #expect(count > 30)
  }

  // MARK: What is said

  private func told(_ text: String) throws -> String {
    let query = try #require(bind(text))
    let explanation = try QueryPipeline.why(query, library: ShippedData.library)
    return ExplanationRenderer.render(explanation, options: RenderOptions(language: .english))
  }

  @Test func aPivotIsExplainedColumnByColumn() throws {
    let told = try told("received by province, sector where quarter = Q2/2021 pivot sector")
    #expect(told.contains("An Giang · local · Q2/2021 = 597,351 — 001, line 43"))
    #expect(told.contains("An Giang · vertical · Q2/2021 = 1,288,328 — 001, line 67"))
  }

  @Test func aBaselineAndTheChangeAreExplained() throws {
    let told = try told("online_payment_rate where province = \"Bắc Ninh\" and year = 2024 vs target")
    #expect(told.contains("baseline · Bắc Ninh · target · 2024 = 50 % — 003, line 186, number 2"))
    #expect(told.contains("value − baseline = 43.51 % − 50 %"))
    #expect(told.contains("= −6.49 points"))
  }

  @Test func aTotalOfRatesIsThatOfTheSums() throws {
    let told = try told(
      "overdue_rate by tier where province = \"Bắc Giang\" and half = H1/2021 with totals")
    #expect(told.contains("resolved_overdue / resolved = 2,475 / 616,783"))
    #expect(told.contains("sum of 3 rows = 30 + 1,264 + 1,181"))
  }

  @Test func othersNameTheRowsThatTheyAre() throws {
    let told = try told("overdue by district where quarter = Q2/2021 top 3 with others with totals")
    #expect(told.contains("Others · overdue cases · Q2/2021 = 156"))
    #expect(told.contains("sum of 4 rows = 52 + 50 + 37 + 17"))
    #expect(told.contains("Total of rows · overdue cases · Q2/2021 = 1,191"))
  }

  @Test func aShareNamesItsWhole() throws {
    let told = try told("share(received) by province where quarter = Q2/2021")
    #expect(told.contains("this row of the whole = 204,841 / 2,090,520"))
    #expect(told.contains("sum of 2 rows = 204,841 + 1,885,679"))
  }

  @Test func aRankNamesTheRowsAbove() throws {
    let told = try told("rank(received) by province where quarter = Q2/2021")
    #expect(told.contains("1 of 2 rows are larger"))
    #expect(told.contains("└ An Giang = 1,885,679"))
  }

  @Test func rowsOfThePivotAreThoseAskedFor() throws {
    let query = try #require(bind("received by province, sector where quarter = Q2/2021 pivot sector"))
    var last = try QueryPipeline.answer(query, library: ShippedData.library)
    last.rows = last.rows.filter { $0.cells[0].identity == "Bắc Giang" }
    let explanation = try QueryPipeline.why(query, library: ShippedData.library, rowsOf: last)
    #expect(explanation.cells.count == 1)
    #expect(explanation.cellsLeftOut == 0)
  }
}
