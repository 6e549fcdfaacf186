// What is said of a baseline: that there is none, or that it stands on other ground.
extension Comparability {
  func baselineNotes(_ plan: FigurePlan, _ rows: [EvaluatedRow]) -> [Localized] {
    guard plan.query.baseline != nil, !rows.isEmpty else { return [] }
    let count = plan.columns.count
    if rows.allSatisfy({ $0.answers.dropFirst(count).allSatisfy { $0.status == .missing } }) {
      return [
        Localized(vi: "không có số liệu nào để đối chiếu", en: "there are no figures of the baseline")
      ]
    }
    let differences = differencesFromBaseline(plan, rows)
    var notes: [Localized] = []
    let names = differences.filter(\.forbidsComparison).compactMap { name(of: $0) }
    if !names.isEmpty {
      let listed = names.sorted { $0.english < $1.english }.joined(", ")
      notes.append(
        Localized(
          vi: "không so sánh được với số gốc: khác \(listed.vietnamese)",
          en: "not comparable with the baseline: different \(listed.english)"))
    }
    return notes
  }

  /// The days counted on both sides, where one document states them and another does not, or they are others.
  struct BaselineDays {
    let own: Localized
    let baseline: Localized
  }

  /// `nil` where nothing need be said.
  func baselineDays(_ plan: FigurePlan, _ rows: [EvaluatedRow]) -> BaselineDays? {
    let differing = pairs(plan, rows).filter { pair in
      [.days, .daysNotStated, .length].contains(where: pair.differences.contains)
    }
    let own = DayWording.text(Set(differing.flatMap(\.own)).sorted { $0.nominal < $1.nominal })
    let baseline = DayWording.text(Set(differing.flatMap(\.baseline)).sorted { $0.nominal < $1.nominal })
    return differing.isEmpty || own == baseline ? nil : BaselineDays(own: own, baseline: baseline)
  }

  /// The ways in which cells differ from their baselines in what they stand on.
  func differencesFromBaseline(_ plan: FigurePlan, _ rows: [EvaluatedRow]) -> Set<GroundDifference> {
    pairs(plan, rows).reduce(into: []) { $0.formUnion($1.differences) }
  }

  /// A cell beside its baseline, both with a value.
  private struct Pair {
    let differences: Set<GroundDifference>
    let own: [CountedDays]
    let baseline: [CountedDays]
  }

  private func pairs(_ plan: FigurePlan, _ rows: [EvaluatedRow]) -> [Pair] {
    rows.flatMap { row -> [Pair] in
      guard let baseline = row.baseline else { return [] }
      return plan.columns.enumerated().compactMap { position, column in
        let held = row.answers[plan.columns.count + position]
        guard let own = reader.ground(of: row.answers[position], column, at: row.coordinates),
          let other = reader.ground(of: held, column, at: baseline)
        else { return nil }
        return Pair(
          differences: own.differences(from: other), own: reader.countedDays(of: row.answers[position]),
          baseline: reader.countedDays(of: held))
      }
    }
  }

  private func name(of difference: GroundDifference) -> Localized? {
    switch difference {
    case .parts(let dimension): catalog.dimensions[dimension].names
    case .coverage: Localized(vi: "phần đã biết của toàn thể", en: "shares of the whole known")
    case .length: Localized(vi: "độ dài kỳ", en: "length of period")
    case .days: Localized(vi: "ngày tính", en: "days counted")
    case .daysNotStated: nil
    }
  }
}
