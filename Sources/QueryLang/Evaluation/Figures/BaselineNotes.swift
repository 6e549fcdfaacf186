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
    var differences: Set<GroundDifference> = []
    for row in rows {
      guard let baseline = row.baseline else { continue }
      for (position, column) in plan.columns.enumerated() {
        let own = reader.ground(of: row.answers[position], column, at: row.coordinates)
        let other = reader.ground(of: row.answers[count + position], column, at: baseline)
        if let own, let other { differences.formUnion(own.differences(from: other)) }
      }
    }
    let names = differences.filter(\.forbidsComparison).compactMap { name(of: $0) }
    guard !names.isEmpty else { return [] }
    let listed = names.sorted { $0.english < $1.english }.joined(", ")
    return [
      Localized(
        vi: "không so sánh được với số gốc: khác \(listed.vietnamese)",
        en: "not comparable with the baseline: different \(listed.english)")
    ]
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
