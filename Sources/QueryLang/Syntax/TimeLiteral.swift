/// Reads the written forms of periods and days: `Q2/2021`, `2021-Q2`, `II/2021`, `H1/2021`, `6T/2021`, `2021`,
/// `06/2021`, `2021-06`, `30/10/2024`, `2024-10-30`; a leading `quý`, `tháng`, `năm`, `ngày`, `quarter`, … is
/// allowed, and says what a plain number before the year counts: `quý 2/2021` is Q2/2021.
package enum TimeLiteral {
  package enum Failure: Error, Equatable {
    /// The form is a period's, but there is no such one (`Q5/2021`, `31/02/2021`).
    case noSuchPeriod
    case notAPeriod
  }

  package static func parse(_ text: String) throws(Failure) -> Period {
    let compact = folded(text).split(separator: " ")
    let body = compact.last.map(String.init) ?? ""
    if compact.count > 2 { throw .notAPeriod }
    if compact.count == 2, !introductions.contains(String(compact[0])) { throw .notAPeriod }
    let slashed = body.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let dashed = body.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    if compact.count == 2, slashed.count == 2, let part = number(slashed[0]), let year = year(slashed[1]) {
      switch compact[0] {
      case "quy", "quarter": return try existing(Period(year: year, quarter: part), looksLike: true)
      case "half": return try existing(Period(year: year, half: part), looksLike: true)
      default: break
      }
    }
    switch (slashed.count, dashed.count) {
    case (1, 1): return try existing(year(body).flatMap { Period(year: $0) }, looksLike: number(body) != nil)
    case (2, 1): return try inYear(slashed[1], part: slashed[0])
    case (1, 2): return try inYear(dashed[0], part: dashed[1])
    case (3, 1): return try day(slashed[2], slashed[1], slashed[0])
    case (1, 3): return try day(dashed[0], dashed[1], dashed[2])
    default: throw .notAPeriod
    }
  }

  private static let introductions: Set<String> = [
    "quy", "thang", "nam", "ngay", "ky", "quarter", "month", "year", "date", "half",
  ]

  private static func existing(_ period: Period?, looksLike: Bool) throws(Failure) -> Period {
    if let period { return period }
    throw looksLike ? .noSuchPeriod : .notAPeriod
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    return Int(text)
  }

  private static func year(_ text: some StringProtocol) -> Int? {
    text.utf8.count == 4 ? number(text) : nil
  }

  private static func inYear(_ yearText: String, part: String) throws(Failure) -> Period {
    guard let year = year(yearText) else {
      throw number(part) != nil && number(yearText) != nil ? .noSuchPeriod : .notAPeriod
    }
    if let month = number(part) {
      return try existing(Period(year: year, month: month), looksLike: true)
    }
    if let quarter = romanQuarters[part] {
      return try existing(Period(year: year, quarter: quarter), looksLike: true)
    }
    if part.hasPrefix("q"), let quarter = number(part.dropFirst()) ?? romanQuarters[String(part.dropFirst())]
    {
      return try existing(Period(year: year, quarter: quarter), looksLike: true)
    }
    if part.hasPrefix("h"), let half = number(part.dropFirst()) {
      return try existing(Period(year: year, half: half), looksLike: true)
    }
    if part.hasSuffix("t"), let months = number(part.dropLast()) {
      let period = (1...12).contains(months) ? Period(year: year, firstMonths: months) : nil
      return try existing(period, looksLike: true)
    }
    throw .notAPeriod
  }

  private static let romanQuarters = ["i": 1, "ii": 2, "iii": 3, "iv": 4]

  private static func day(_ year: String, _ month: String, _ day: String) throws(Failure) -> Period {
    guard let month = number(month), let dayOfMonth = number(day) else { throw .notAPeriod }
    guard let year = self.year(year), let found = Day(year: year, month: month, day: dayOfMonth) else {
      throw .noSuchPeriod
    }
    return Period(day: found)
  }
}
