/// How the numbers of one column are written for people: Vietnamese `201.606` and `64,3 %`, English
/// `201,606` and `64.3 %`, a true minus sign, at most four decimals (two for a percentage).
///
/// The percentages of a column share a number of decimals, as many as they need; so do its reals. A
/// non-zero number that would round to 0 is shown as less than the smallest step (`< 0,01 %`).
struct NumberFormat {
  static let mostDecimals = 4
  static let mostPercentDecimals = 2

  private let language: Language
  private let form: NumberForm
  private var isShare: Bool { form == .share }
  /// Decimals that every percentage, or every real, of the column gets.
  private var sharedDecimals = 0

  init(language: Language, form: NumberForm) {
    self.language = language
    self.form = form
  }

  private var limit: Int { form != .plain ? Self.mostPercentDecimals : Self.mostDecimals }

  /// Makes room for the decimals of one more number of the column.
  mutating func widen(for quantity: Quantity) {
    if case .exact = quantity, !isShare { return }
    guard sharedDecimals < limit, let digits = displayDigits(quantity) else { return }
    sharedDecimals = max(sharedDecimals, digits.rounded(toPlaces: limit).decimalCount)
  }

  /// `nil` when the number is not finite.
  func text(_ quantity: Quantity) -> String? {
    guard let digits = displayDigits(quantity) else { return nil }
    let isPadded = if case .exact = quantity { isShare } else { true }
    let rounded = digits.rounded(toPlaces: limit)
    if rounded.isZero, !digits.isZero { return tinyText(isNegative: digits.isBelowZero) }
    return written(rounded, places: isPadded ? sharedDecimals : 0)
  }

  /// A bound with its sign: `> 10 %`.
  func text(_ bound: Bound, _ decimal: ExactDecimal) -> String {
    let digits = DecimalDigits(decimal)
    return "\(bound.symbol) \(written(isShare ? digits.timesHundred : digits, places: 0))"
  }

  private func displayDigits(_ quantity: Quantity) -> DecimalDigits? {
    DecimalDigits(quantity).map { isShare ? $0.timesHundred : $0 }
  }

  private func tinyText(isNegative: Bool) -> String {
    let step = DecimalDigits(ExactDecimal(significand: isNegative ? -1 : 1, scale: limit))
    return "\(isNegative ? ">" : "<") \(written(step, places: 0))"
  }

  private func written(_ digits: DecimalDigits, places: Int) -> String {
    let (grouping, point) =
      switch language {
      case .vietnamese: (".", ",")
      case .english: (",", ".")
      }
    let text = digits.text(places: places, grouping: grouping, point: point, minus: "−")
    switch form {
    case .plain: return text
    case .share: return text + " %"
    case .points: return text + (language == .vietnamese ? " điểm %" : " points")
    }
  }
}

/// A count with separators.
package func countText(_ count: Int, _ language: Language) -> String {
  NumberFormat(language: language, form: .plain).text(.exact(ExactDecimal(count))) ?? ""
}
