/// The words of human formats that no result brings along.
enum RenderingWords {
  static let note = Localized(vi: "lưu ý", en: "note")
  static let statusTitle = Localized(vi: "trạng thái", en: "status")

  static let complete = Localized(vi: "cộng đủ các phần", en: "added up from all parts")
  static let partial = Localized(vi: "một phần", en: "partial")
  static let conflict = Localized(vi: "các nguồn mâu thuẫn", en: "sources disagree")
  static let incomplete = Localized(vi: "chưa hết kỳ", en: "period not complete")
  static let bound = Localized(vi: "chỉ biết giới hạn", en: "only a bound is known")
  static let approximate = Localized(vi: "xấp xỉ", en: "approximate")
  static let undefined = Localized(vi: "không xác định", en: "undefined")
  static let missing = Localized(vi: "không có báo cáo", en: "no report")
  static let notShown = Localized(vi: "top hoặc having bỏ ra", en: "left out by top or having")
  static let hidden = Localized(vi: "được giấu", en: "hidden")
  static let notApplicable = Localized(vi: "không áp dụng", en: "not applicable")
  static let askForStatus = Localized(vi: "xem từng ô: set status on", en: "cell by cell: set status on")

  static func statusWord(_ status: CellStatus, in kind: ResultRow.Kind) -> Localized {
    if kind == .totalOfRows, status < .partial { return Localized(vi: "tổng", en: "sum") }
    return switch status {
    case .reported: Localized(vi: "báo cáo", en: "reported")
    case .derived: Localized(vi: "suy ra", en: "derived")
    case .complete: Localized(vi: "cộng đủ", en: "complete")
    case .partial: partial
    case .undefined: undefined
    case .missing: Localized(vi: "thiếu", en: "missing")
    }
  }

  /// Short words of the marks, in the order of ``CellMarks/named``.
  static let marks: [(mark: CellMarks, word: Localized)] = [
    (.conflict, Localized(vi: "mâu thuẫn", en: "conflict")),
    (.incomplete, Localized(vi: "chưa hết kỳ", en: "incomplete")),
    (.bound, Localized(vi: "giới hạn", en: "bound")),
    (.approx, Localized(vi: "xấp xỉ", en: "approx")),
  ]

  static func rows(_ count: Int, _ language: Language) -> String {
    counted(count, Localized(vi: "dòng", en: count == 1 ? "row" : "rows"), language)
  }

  static func sources(_ count: Int, _ language: Language) -> String {
    counted(count, Localized(vi: "nguồn", en: count == 1 ? "source" : "sources"), language)
  }

  static func cells(_ count: Int, _ language: Language) -> String {
    counted(count, Localized(vi: "ô", en: count == 1 ? "cell" : "cells"), language)
  }

  static func coverages(_ count: Int, _ language: Language) -> String {
    counted(count, Localized(vi: "độ bao phủ khác nhau", en: "different coverages"), language)
  }

  /// `and 5 more`, after a list that was cut.
  static func more(_ count: Int, _ language: Language) -> String {
    let number = countText(count, language)
    return Localized(vi: "và \(number) nữa", en: "and \(number) more")[language]
  }

  static func tooWide(needed: Int, available: Int) -> Localized {
    Localized(
      vi: "bảng cần ít nhất \(needed) cột mà chỉ có \(available): trình bày dọc",
      en: "the table needs at least \(needed) columns of \(available): shown as blocks")
  }

  static func cut(cells count: Int) -> Localized {
    let english = count == 1 ? "1 cell is cut" : "\(countText(count, .english)) cells are cut"
    return Localized(
      vi: "\(countText(count, .vietnamese)) ô bị cắt bớt: ‘| vertical’ cho xem đủ",
      en: "\(english): ‘| vertical’ shows all")
  }

  private static func counted(_ count: Int, _ unit: Localized, _ language: Language) -> String {
    "\(countText(count, language)) \(unit[language])"
  }
}
