/// A rule of the catalog that figures should obey; its text is read when it is used.
package struct CheckRule: Sendable {
  package enum Severity: String, CaseIterable, Sendable {
    /// Figures that break it cannot all be right.
    case error
    /// Worth a look: two counts that may differ for a reason.
    case warning
    /// Switched off.
    case off

    package var names: Localized {
      switch self {
      case .error: Localized(vi: "lỗi", en: "error")
      case .warning: Localized(vi: "cảnh báo", en: "warning")
      case .off: Localized(vi: "tắt", en: "off")
      }
    }
  }

  package let id: String
  /// A `test` of the language, or one of the built-in forms of ``BoundCheckRule/Form``.
  package let ruleText: String
  /// May differ by so much, beyond the rounding of printed percentages.
  package let tolerance: ExactDecimal
  /// A condition on the cells it is tried at; empty: all.
  package let whereText: String
  package let severity: Severity
  package let message: Localized
  /// Where it stands, for what is wrong with it.
  package let place: DataPlace

  /// Whether both say the same about figures, whatever their messages.
  package func isSame(as other: CheckRule) -> Bool {
    id == other.id && ruleText == other.ruleText && tolerance == other.tolerance
      && whereText == other.whereText && severity == other.severity
  }
}
