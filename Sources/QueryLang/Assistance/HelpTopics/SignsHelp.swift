// What `help` says about signs.
extension HelpTopic {
  static let signs: [HelpTopic] = [
    HelpTopic(
      .sign("{…}"), vi: "Lọc riêng một chỉ số; trên cùng chiều thì thay điều kiện của cả câu.",
      en: "Filters one measure alone; on the same field it replaces the query's condition.",
      example: Localized(
        vi: "mới tiếp nhận{kênh = trực tuyến} / mới tiếp nhận là tỷ_trọng theo tỉnh khi quý = II/2021",
        en: "received_new{channel = online} / received_new as online_part by province where quarter = Q2/2021"
      ),
      furtherWords: ["{", "}", "{}", "filter", "lọc"]),
    HelpTopic(
      .sign("~"), vi: "Chứa đoạn chữ này, không kể hoa thường và dấu.",
      en: "Contains this text, whatever its case and accents.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi tỉnh ~ giang và quý = II/2021",
        en: "received by province where province ~ giang and quarter = Q2/2021")),
    HelpTopic(
      .sign("_"), vi: "Kết quả gần nhất; nhận có, sắp xếp, đầu, cuối và các bước sau |.",
      en: "The last answer; takes having, sort, top, bottom and stages after |.",
      example: Localized(vi: "_ sắp xếp quá hạn giảm dần | csv", en: "_ sort overdue desc | csv")),
    HelpTopic(
      .sign("|"), vi: "Sau câu hỏi: cách trình bày (csv, json, markdown …), hoặc ghi vào một tệp.",
      en:
        "Behind a query: how its answer is presented (csv, json, markdown …), or the file it is written to.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | csv",
        en: "overdue by district where quarter = Q2/2021 | csv")),
  ]
}
