// What `help` says about functions.
extension HelpTopic {
  static let functions: [HelpTopic] = [
    HelpTopic(
      .functions([.coalesce]),
      vi: "coalesce(m, x): lấy x khi m không có báo cáo hoặc không tính được.",
      en: "coalesce(m, x): x where m is missing or undefined.",
      example: Localized(
        vi: "tiếp nhận, coalesce(không đủ điều kiện, 0) là trả_lại theo tỉnh khi quý = II/2021",
        en: "received, coalesce(ineligible, 0) as returned by province where quarter = Q2/2021")),
    HelpTopic(
      .functions([.round]),
      vi: "round(m, n): làm tròn đến n chữ số thập phân; số đứng giữa thì ra xa 0.",
      en: "round(m, n): rounds to n decimals, halves away from zero.",
      example: Localized(
        vi: "round(quá hạn / tiếp nhận, 3) là tỷ_trọng theo tỉnh khi quý = II/2021",
        en: "round(overdue / received, 3) as late_share by province where quarter = Q2/2021")),
    HelpTopic(
      .functions([.share]),
      vi: "share(m): phần của mỗi dòng trong tổng mọi dòng; share(m, of d): trong những dòng cùng một d.",
      en: "share(m): each row's part of the sum of all rows; share(m, of d): of those with the same d.",
      example: Localized(
        vi: "quá hạn, share(quá hạn) là phần theo huyện khi quý = II/2021",
        en: "overdue, share(overdue) as part by district where quarter = Q2/2021")),
    HelpTopic(
      .functions([.rank]),
      vi:
        "rank(m): thứ hạng của mỗi dòng, lớn nhất là 1; bằng nhau thì cùng hạng (1, 1, 3); thiếu số liệu thì không có hạng.",
      en:
        "rank(m): the rank of each row, the largest is 1; equals share a rank (1, 1, 3); what is missing has none.",
      example: Localized(
        vi: "quá hạn, rank(quá hạn) là hạng theo huyện khi quý = II/2021",
        en: "overdue, rank(overdue) as place by district where quarter = Q2/2021")),
    HelpTopic(
      .functions([.cumulative]),
      vi:
        "cumulative(m): cộng dồn một số phát sinh theo năm, nửa năm, quý hoặc tháng, riêng cho mỗi giá trị của các khóa khác.",
      en:
        "cumulative(m): the running sum of a flow by year, half, quarter or month, for each member of the other keys by itself.",
      example: Localized(
        vi: "cumulative(đã giải quyết) theo quý khi tỉnh = \"An Giang\" và khối = địa phương",
        en: "cumulative(resolved) by quarter where province = \"An Giang\" and sector = local")),
    HelpTopic(
      .functions([.change]),
      vi: "change(m): thay đổi so với dòng của kỳ liền trước; không có dòng đó thì không có số.",
      en: "change(m): the change from the row of the period just before; missing where there is none.",
      example: Localized(
        vi: "đã giải quyết, change(đã giải quyết) theo quý khi tỉnh = \"An Giang\" và khối = địa phương",
        en: "resolved, change(resolved) by quarter where province = \"An Giang\" and sector = local")),
    HelpTopic(
      .functions([.count, .avg, .median, .p90, .min, .max]),
      vi:
        """
        Thống kê trên từng hồ sơ: count() đếm theo ngày tiếp nhận; avg, median, p90, min, max của một số như \
        processing_days (hồ sơ trả kết quả trong kỳ) hoặc một cột số (hồ sơ tiếp nhận trong kỳ).
        """,
      en:
        """
        Statistics over cases: count() by day of receipt; avg, median, p90, min, max of a number, such as \
        processing_days (of cases finished in the period) or a column of numbers (of those received in it).
        """,
      example: Localized(
        vi: "count(), median(processing_days) từ cases theo tỉnh khi năm = 2021",
        en: "count(), median(processing_days) from cases by province where year = 2021"), needsCases: true,
      furtherWords: ["statistics", "thống kê"]),
  ]
}
