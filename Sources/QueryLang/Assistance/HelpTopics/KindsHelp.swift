// What `help` says about kinds of measure.
extension HelpTopic {
  static let kinds: [HelpTopic] = [
    kind(
      .flow, vi: "Cộng được qua các đơn vị và qua thời gian.", en: "Adds up over units and over time.",
      Localized(
        vi: "mới tiếp nhận theo tỉnh khi quý = II/2021",
        en: "received_new by province where quarter = Q2/2021")),
    kind(
      .opening, vi: "Cộng được qua các đơn vị; qua thời gian thì lấy số của kỳ đầu.",
      en: "Adds up over units; over time it is that of the first period.",
      Localized(
        vi: "kỳ trước chuyển qua theo tỉnh khi quý = II/2021",
        en: "carried_over by province where quarter = Q2/2021")),
    kind(
      .closing, vi: "Cộng được qua các đơn vị; qua thời gian thì lấy số của kỳ cuối.",
      en: "Adds up over units; over time it is that of the last period.",
      Localized(
        vi: "đang giải quyết theo tỉnh khi quý = II/2021", en: "pending by province where quarter = Q2/2021")),
    kind(
      .balance, vi: "Cộng được qua các đơn vị; qua thời gian chỉ tính lại từ các phần của nó.",
      en: "Adds up over units; over time it is only recomputed from its parts.",
      Localized(vi: "quá hạn theo tỉnh khi quý = II/2021", en: "overdue by province where quarter = Q2/2021")),
    kind(
      .ratio, vi: "Không bao giờ cộng hay lấy trung bình: tử số và mẫu số được cộng riêng rồi mới chia.",
      en: "Never added or averaged: both parts are summed and only then divided.",
      Localized(
        vi: "tỷ lệ quá hạn theo tỉnh khi quý = II/2021",
        en: "overdue_rate by province where quarter = Q2/2021")),
    kind(
      .stated, vi: "Chỉ có giá trị ở đúng nơi và kỳ mà văn bản nêu, không cộng được.",
      en: "Holds at exactly the place and period it was stated for, and is never added.",
      Localized(vi: "xem chỉ số khi kind = stated", en: "show measures where kind = stated")),
    kind(
      .statistic, vi: "Tính lại từ từng hồ sơ, không cộng được.",
      en: "Recomputed from single cases, never added.",
      Localized(vi: "xem chỉ số khi kind = statistic", en: "show measures where kind = statistic")),
    kind(
      .index, vi: "Chỉ số tổng hợp, không cộng được.", en: "A composite index, never added.",
      Localized(vi: "xem chỉ số khi kind = index", en: "show measures where kind = index")),
    kind(
      .rank, vi: "Thứ hạng, không cộng và không tính toán được.",
      en: "A rank, never added nor used in arithmetic.",
      Localized(vi: "xem chỉ số khi kind = rank", en: "show measures where kind = rank")),
    kind(
      .code, vi: "Câu trả lời được mã hóa, không cộng và không tính toán được.",
      en: "A coded answer, never added nor used in arithmetic.",
      Localized(vi: "xem chỉ số khi kind = code", en: "show measures where kind = code")),
  ]

  private static func kind(_ kind: MeasureKind, vi: String, en: String, _ example: Localized) -> HelpTopic {
    HelpTopic(.kind(kind), vi: vi, en: en, example: example)
  }
}
