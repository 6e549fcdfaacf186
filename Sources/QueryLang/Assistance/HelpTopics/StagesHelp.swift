// What `help` says about what stands after `|`.
extension HelpTopic {
  static let stages: [HelpTopic] = [
    HelpTopic(
      .stages(["table"]), vi: "Trình bày thành bảng (mặc định ở màn hình).",
      en: "Shows a table (the default on a screen).",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | table",
        en: "overdue by district where quarter = Q2/2021 | table"),
      furtherWords: ["bảng"]),
    HelpTopic(
      .stages(["vertical"]), vi: "Mỗi dòng thành một khối, mỗi cột một hàng.",
      en: "Shows each row as a block with one line for each column.",
      example: Localized(
        vi: "tiếp nhận, quá hạn theo tỉnh khi quý = II/2021 | vertical",
        en: "received, overdue by province where quarter = Q2/2021 | vertical")),
    HelpTopic(
      .stages(["csv"]), vi: "In ra dạng CSV: cột cách nhau bằng dấu phẩy, số viết trơn, tên cột tiếng Anh.",
      en: "Prints CSV: commas between columns, plain numbers, canonical English column names.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | csv",
        en: "overdue by district where quarter = Q2/2021 | csv")),
    HelpTopic(
      .stages(["tsv"]), vi: "In ra dạng TSV: như CSV, cột cách nhau bằng tab.",
      en: "Prints TSV: like CSV, with tabs between columns.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | tsv",
        en: "overdue by district where quarter = Q2/2021 | tsv")),
    HelpTopic(
      .stages(["json"]), vi: "In ra một mảng JSON.", en: "Prints one JSON array.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | json",
        en: "overdue by district where quarter = Q2/2021 | json")),
    HelpTopic(
      .stages(["jsonl"]), vi: "In ra mỗi dòng một đối tượng JSON.", en: "Prints one JSON object to a line.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | jsonl",
        en: "overdue by district where quarter = Q2/2021 | jsonl")),
    HelpTopic(
      .stages(["markdown"]), vi: "Xuất bảng Markdown để dán vào văn bản.",
      en: "Writes a Markdown table to paste into a text.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | markdown",
        en: "overdue by district where quarter = Q2/2021 | markdown")),
    HelpTopic(
      .stages(["into"]),
      vi: "Ghi kết quả vào tệp; đuôi tệp chọn định dạng. Tệp đã có thì chỉ into! (ghi vào!) mới ghi đè.",
      en:
        """
        Writes the answer to a file; the extension chooses the format. Only into! replaces an existing \
        file.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | ghi vào \"qua-han.csv\"",
        en: "overdue by district where quarter = Q2/2021 | into \"overdue.csv\""),
      furtherWords: [
        "into!", "ghi vào", "ghi", "xuất", "lưu tệp", "tệp", "lưu", "luu", "file", "export", "save",
      ]),
    HelpTopic(
      .stages(["html"]), vi: "Xuất bảng HTML.", en: "Writes an HTML table.",
      example: Localized(both: "overdue by district where quarter = Q2/2021 | html"), isAnswered: false),
    HelpTopic(
      .stages(["chart"]), vi: "Vẽ biểu đồ trên màn hình: bar, line, spark.",
      en: "Draws a chart on the screen: bar, line, spark.",
      example: Localized(both: "overdue by district where quarter = Q2/2021 | chart bar"), isAnswered: false,
      furtherWords: ["chart bar", "chart line", "chart spark", "biểu đồ"]),
  ]
}
