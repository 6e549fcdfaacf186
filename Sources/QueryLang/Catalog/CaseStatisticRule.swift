/// A measure that is recomputed from the cases: a function of one of their numbers.
package struct CaseStatisticRule: Hashable, Sendable {
  package let function: FunctionName
  /// Of the number.
  package let number: String
}

/// A number that cases have, by which statistics are named.
package enum CaseNumberField {
  /// Days from receipt to finish; every dataset of cases has them.
  static let processingDays = "processing_days"
  static let functions: [FunctionName] = [.avg, .median, .p90, .min, .max]
}

extension Catalog {
  /// Whether the dimension tells where cases stand against their due date.
  func isTimeliness(_ dimension: Int) -> Bool {
    dimensions[dimension].member(id: Timeliness.overdue.rawValue) != nil
      && dimensions[dimension].member(id: Timeliness.inTime.rawValue) != nil
  }

  /// The measures that every dataset of cases has, and those of its numbers.
  mutating func addStatistics(of numbers: [(id: String, names: Localized, unit: String)]) {
    addStatistic(
      "count()", Localized(vi: "số hồ sơ", en: "number of cases"), unit: "hồ sơ", kind: .flow,
      CaseRule(date: .received, conditions: []), nil)
    for number in numbers {
      let date: CaseRule.Date = number.id == CaseNumberField.processingDays ? .finished : .received
      for function in CaseNumberField.functions {
        let word = function.title
        addStatistic(
          "\(function.rawValue)(\(number.id))",
          Localized(
            vi: "\(word.vietnamese) \(number.names.vietnamese)", en: "\(word.english) \(number.names.english)"
          ),
          unit: number.unit, kind: .statistic, CaseRule(date: date, conditions: []),
          CaseStatisticRule(function: function, number: number.id))
      }
    }
  }

  private mutating func addStatistic(
    _ id: String, _ names: Localized, unit: String, kind: MeasureKind, _ rule: CaseRule,
    _ statistic: CaseStatisticRule?
  ) {
    guard measureIndexByID[id] == nil else { return }
    measureIndexByID[id] = measures.count
    measures.append(
      Measure(
        index: measures.count, id: id, names: names, unit: unit, kind: kind, caseRule: rule,
        statistic: statistic))
  }
}

extension FunctionName {
  fileprivate var title: Localized {
    switch self {
    case .avg: Localized(vi: "trung bình", en: "average")
    case .median: Localized(vi: "trung vị", en: "median")
    case .p90: Localized(vi: "phân vị 90 %", en: "90th percentile of")
    case .min: Localized(vi: "nhỏ nhất", en: "least")
    case .max: Localized(vi: "lớn nhất", en: "greatest")
    case .share, .rank, .cumulative, .change, .coalesce, .round, .count: Localized(both: rawValue)
    }
  }
}
