import Testing

@testable import QueryLang

/// What must hold of every table of cases, whatever is in it.
struct CasePropertyTests {
  /// What a query answers, row by row: the kind, the keys, the cells.
  private func rows(_ text: String, _ library: Library, _ data: RandomCases) throws -> [ObviousCases.Row] {
    let query = try #require(CaseComparison.bind(text, library), "\(text)")
    return try CaseComparison(query, library, data).answer()
  }

  private func numbers(_ row: ObviousCases.Row) -> [Int] { row.cells.map { Int($0) ?? -1 } }

  private static let seeds = (1...40).map { UInt64($0) * 101 }

  private func keys(_ data: RandomCases) -> [String] {
    [""] + data.columns + ["timeliness", "month", "year"] + data.columns.map { "\($0), quarter" }
  }

  @Test(arguments: seeds) func balanceHoldsForEveryGroup(_ seed: UInt64) throws {
    let data = RandomCases(seed: seed)
    let library = try data.load()
    let measures =
      "received, received_new, carried_over, resolved, pending, ineligible, resolved_early, resolved_on_time, resolved_overdue, resolved_no_due, pending_in_time, pending_overdue"
    // By outcome or by where a case stands a case does not stay in its group.
    for key in keys(data) where !key.contains("timeliness") {
      for time in ["", " where period in 01/02/2020..15/03/2020", " where year = 2020"] {
        let by = key.isEmpty ? "" : " by \(key)"
        for row in try rows("\(measures) from cases\(by)\(time) with totals", library, data) {
          // Over periods shown with gaps the total of stocks is that of the first and last of them.
          if row.kind != .group, key.contains("quarter") { continue }
          let n = numbers(row)
          #expect(n[0] == n[1] + n[2], "\(key)\(time) \(row)")
          #expect(n[0] == n[3] + n[4] + n[5], "\(key)\(time) \(row)")
          #expect(n[3] == n[6] + n[7] + n[8] + n[9], "\(key)\(time) \(row)")
          #expect(n[4] == n[10] + n[11], "\(key)\(time) \(row)")
        }
      }
    }
  }

  @Test(arguments: seeds) func totalsAreTheUndividedAnswer(_ seed: UInt64) throws {
    let data = RandomCases(seed: seed)
    let library = try data.load()
    let measures =
      "received, received_new, carried_over, resolved, pending, pending_overdue, overdue, count()"
    for time in ["", " where year = 2020", " where quarter in (Q1/2020, Q2/2020)"] {
      let whole = try rows("\(measures) from cases\(time)", library, data)[0].cells
      for key in data.columns + ["timeliness"] {
        let divided = try rows("\(measures) from cases by \(key)\(time) with totals", library, data)
        guard let total = divided.first(where: { $0.kind == .totalOfRows }) else { continue }
        #expect(total.cells == whole, "by \(key)\(time)")
      }
    }
  }

  @Test(arguments: seeds) func yearsAreSumsOfTheirQuartersByKind(_ seed: UInt64) throws {
    let data = RandomCases(seed: seed)
    let library = try data.load()
    let measures = "received, received_new, carried_over, resolved, pending"
    let year = numbers(try rows("\(measures) from cases where year = 2020", library, data)[0])
    let quarters = try (1...4).map {
      numbers(try rows("\(measures) from cases where quarter = Q\($0)/2020", library, data)[0])
    }
    #expect(year[1] == quarters.reduce(0) { $0 + $1[1] })
    #expect(year[3] == quarters.reduce(0) { $0 + $1[3] })
    #expect(year[2] == quarters[0][2])
    #expect(year[4] == quarters[3][4])
    #expect(year[0] == year[1] + quarters[0][2])
  }

  @Test(arguments: seeds) func aConditionItsContraryAndNothingSaidAreAll(_ seed: UInt64) throws {
    let data = RandomCases(seed: seed)
    let library = try data.load()
    for column in data.columns + ["timeliness"] {
      var members = RandomCases.members[column] ?? ["early", "not_late", "overdue", "in_time", "no_due"]
      // Of a column that the catalog does not know there are the names that the data have.
      if column == "dang_phi" {
        members.removeAll { name in !data.cases.contains { $0.texts[column] == name } }
      }
      if column == "tier" { members.append("district_and_commune") }
      if column == "service_level" { members.append("3_4") }
      for member in members {
        let conditions = ["= \"\(member)\"", "!= \"\(member)\"", "is missing"].prefix(
          column == "timeliness" ? 2 : 3)
        let parts = try conditions.map {
          numbers(try rows("count() from cases where \(column) \($0)", library, data)[0])[0]
        }
        #expect(parts.reduce(0, +) == data.cases.count, "\(column) \(member) \(parts)")
      }
    }
  }

  @Test func denseAndHashedCountingAndAnyNumberOfThreadsAgree() throws {
    let data = RandomCases(seed: 7, rowCount: 200_000)
    let library = try data.load()
    var queries = RandomCaseQueries(seed: 7, data)
    var compared = 0
    while compared < 25 {
      let text = queries.next()
      guard let query = CaseComparison.bind(text, library), let table = library.cases(of: query) else {
        continue
      }
      compared += 1
      let answers = try [
        CaseScanner.Limits(), CaseScanner.Limits(mostDenseKeys: 0), CaseScanner.Limits(threads: 1),
        CaseScanner.Limits(mostDenseKeys: 0, threads: 5), CaseScanner.Limits(threads: 3),
      ].map { limits in
        let found = try CaseEvaluator(table, library.catalog, .none, limits).evaluate(query)
        return CaseComparison(query, library, data).read(found)
      }
      for answer in answers.dropFirst() { #expect(answer == answers[0], "\(text)") }
    }
  }

  /// In an array, in a table of keys, and where what threads found is put together.
  @Test func aSumThatIsTooLargeIsSaidToBeHoweverItIsCounted() throws {
    let block = BlockRanges.blockSize
    try CaseFolder.use { folder in
      // Nine of the largest fees can be added up, ten cannot.
      for large in [block - 4..<block + 5, block - 5..<block + 5] {
        var text = "received_on,channel,lệ phí\n"
        for row in 0..<block + 5 {
          text += "01/02/2020,online,\(large.contains(row) ? "999999999999999999" : "0")\n"
        }
        let path = try folder.write(text)
        let library = try ShippedData.library.adding(cases: folder.load(), named: "c", from: path)
        let query = try #require(CaseComparison.bind("avg(\"lệ phí\") from c by channel", library))
        let table = try #require(library.cases(of: query))
        for mostDenseKeys in [0, 1 << 22] {
          for threads in [1, 2] {
            let limits = CaseScanner.Limits(mostDenseKeys: mostDenseKeys, threads: threads)
            var fact: DiagnosticFact?
            do throws(QueryError) {
              _ = try CaseEvaluator(table, library.catalog, .none, limits).evaluate(query)
            } catch { fact = error.diagnostics.first?.fact }
            #expect(fact == (large.count > 9 ? .sumTooLarge : nil), "\(large) \(limits)")
          }
        }
      }
    }
  }
}
