// The screenful that `help` alone answers.
extension Help {
  /// Queries that run over the figures that ship with the program.
  static let overviewExamples: [Localized] = [
    Localized(vi: "quá hạn theo huyện khi quý = II/2021", en: "overdue by district where quarter = Q2/2021"),
    Localized(
      vi: "quá hạn theo đơn vị khi tỉnh = \"Bắc Giang\" và quý = II/2021 đầu 5",
      en: "overdue by unit where province = \"Bắc Giang\" and quarter = Q2/2021 top 5"),
    Localized(
      vi: "tiếp nhận, tỷ lệ quá hạn theo tỉnh khi quý = II/2021 và khối = địa phương",
      en: "received, overdue_rate by province where quarter = Q2/2021 and sector = local"),
    Localized(
      vi: "so sánh tỉnh \"Bắc Giang\", \"An Giang\" về quá hạn khi quý = II/2021 và khối = địa phương",
      en:
        "compare province \"Bắc Giang\", \"An Giang\" on overdue where quarter = Q2/2021 and sector = local"),
    Localized(
      vi: "quá hạn theo huyện khi quý = II/2021 có quá hạn > 10 sắp xếp quá hạn giảm dần",
      en: "overdue by district where quarter = Q2/2021 having overdue > 10 sort overdue desc"),
    Localized(
      vi: "mới tiếp nhận{kênh = trực tuyến} / mới tiếp nhận theo tỉnh khi quý = II/2021",
      en: "received_new{channel = online} / received_new by province where quarter = Q2/2021"),
  ]

  var overview: String {
    let examples = Help.overviewExamples.map { "  " + $0[language] }.joined(separator: "\n")
    return say(
      """
      Một câu hỏi gồm chỉ số, rồi các mệnh đề theo thứ tự nào cũng được:
        chỉ số, …  theo chiều, …  khi điều kiện  có điều kiện  sắp xếp …  đầu n  | csv
      Từ tiếng Việt và tiếng Anh dùng lẫn được, có dấu hay không dấu cũng được.

      Ví dụ:
      \(examples)

      Kết quả vừa rồi là _ ; ghi nó ra tệp:
        _ | ghi vào "ket-qua.csv"
      Có gì để hỏi:
        xem chỉ số · xem chiều · xem giá trị của huyện · xem nguồn · xem bộ dữ liệu
      Tìm hiểu thêm:
        trợ giúp theo · trợ giúp khi · trợ giúp so sánh · trợ giúp tỷ lệ quá hạn · trợ giúp huyện
      Một con số không có báo cáo hiện là –, không tính được hiện là ∅; không bao giờ thành 0.
      Phím Tab gợi ý ở mọi chỗ, ‘thoát’ để rời chương trình.

      """,
      """
      A query is one or more measures, then clauses in any order:
        measure, …  by dimension, …  where condition  having test  sort …  top n  | csv
      English and Vietnamese words mix freely, with or without accents.

      Examples:
      \(examples)

      The last answer is _ ; to write it to a file:
        _ | into "result.csv"
      What there is to ask about:
        show measures · show dimensions · show values of district · show sources · show datasets
      More help:
        help by · help where · help compare · help overdue_rate · help district
      A figure without a report is shown as –, one that cannot be computed as ∅; neither is ever 0.
      Tab offers what may come next everywhere, ‘quit’ leaves.

      """)
  }
}
