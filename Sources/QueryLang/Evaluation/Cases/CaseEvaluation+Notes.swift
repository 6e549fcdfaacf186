// What is said beneath an answer over cases.
extension CaseEvaluation {
  var time: Localized? {
    guard let span else { return nil }
    let asked = plan.isWholeTime ? nil : query.time.spans
    if let asked, !asked.isEmpty, !query.time.isOpen {
      return Localized(both: asked.map(\.display).joined(separator: ", "))
    }
    return Period(first: span.lowerBound, last: span.upperBound).map { Localized(both: $0.display) }
  }

  /// What must be known of the data beneath the answer.
  mutating func noteData() {
    noteTime()
    noteLeftOut()
  }

  private mutating func noteTime() {
    guard let span else { return }
    if query.periods == .reporting {
      notes.append(
        Localized(
          vi: "kỳ theo quy định báo cáo: từ ngày 15 đến ngày 14",
          en: "periods of reports: from the 15th to the 14th"))
    }
    let hasStock = plan.aggregation.atoms.contains { $0.placing == .closing || $0.placing == .opening }
    let last = span.upperBound.dayMonthYear
    if plan.isWholeTime, !query.keys.contains(where: \.isTime) {
      notes.append(
        Localized(
          vi: "không có điều kiện thời gian: tính trên toàn bộ dữ liệu"
            + (hasStock ? ", số tồn đến cuối ngày \(last)" : ""),
          en: "no condition on time: all the data" + (hasStock ? ", stocks as of the end of \(last)" : "")))
    } else if let end = lastDayAsked, end > span.upperBound {
      notes.append(
        Localized(vi: "dữ liệu hết ngày \(last)", en: "the data end on \(last)"))
    }
  }

  /// Also of periods after the data, which make no row of their own.
  private var lastDayAsked: Day? {
    let asked = query.time.isOpen ? nil : query.time.spans.map(\.last).max()
    return [asked, plan.aggregation.slots.last?.closing].compactMap { $0 }.max()
  }

  private mutating func noteLeftOut() {
    guard let atom = plan.leftOut else { return }
    var count = leftOutOfRows
    for position in 0..<counted.count {
      if case .count(let part) = counted.part(atom, of: position) { count += part }
    }
    guard count > 0 else { return }
    notes.append(
      Localized(
        vi: "tỷ lệ không tính \(count) hồ sơ đã giải quyết không có ngày hẹn trả",
        en: "rates leave out \(count) resolved cases without a due date"))
  }
}
