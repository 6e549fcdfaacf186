import Foundation
import Testing

@testable import QueryLang

/// Runs `check` in tests.
enum CheckAnswers {
  static func report(
    _ text: String = "check", _ library: Library, language: Language = .english,
    periods: PeriodCalendar = .calendar, hideBelow: Int? = nil, observer: WorkObserver = .none
  ) throws(QueryError) -> CheckReport {
    let parsed = QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon)
    guard let first = parsed.first, !first.hasErrors,
      case .check(let dataset, let against, let condition)? = first.statement?.kind
    else { throw QueryError(parsed.first?.diagnostics ?? []) }
    var context = BindingContext(catalog: library.catalog)
    context.language = language
    context.caseTables = library.caseTables
    context.periods = periods
    context.hideBelow = hideBelow
    for dataset in library.datasets { context.datasetNames[dataset.index] = dataset.name }
    let question = try CheckQuestion.bind(
      dataset: dataset, against: against, where: condition, library: library, context: context)
    return try question.answer(library: library, observer: observer)
  }

  /// The rows in short: `rule documents lines stated expected`.
  static func rows(
    _ report: CheckReport, _ names: [String] = ["rule", "documents", "lines", "stated", "expected"]
  ) -> [String] {
    let columns = report.table.columns.map(\.name)
    return report.table.rows.map { row in
      names.map { name in
        columns.firstIndex(of: name).map { row.cells[$0].value.machineText(.english) } ?? ""
      }.joined(separator: " ")
    }
  }

  /// What is wrong with the statement: sentences with their suggestions.
  static func errors(_ text: String, _ library: Library) -> [String] {
    do throws(QueryError) {
      _ = try report(text, library)
      return []
    } catch {
      let wording = DiagnosticWording(.english)
      return error.diagnostics.map { diagnostic in
        ([wording.sentence(diagnostic.fact)] + diagnostic.suggestions.map { wording.sentence($0) })
          .joined(separator: ": ")
      }
    }
  }
}

extension SmallPackage {
  /// What a rule finds in figures of this package, in short; the columns are those of its `figures.csv`.
  func findings(
    rule: String, tolerance: String = "0", where condition: String = "", severity: String = "",
    figures: [String]
  ) throws -> [String] {
    try write(
      "id,rule,tolerance,message_vi,message_en,where,severity\n"
        + "r,\"\(rule)\",\(tolerance),a,b,\(condition),\(severity)\n", to: "checks.csv")
    try write(
      "document,line,ordinal,measure,period,place,kind,value,qualifier,denominator,incomplete,period_end\n"
        + figures.joined(separator: "\n") + "\n", to: "figures.csv")
    let report = try CheckAnswers.report(library: Library().loading(folder: folder, language: .english))
    return CheckAnswers.rows(report)
  }
}

extension CheckAnswers {
  static func report(library: Library) throws(QueryError) -> CheckReport { try report("check", library) }
}
