import Foundation
import Testing

/// `assert`: silent where it holds, exit code 3 with the values where not.
struct AssertionTests {
  private func run(_ statement: String) throws -> Program.Result {
    try Program.run(["--lang", "en", "-c", statement])
  }

  private let place = "where province = \"Bắc Giang\" and quarter = Q2/2021"

  @Test(arguments: [
    "overdue > 1", "overdue > 1 and overdue < 5000", "not overdue < 1 or overdue is missing",
    "overdue is not missing", "overdue is partial", "resolved_overdue <= overdue", "overdue - overdue = 0",
  ])
  func whatHoldsIsSilent(test: String) throws {
    let result = try run("assert \(test) \(place)")
    #expect(result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
    #expect(result.status == 0)
  }

  /// Statistics are of the cases that `from` names.
  @Test func casesAreAssertedToo() throws {
    let load = "load \"examples/cases.csv\" as cases"
    let holds = "count() = 2000 and avg(processing_days) < 100"
    let result = try Program.run(["--lang", "en", "-c", load, "-c", "assert \(holds) from cases"])
    #expect(result.status == 0, "\(result.errors)")
    let fails = try Program.run(["--lang", "en", "-c", load, "-c", "assert count() > 2000 from cases"])
    #expect(fails.status == 3 && fails.errors.contains("2,000"), "\(fails.errors)")
  }

  @Test func whatFailsShowsBothSidesAndTheQuery() throws {
    let result = try run("khẳng định overdue > received khi province = \"An Giang\" and quarter = Q2/2021")
    #expect(
      result.errors == """
        error[assertion-failed]: this does not hold: overdue > received
          khẳng định overdue > received khi province = "An …
          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          overdue = 148
          received = 1,885,679
          asked: overdue, received where quarter = Q2/2021 and province = "An Giang"

        """)
    #expect(result.status == 3)
  }

  @Test(arguments: ["overdue > 1", "not overdue > 1", "overdue > 1 and overdue > 2"])
  func whatCannotBeDecidedFails(test: String) throws {
    let result = try run("assert \(test) where province = \"Bắc Ninh\" and quarter = Q2/2021")
    #expect(result.errors.contains("error[assertion-undecided]"))
    #expect(result.errors.contains("overdue = – (no report)"))
    #expect(result.status == 3)
  }

  @Test func undecidedPartsDoNotHideADecision() throws {
    let known = "received{sector = local} > 1 or received{channel = online} / 0 > 1"
    #expect(try run("assert \(known) \(place)").status == 0)
  }

  @Test func exactlyOneRowIsNeeded() throws {
    let many = try run("assert overdue > 1 by district where quarter = Q2/2021")
    #expect(many.errors.contains("there are 7 (by province, district)"), "\(many.errors)")
    #expect(many.errors.contains("write … and province = \"Bắc Giang\" and district = \"Huyện Tân Yên\""))
    #expect(many.status == 1)
    let none = try run("assert overdue > 1 by district where quarter = Q2/2021 having overdue > 9999")
    #expect(none.errors.contains("there is none"), "\(none.errors)")
    #expect(none.status == 1)
    let oneOfMany = "assert overdue > 600 by district where quarter = Q2/2021 top 1"
    #expect(try run(oneOfMany).status == 0)
  }

  @Test func strictModeWantsWholeFigures() throws {
    let result = try Program.run(["--lang", "en", "--strict", "-c", "assert overdue > 1 \(place)"])
    #expect(result.errors.contains("strict-violation"))
    #expect(result.status == 3)
  }

  @Test func aTestNeedsAMeasure() throws {
    #expect(try run("assert 1 < 2").errors.contains("error[expression-without-measure]"))
  }
}
