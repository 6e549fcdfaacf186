// What `help` says about the clauses of a query.
extension HelpTopic {
  static let clauses: [HelpTopic] = [
    HelpTopic(
      .keywords([.by]),
      vi:
        """
        Chia kết quả theo chiều (tỉnh, huyện, kênh …) hoặc theo thời gian (năm, quý, tháng …). Nhiều khóa \
        cách nhau bằng dấu phẩy; chỉ dùng được chiều mà chỉ số có báo cáo.
        """,
      en:
        """
        Breaks the answer down by dimensions (province, district, channel …) or time (year, quarter, month \
        …), separated by commas. Only dimensions by which the measure is reported can be used.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021", en: "overdue by district where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.where]),
      vi:
        """
        Chọn số liệu theo chiều và thời gian: =, !=, trong (…), trong a..b, ~ (chứa), là thiếu; nối bằng và, \
        hoặc, không. Điều kiện về chỉ số thì viết ở ‘có’.
        """,
      en:
        """
        Chooses figures by dimension and time: =, !=, in (…), in a..b, ~ (contains), is missing, joined by \
        and, or, not. A condition on a measure goes into having.
        """,
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi quý = II/2021 và khối = địa phương",
        en: "received by province where quarter = Q2/2021 and sector = local")),
    HelpTopic(
      .keywords([.having]),
      vi: "Giữ lại những dòng mà chỉ số thỏa điều kiện: =, >, <, là thiếu, là không xác định, là một phần.",
      en: "Keeps the rows whose measures pass a test: a comparison, or is missing, is undefined, is partial.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 có quá hạn > 10",
        en: "overdue by district where quarter = Q2/2021 having overdue > 10")),
    HelpTopic(
      .keywords([.sort]),
      vi: "Sắp xếp các dòng theo khóa hoặc theo chỉ số; thêm giảm dần để số lớn đứng trước.",
      en: "Orders the rows by keys or measures; add desc to put large numbers first.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 sắp xếp quá hạn giảm dần",
        en: "overdue by district where quarter = Q2/2021 sort overdue desc")),
    HelpTopic(
      .keywords([.top]),
      vi:
        """
        Chỉ lấy n dòng lớn nhất theo chỉ số đầu tiên, hoặc theo chỉ số viết sau ‘theo’; ‘mỗi’ lấy n dòng \
        trong từng nhóm.
        """,
      en:
        """
        Keeps the n rows with the largest first measure, or the one after by; per takes n rows in each \
        group.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 đầu 5",
        en: "overdue by district where quarter = Q2/2021 top 5")),
    HelpTopic(
      .keywords([.bottom]),
      vi: "Chỉ lấy n dòng nhỏ nhất; các phần khác như ‘đầu’.",
      en: "Keeps the n smallest rows; otherwise like top.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 cuối 3",
        en: "overdue by district where quarter = Q2/2021 bottom 3")),
    HelpTopic(
      .keywords([.from]),
      vi: "Chọn bộ dữ liệu để trả lời; không viết thì dùng mọi số liệu đã nạp, hoặc bộ đã chọn bằng ‘dùng’.",
      en: "Names the dataset that answers; without it all loaded figures do, or those chosen with use.",
      example: Localized(
        vi: "tiếp nhận từ \"số liệu\" theo tỉnh khi quý = II/2021",
        en: "received from figures by province where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.asOf]),
      vi: "Dùng địa danh có hiệu lực vào ngày này, thay cho ngày cuối của kỳ.",
      en: "Uses the places in force on this day, instead of the last day of the period.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi quý = II/2021 tính đến 30/06/2021",
        en: "received by province where quarter = Q2/2021 as of 30/06/2021")),
    HelpTopic(
      .keywords([.with]),
      vi:
        """
        ‘kèm thiếu’ hiện cả những giá trị không có báo cáo; ‘kèm tổng’ thêm dòng tổng; ‘đầu n kèm còn lại’ \
        gộp những dòng bị bỏ; ‘kèm không so sánh được’ chỉ dùng với ‘so sánh’.
        """,
      en:
        """
        with missing also shows the members without a report; with totals adds a total; top n with others \
        adds up what was left out; with incomparable goes with compare only.
        """,
      example: Localized(
        vi: "tiếp nhận theo kênh khi tỉnh = \"Bắc Giang\" và quý = II/2021 kèm thiếu",
        en: "received by channel where province = \"Bắc Giang\" and quarter = Q2/2021 with missing")),
    HelpTopic(
      .keywords([.vs]),
      vi:
        """
        Đặt cạnh mỗi chỉ số một mốc so sánh, mức thay đổi và tỷ lệ thay đổi; với tỷ lệ thì thay đổi tính bằng \
        điểm phần trăm. Mốc là kỳ trước, cùng kỳ năm trước, chỉ tiêu, một kỳ hay một giá trị của chiều.
        """,
      en:
        """
        Puts a baseline, the change and the percentage change beside each measure; a rate changes by \
        percentage points. The baseline is previous …, same … last year, target, a period or a member.
        """,
      example: Localized(
        vi: "đã giải quyết theo tỉnh khi quý = II/2021 và khối = địa phương so với \"An Giang\"",
        en: "resolved by province where quarter = Q2/2021 and sector = local vs \"An Giang\"")),
    HelpTopic(
      .keywords([.pivot]),
      vi: "Đưa các giá trị của một khóa ở ‘theo’ lên thành cột, mỗi chỉ số một cột cho mỗi giá trị.",
      en: "Turns the members of one key of by into columns, one for each measure and member.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh, khối khi quý = II/2021 xoay khối",
        en: "received by province, sector where quarter = Q2/2021 pivot sector")),
  ]
}
