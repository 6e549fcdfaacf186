// What `help` says about settings.
extension HelpTopic {
  static let settings: [HelpTopic] = [
    HelpTopic(
      .settings(["lang"]), vi: "Ngôn ngữ hiển thị: vi hoặc en.", en: "The display language: vi or en.",
      example: Localized(vi: "set lang vi", en: "set lang en")),
    HelpTopic(
      .settings(["format"]), vi: "Cách trình bày kết quả khi câu hỏi không nói.",
      en: "How answers are presented when the query does not say.", example: Localized(both: "set format csv")
    ),
    HelpTopic(
      .settings(["timing"]), vi: "Cho biết thời gian trả lời.", en: "Tells how long an answer took.",
      example: Localized(both: "set timing on")),
    HelpTopic(
      .settings(["status"]),
      vi: "Thêm cột cho biết mỗi số từ đâu mà có: reported, derived, complete, partial …",
      en: "Adds columns that say how each figure came about: reported, derived, complete, partial …",
      example: Localized(both: "set status on")),
    HelpTopic(
      .settings(["codes"]), vi: "Thêm cột mã của địa danh và giá trị.",
      en: "Adds columns with the codes of members.",
      example: Localized(both: "set codes on")),
    HelpTopic(
      .settings(["strict"]), vi: "Coi số không chắc chắn (một phần, mâu thuẫn …) là lỗi.",
      en: "Makes uncertain figures (partial, in conflict …) an error.",
      example: Localized(both: "set strict on")),
    HelpTopic(
      .settings(["color"]), vi: "Dùng màu: auto, always hoặc never.", en: "Colours: auto, always or never.",
      example: Localized(both: "set color never"), furtherWords: ["colour"]),
    HelpTopic(
      .settings(["pager"]),
      vi: "Ở dấu nhắc, câu trả lời dài hơn màn hình được xem từng trang bằng $PAGER, hoặc less.",
      en: "At the prompt, answers longer than the screen are paged by $PAGER, or by less.",
      example: Localized(both: "set pager off")),
    HelpTopic(
      .settings(["safe"]),
      vi:
        """
        Chế độ an toàn: không ghi tệp, không đọc ngoài dữ liệu và thư mục của kịch bản. Bật rồi thì không tắt \
        được.
        """,
      en:
        """
        Safe mode: writes no file and reads nothing outside the data and the script's folder. Once on it stays \
        on.
        """,
      example: Localized(both: "set safe on")),
    HelpTopic(
      .settings(["documents"]),
      vi:
        """
        Thư mục chứa lời văn của các văn bản (tệp có tên bắt đầu bằng mã văn bản, như 000_bao-cao.txt), để ‘vì sao’ \
        cho xem đúng dòng; off bỏ.
        """,
      en:
        """
        A folder with the texts of the documents (files whose names begin with the document's id, as \
        000_report.txt), so that why shows the very line; off forgets it.
        """,
      example: Localized(both: "set documents \"texts\"")),
    HelpTopic(
      .settings(["periods"]),
      vi: "Kỳ của hồ sơ: calendar là theo lịch, reporting là theo quy định báo cáo (từ ngày 15 đến ngày 14).",
      en: "Periods of cases: calendar, or reporting (by the rule of reports, from the 15th to the 14th).",
      example: Localized(both: "set periods reporting")),
    HelpTopic(
      .settings(["hide_below"]),
      vi:
        """
        Để công bố: số đếm từ 1 đến n-1 hồ sơ được giấu (<n), cùng tỷ lệ của chúng và những số mà tổng có thể làm lộ \
        ra chúng (■); ở dạng cho máy là ô trống, trạng thái hidden. off: không giấu. Số liệu báo cáo không đổi.
        """,
      en:
        """
        For publishing: counts of 1 to n-1 cases are hidden (<n), with rates of them and what a total would tell \
        them by (■); machine formats have an empty cell of status hidden. off: nothing is. Figures stay as they are.
        """,
      example: Localized(both: "set hide_below 5")),
  ]
}
