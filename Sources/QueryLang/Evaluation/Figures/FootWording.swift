// Words and lists under a result.

extension Localized {
  func between(_ opening: String, _ closing: String) -> Localized {
    Localized(vi: opening + vietnamese + closing, en: opening + english + closing)
  }
}

extension [Localized] {
  func joined(_ separator: String) -> Localized {
    Localized(
      vi: map(\.vietnamese).joined(separator: separator), en: map(\.english).joined(separator: separator))
  }

  /// The first `count` of them, and how many more there are.
  func listed(_ count: Int, separator: String = ", ") -> Localized {
    let shown = prefix(count).map { $0 }.joined(separator)
    let rest = self.count - Swift.min(self.count, count)
    if rest == 0 { return shown }
    return Localized(
      vi: "\(shown.vietnamese) và \(rest) nữa", en: "\(shown.english) and \(rest) more")
  }
}

/// The days that figures count, in words.
enum DayWording {
  static let notStated = Localized(vi: "không nêu", en: "not stated")

  /// Beside the days of the rows those of what they are held against, if there is anything to be said of them.
  static func note(_ days: Localized, baseline: Localized?) -> Localized {
    let held = baseline.map {
      Localized(vi: "; mốc so sánh: \($0.vietnamese)", en: "; baseline: \($0.english)")
    }
    return Localized(
      vi: "ngày thực tế – \(days.vietnamese)\(held?.vietnamese ?? "")",
      en: "days counted – \(days.english)\(held?.english ?? "")")
  }

  /// `15/03/2021–14/06/2021 (by rule)`; of several figures from the first day to the last.
  static func text(_ days: [CountedDays]) -> Localized {
    let days = days.filter { $0.countsStart || $0.countsEnd }
    let starts = days.filter(\.countsStart)
    let ends = days.filter(\.countsEnd)
    let first = starts.contains { $0.first == nil } ? nil : starts.compactMap(\.first).min()
    let last = ends.contains { $0.last == nil } ? nil : ends.compactMap(\.last).max()
    let basis =
      days.contains(where: \.isByRule)
      ? Localized(vi: " (theo quy định)", en: " (by rule)") : Localized(both: "")
    let text: Localized
    switch (first, last) {
    case (let first?, let last?):
      text = Localized(
        both: first == last ? first.dayMonthYear : "\(first.dayMonthYear)–\(last.dayMonthYear)")
    case (let first?, nil):
      text = Localized(vi: "từ \(first.dayMonthYear)", en: "from \(first.dayMonthYear)")
    case (nil, let last?):
      text = Localized(vi: "đến \(last.dayMonthYear)", en: "up to \(last.dayMonthYear)")
    case (nil, nil): return notStated
    }
    return Localized(vi: text.vietnamese + basis.vietnamese, en: text.english + basis.english)
  }

  /// Of a stock whose figures all lie alike, and otherwise than their nominal periods; else `nil`.
  static func stockNote(_ days: [CountedDays], isClosing: Bool) -> Localized? {
    let counted = days.map { isClosing ? $0.last : $0.first }
    let nominal = days.map { isClosing ? $0.nominal.last : $0.nominal.first }
    // Where they differ from each other, the note on comparing them says the days.
    guard Set(days.map { isClosing ? $0.end : $0.start }).count == 1,
      !counted.contains(nil), counted != nominal
    else { return nil }
    let shown = counted.compactMap { $0.map { Localized(both: $0.dayMonthYear) } }.listed(daysListed)
    let periods = nominal.map { Localized(both: $0.dayMonthYear) }.listed(daysListed)
    let basis =
      days.contains(where: \.isByRule)
      ? Localized(vi: " theo quy định", en: " by rule") : Localized(both: "")
    return isClosing
      ? Localized(
        vi: "tính đến \(shown.vietnamese)\(basis.vietnamese), không phải \(periods.vietnamese)",
        en: "counted to \(shown.english)\(basis.english), not \(periods.english)")
      : Localized(
        vi: "tính từ \(shown.vietnamese)\(basis.vietnamese), không phải \(periods.vietnamese)",
        en: "counted from \(shown.english)\(basis.english), not \(periods.english)")
  }

  private static let daysListed = 3
}
