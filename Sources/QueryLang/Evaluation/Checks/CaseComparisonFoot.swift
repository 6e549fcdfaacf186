/// What stands under the check of cases against figures.
struct CaseComparisonFoot {
  private let comparison: BoundCaseComparison
  private let span: ClosedRange<Day>?
  private let catalog: Catalog
  private var leftOut: [CaseComparability.Obstacle: Int] = [:]
  /// The question over cases behind the first row, and where its figure stands.
  private var first: (query: BoundQuery, place: (Int, Int, Int))?
  /// Some figure was held against the days that it says it counts.
  var hasOwnDays = false

  init(_ comparison: BoundCaseComparison, _ span: ClosedRange<Day>?, _ catalog: Catalog) {
    self.comparison = comparison
    self.span = span
    self.catalog = catalog
  }

  mutating func leaveOut(_ obstacle: CaseComparability.Obstacle) { leftOut[obstacle, default: 0] += 1 }

  mutating func note(_ query: BoundQuery, at place: (Int, Int, Int)) {
    if let first, first.place <= place { return }
    first = (query, place)
  }

  func notes(_ trials: [CheckTrial]) -> [Localized] {
    [summary(trials), leftOutNote, daysNote(trials), firstNote].compactMap { $0 }
  }

  private func summary(_ trials: [CheckTrial]) -> Localized {
    if trials.isEmpty {
      let condition =
        comparison.condition == nil
        ? Localized(vi: "", en: "") : Localized(vi: " với các điều kiện này", en: " under these conditions")
      return Localized(
        vi: "không có số liệu nào để đối chiếu với hồ sơ\(condition.vietnamese)",
        en: "there is no figure to hold the cases against\(condition.english)")
    }
    let cells = Set(trials.map { CheckPlace(cell: $0.cell, period: $0.period) }).count
    let differing = trials.count { !$0.holds }
    let found: Localized =
      differing == 0
      ? Localized(vi: "tất cả đều khớp", en: "all agree")
      : Localized(
        vi: "\(countText(differing, .vietnamese)) số không khớp",
        en: differing == 1 ? "1 differs" : "\(countText(differing, .english)) differ")
    return Localized(
      vi:
        "đã đối chiếu \(countText(trials.count, .vietnamese)) số liệu ở \(cells) ô với hồ sơ: \(found.vietnamese)",
      en:
        "held \(plural(trials.count, "figure")) of \(plural(cells, "cell")) against the cases: \(found.english)"
    )
  }

  private var leftOutNote: Localized? {
    let parts = CaseComparability.Obstacle.allCases.compactMap { obstacle in
      leftOut[obstacle].map { reason(obstacle, $0) }
    }
    guard !parts.isEmpty else { return nil }
    let reasons = parts.joined("; ")
    return Localized(
      vi: "không đối chiếu: \(reasons.vietnamese)", en: "not compared: \(reasons.english)")
  }

  private func reason(_ obstacle: CaseComparability.Obstacle, _ count: Int) -> Localized {
    let (vi, en) = (countText(count, .vietnamese), countText(count, .english))
    switch obstacle {
    case .untold:
      return Localized(vi: "\(vi) số về điều hồ sơ không cho biết", en: "\(en) of what the cases do not tell")
    case .noCase:
      return Localized(
        vi: "\(vi) số ở nơi hoặc nhóm không có hồ sơ nào", en: "\(en) of places or groups without any case")
    case .days:
      return Localized(
        vi: "\(vi) số dừng trước khi hết kỳ, không rõ ngày nào",
        en: "\(en) up to a day before the end of their period that is not stated")
    case .otherTime:
      let days = span.map { "\($0.lowerBound.dayMonthYear)–\($0.upperBound.dayMonthYear)" } ?? "–"
      return Localized(
        vi: "\(vi) số của thời gian ngoài hồ sơ (\(days))",
        en: "\(en) of other times than the cases (\(days))")
    case .hidden:
      return Localized(vi: "\(vi) số mà số hồ sơ được ẩn", en: "\(en) whose count of cases is hidden")
    case .undecided:
      return Localized(
        vi: "\(vi) số gần đúng, hoặc không tính được từ hồ sơ",
        en: "\(en) only approximate, or not defined over the cases")
    }
  }

  private func daysNote(_ trials: [CheckTrial]) -> Localized? {
    guard !trials.isEmpty else { return nil }
    let usual =
      comparison.periods == .reporting
      ? Localized(
        vi: "kỳ báo cáo: từ ngày 15 đến ngày 14", en: "periods of reports: from the 15th to the 14th")
      : Localized(vi: "kỳ theo lịch", en: "periods of the calendar")
    guard hasOwnDays else { return usual }
    return Localized(
      vi: "\(usual.vietnamese); số liệu có ngày của mình thì theo ngày đó",
      en: "\(usual.english); figures that say their days are held against those")
  }

  private var firstNote: Localized? {
    guard let first else { return nil }
    let text = CanonicalText(catalog).write(first.query)
    return Localized(vi: "dòng đầu, từ hồ sơ: \(text)", en: "the first row over the cases: \(text)")
  }

  private func plural(_ count: Int, _ noun: String) -> String {
    "\(countText(count, .english)) \(noun)\(count == 1 ? "" : "s")"
  }
}
