import Foundation
import Testing

@testable import QueryLang

/// `check` of cases: what loading keeps is found, with the cases it is found in.
struct CaseCheckTests {
  private static let columns = ["rule", "province", "cell", "cases", "case_ids"]

  private func library(_ text: String) throws -> Library {
    try CaseFolder.use { folder in
      let path = try folder.write(text)
      return try ShippedData.library.adding(cases: folder.load(), named: "c", from: path)
    }
  }

  private func rows(_ text: String, _ library: Library) throws -> [String] {
    CheckAnswers.rows(try CheckAnswers.report(text, library), Self.columns)
  }

  private func notes(_ text: String, _ library: Library) throws -> [String] {
    try CheckAnswers.report(text, library).table.notes.map(\.english)
  }

  private static let small = """
    case_id,province,district,received,due,finished
    A,Bắc Giang,Huyện Lục Nam,2021-03-15,2021-03-20,2021-03-20
    A,Bắc Giang,Huyện Lục Nam,2021-03-16,2021-03-10,2021-03-25
    B,An Giang,Huyện Lục Nam,2021-03-17,2021-03-16,
    ,An Giang,Huyện Mới,2021-03-18,,
    C,An Giang,Huyện Mới,2021-04-18,2021-04-18,

    """

  @Test func eachRuleFindsItsCases() throws {
    let library = try library(Self.small)
    #expect(
      try rows("check c", library) == [
        "repeated_case_id   2 A", "due_before_received Bắc Giang  1 A", "due_before_received An Giang  1 B",
        "foreign_name An Giang district = \"Huyện Lục Nam\" 1 ",
        "unknown_name An Giang district = \"Huyện Mới\" 2 ",
      ])
    let report = try CheckAnswers.report("check c", library)
    #expect(report.hasErrors)
    #expect(
      CheckAnswers.rows(report, ["severity", "documents"]) == ["error c"]
        + Array(repeating: "warning c", count: 4))
    #expect(
      report.table.notes.map(\.english) == [
        "tried 4 of 4 rules on 5 cases: 1 error, 4 warnings", "1 case without an id",
        "the cases of the first name: list case_id, received_on, due_on, finished_on from c where "
          + "province = \"An Giang\" and district = \"Huyện Lục Nam\"",
      ])
  }

  @Test func theListNamedUnderItHasJustThoseCases() throws {
    let library = try library(Self.small)
    let note = try #require(try notes("check c", library).last)
    let statement = try #require(note.split(separator: ": ", maxSplits: 1).last)
    var session = TestSession(library)
    #expect(session.transcript(of: String(statement)).contains("B,2021-03-17,2021-03-16,\n"))
    #expect(session.transcript(of: String(statement)).hasSuffix("rows: 1\n"))
  }

  @Test func conditionsChooseCasesAndRules() throws {
    let library = try library(Self.small)
    #expect(try rows("check c where severity = error", library) == ["repeated_case_id   2 A"])
    #expect(try !CheckAnswers.report("check c where severity != error", library).hasErrors)
    #expect(try rows("check c where rule ~ name and month = 04/2021", library).count == 1)
    #expect(
      try rows("check c where province = \"An Giang\" and rule = due_before_received", library)
        == ["due_before_received An Giang  1 B"])
    // One of the two alone is not repeated.
    #expect(try rows("check c where due_on = 20/03/2021", library) == [])
    #expect(try rows("check c where rule in (unknown_name, foreign_name)", library).count == 2)
    #expect(try rows("check c where not (rule = unknown_name or severity = error)", library).count == 3)
    #expect(try rows("đối chiếu c khi mức lỗi = lỗi và tỉnh = bac giang", library).count == 1)
    #expect(
      try notes("check c where year = 2030", library) == [
        "tried 0 of 4 rules: there is nothing to try under these conditions", "time is that of receipt",
      ])
    #expect(
      try notes("check c where district = \"Lục Nam\" and province = \"Bắc Giang\" and rule ~ name", library)
        == ["tried 2 of 2 rules on 2 cases: all rules hold"])
  }

  @Test(arguments: [
    (
      "check c where measure = received",
      "only a ‘check’ of figures has a measure; of cases use rule, severity, dimensions and time"
    ),
    (
      "check c where document = 000",
      "only a ‘check’ of figures has a document; of cases use rule, severity, dimensions and time"
    ),
    (
      "check c where rule = zzz",
      "no rule is named ‘zzz’: there is: repeated_case_id, due_before_received, foreign_name, unknown_name"
    ),
    ("check c where rule = unknown_nam", "no rule is named ‘unknown_nam’: did you mean unknown_name?"),
    ("check c where severity = bad", "no severity is named ‘bad’: there is: error, warning"),
    ("check c where rule < unknown_name", "rule has no order; use =, !=, in or ~"),
    ("check c where rule is missing", "every finding of ‘check’ has a rule; leave this condition out"),
    (
      "check c where rule = unknown_name or province = \"An Giang\"",
      "‘or’ between two dimensions gives no meaningful figure; ask two queries: "
        + "run: check … where rule = unknown_name ; then check … where province = \"An Giang\""
    ),
    (
      "check c against c",
      "both sides are cases; ‘against’ holds cases against reported figures: run: check c against figures"
    ),
    (
      "check figures against figures",
      "both sides are figures; ‘against’ holds cases that are loaded against reported figures: "
        + "run: check c against figures"
    ),
    ("check c against figuress", "there is no dataset ‘figuress’: did you mean figures?"),
    (
      "check figures against c where severity = error",
      "‘check … against …’ has one rule only, so a condition on severity means nothing; use measure, document, "
        + "dimensions and time"
    ),
  ])
  func whatIsWrongIsTold(text: String, message: String) throws {
    #expect(CheckAnswers.errors(text, try library(Self.small)) == [message])
  }

  @Test func figuresOnBothSidesWithoutCasesLoadedNameNoStatement() {
    #expect(
      CheckAnswers.errors("check figures against figures", ShippedData.library) == [
        "both sides are figures; ‘against’ holds cases that are loaded against reported figures"
      ])
  }

  // MARK: Little to go by

  @Test func withoutColumnsNothingIsTriedAndThatIsSaid() throws {
    #expect(
      try notes("check c", try library("received\n2021-01-01\n")) == [
        "tried 0 of 4 rules: there is nothing to try", "repeated_case_id was not tried: the cases have no id",
        "due_before_received was not tried: the cases have no due date",
        "foreign_name was not tried: the catalog lists no column of the cases",
        "unknown_name was not tried: the catalog lists no column of the cases",
      ])
  }

  @Test func whereAllIsMissingAllRulesHold() throws {
    let library = try library("case_id,province,received,due\n,,2021-01-01,\n,,2021-01-02,\n")
    #expect(
      try notes("check c", library) == [
        "tried 4 of 4 rules on 2 cases: all rules hold", "2 cases without an id",
      ])
  }

  @Test func withoutCasesNothingIsTried() throws {
    #expect(
      try notes("check c", try library("case_id,received,due\n")) == [
        "tried 0 of 4 rules: there is nothing to try"
      ])
  }

  @Test func smallCountsAreHidden() throws {
    let report = try CheckAnswers.report("check c", try library(Self.small), hideBelow: 2)
    #expect(CheckAnswers.rows(report, ["cases"]) == ["2", "<2", "<2", "<2", "2"])
    #expect(report.table.notes[1].english == "fewer than 2 cases without an id")
  }

  @Test func itCanBeStopped() throws {
    let stopped = WorkObserver(isStopped: { true })
    let library = try library(Self.small)
    #expect(throws: QueryError.self) { try CheckAnswers.report("check c", library, observer: stopped) }
    #expect(throws: QueryError.self) {
      try CheckAnswers.report("check c against figures", library, observer: stopped)
    }
  }

  // MARK: Much of it

  @Test func noMoreRowsThanAreReadAndTheRestIsCounted() throws {
    var text = "case_id,received\n"
    for number in 0..<30 {
      for _ in 0..<(number == 7 ? 3 : 2) { text += "h\(number),2021-01-01\n" }
    }
    let library = try library(text)
    let rows = try rows("check c", library)
    #expect(rows.count == 20)
    #expect(rows[0] == "repeated_case_id   3 h7" && rows[1] == "repeated_case_id   2 h0")
    #expect(
      try notes("check c where severity = error", library) == [
        "tried 1 of 1 rule on 61 cases: 30 errors, 0 warnings",
        "repeated_case_id: 10 more ids (20 cases); add a condition to see them",
      ])
  }

  /// Against counts with a dictionary.
  @Test(arguments: 1...12)
  func repeatedIDsAreThoseOfAPlainCount(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let pool = random.pick([1, 3, 40, 5000])
    let ids = (0..<(1 + random.below(400))).map { _ in
      random.chance(5) ? "" : "hồ sơ \(random.below(pool))"
    }
    let library = try library("case_id,received\n" + ids.map { "\($0),2021-01-01\n" }.joined())
    var counts: [String: Int] = [:]
    for id in ids where !id.isEmpty { counts[id, default: 0] += 1 }
    let repeated = counts.filter { $0.value > 1 }
    let first = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    let order = repeated.keys.sorted { left, right in
      (repeated[right] ?? 0, first[left] ?? 0) < (repeated[left] ?? 0, first[right] ?? 0)
    }
    let report = try CheckAnswers.report("check c where rule = repeated_case_id", library)
    #expect(
      CheckAnswers.rows(report, ["cases", "case_ids"])
        == order.prefix(20).map { "\(repeated[$0] ?? 0) \($0)" })
    #expect(report.hasErrors == !repeated.isEmpty)
    let errors = repeated.count == 1 ? "1 error" : "\(repeated.count) errors"
    #expect(
      report.table.notes[0].english.hasSuffix(
        repeated.isEmpty ? "all rules hold" : "\(errors), 0 warnings"))
  }
}
