/// How a measure adds up (LANGUAGE.md, "Kinds of measure").
package enum MeasureKind: String, CaseIterable, Sendable {
  /// Adds over units and over time.
  case flow
  /// As of a period's start; over time the first.
  case opening
  /// As of a period's end; over time the last.
  case closing
  /// Sum of measures of other kinds; over time only from its parts.
  case balance
  /// Quotient of two sums, never added.
  case ratio
  /// Recomputed from the cases.
  case statistic
  /// Valid at exactly the cell it was stated for.
  case stated
  case index, rank, code

  package var names: Localized {
    switch self {
    case .flow: Localized(vi: "số phát sinh trong kỳ", en: "flow")
    case .opening: Localized(vi: "số dư đầu kỳ", en: "opening stock")
    case .closing: Localized(vi: "số dư cuối kỳ", en: "closing stock")
    case .balance: Localized(vi: "số cân đối", en: "balance")
    case .ratio: Localized(vi: "tỷ lệ", en: "ratio")
    case .statistic: Localized(vi: "thống kê từ hồ sơ", en: "statistic of cases")
    case .stated: Localized(vi: "số được nêu", en: "stated figure")
    case .index: Localized(vi: "chỉ số", en: "index")
    case .rank: Localized(vi: "thứ hạng", en: "rank")
    case .code: Localized(vi: "mã trả lời", en: "coded answer")
    }
  }

  /// May be summed over members of a partition.
  package var isAdditive: Bool {
    switch self {
    case .flow, .opening, .closing, .balance: true
    case .ratio, .statistic, .stated, .index, .rank, .code: false
    }
  }

  /// May stand in arithmetic with other measures.
  package var allowsArithmetic: Bool {
    switch self {
    case .rank, .code: false
    case .flow, .opening, .closing, .balance, .ratio, .statistic, .stated, .index: true
    }
  }
}
