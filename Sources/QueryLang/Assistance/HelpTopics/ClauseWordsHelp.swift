// What `help` says about words inside clauses.
extension HelpTopic {
  static let clauseWords: [HelpTopic] = [
    HelpTopic(
      .keywords([.and]),
      vi: "Cả hai điều kiện đều phải đúng.",
      en: "Both conditions must hold.",
      example: Localized(
        vi: "tiếp nhận khi tỉnh = \"Bắc Giang\" và quý = II/2021",
        en: "received where province = \"Bắc Giang\" and quarter = Q2/2021")),
    HelpTopic(
      .keywords([.or]),
      vi: "Một trong hai điều kiện đúng là được; ở ‘khi’ chỉ nối các điều kiện trên cùng một chiều.",
      en: "Either condition may hold; in where it joins conditions on the same dimension only.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi (tỉnh = \"Bắc Giang\" hoặc tỉnh = \"An Giang\") và quý = II/2021",
        en:
          """
          received by province where (province = "Bắc Giang" or province = "An Giang") and quarter = \
          Q2/2021
          """
      )),
    HelpTopic(
      .keywords([.not]),
      vi: "Đảo ngược một điều kiện.",
      en: "Turns a condition around.",
      example: Localized(
        vi: "quá hạn theo huyện khi tỉnh = \"Bắc Giang\" và quý = II/2021 có không (quá hạn > 100)",
        en:
          "overdue by district where province = \"Bắc Giang\" and quarter = Q2/2021 having not overdue > 100"
      )),
    HelpTopic(
      .keywords([.in]),
      vi: "Một trong các giá trị trong ngoặc, hoặc một khoảng a..b của kỳ, ngày, số.",
      en: "One of the values in brackets, or a range a..b of periods, days or numbers.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi tỉnh trong (\"Bắc Giang\", \"An Giang\") và quý = II/2021",
        en: "received by province where province in (\"Bắc Giang\", \"An Giang\") and quarter = Q2/2021")),
    HelpTopic(
      .keywords([.is]),
      vi:
        """
        là thiếu, là không xác định, là một phần (hay là không …) hỏi một con số có hay không và đầy đủ đến đâu. \
        ‘là’ còn dùng để đặt tên cột.
        """,
      en:
        """
        is missing, is undefined, is partial (or is not …) ask whether a figure is there and how complete \
        it is.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 có quá hạn là không thiếu",
        en: "overdue by district where quarter = Q2/2021 having overdue is not missing")),
    HelpTopic(
      .keywords([.missing]),
      vi: "Không có báo cáo; hiện là –, và không bao giờ là 0.",
      en: "There is no report; shown as –, and never 0.",
      example: Localized(
        vi: "tiếp nhận theo kênh khi tỉnh = \"Bắc Giang\" và quý = II/2021 kèm thiếu",
        en: "received by channel where province = \"Bắc Giang\" and quarter = Q2/2021 with missing")),
    HelpTopic(
      .keywords([.undefined]),
      vi: "Không tính được: thiếu một phần, hoặc chia cho 0; hiện là ∅.",
      en: "Cannot be computed: a part is missing, or it is divided by zero; shown as ∅.",
      example: Localized(
        vi: "tỷ lệ quá hạn theo tỉnh khi quý = II/2021 có tỷ lệ quá hạn là không không xác định",
        en: "overdue_rate by province where quarter = Q2/2021 having overdue_rate is not undefined")),
    HelpTopic(
      .keywords([.partial]),
      vi: "Cộng từ một số phần mà thiếu những phần khác; kết quả nói có bao nhiêu phần (1 trong 2 khối).",
      en: "Summed from some parts while others are not there; the answer says how many (1 of 2 sectors).",
      example: Localized(
        vi: "quá hạn theo tỉnh khi quý = II/2021 có quá hạn là không một phần",
        en: "overdue by province where quarter = Q2/2021 having overdue is not partial")),
    HelpTopic(
      .keywords([.ascending]),
      vi: "Số nhỏ đứng trước; đây là cách sắp xếp khi không viết gì.",
      en: "Small numbers first; the order when nothing is said.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 sắp xếp quá hạn tăng dần",
        en: "overdue by district where quarter = Q2/2021 sort overdue asc")),
    HelpTopic(
      .keywords([.descending]),
      vi: "Số lớn đứng trước.",
      en: "Large numbers first.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 sắp xếp quá hạn giảm dần",
        en: "overdue by district where quarter = Q2/2021 sort overdue desc")),
    HelpTopic(
      .keywords([.per]),
      vi: "đầu n mỗi …: lấy n dòng trong mỗi nhóm của một khóa.",
      en: "top n per …: n rows in each group of a key.",
      example: Localized(
        vi: "quá hạn theo tỉnh, huyện khi quý = II/2021 đầu 2 mỗi tỉnh",
        en: "overdue by province, district where quarter = Q2/2021 top 2 per province")),
    HelpTopic(
      .keywords([.others]),
      vi: "đầu n kèm còn lại: cộng những dòng bị bỏ thành một dòng, như cách tính của ‘kèm tổng’.",
      en: "top n with others: adds up the rows that top left out in one row, by the rules of with totals.",
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 đầu 5 kèm còn lại",
        en: "overdue by district where quarter = Q2/2021 top 5 with others"),
      furtherWords: ["with others", "kèm còn lại"]),
    HelpTopic(
      .keywords([.totals]),
      vi:
        """
        kèm tổng: thêm dòng tổng các dòng, và dòng tổng báo cáo nếu số báo cáo khác. Tỷ lệ được tính lại từ \
        các tổng, số cuối kỳ lấy của kỳ cuối; số không cộng được thì không có tổng.
        """,
      en:
        """
        with totals: adds the sum of the rows, and the reported total where it differs. Rates are those of the \
        sums, closing stocks those of the last period; what never adds up has no total.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 kèm tổng",
        en: "overdue by district where quarter = Q2/2021 with totals"),
      furtherWords: ["with totals", "kèm tổng"]),
    HelpTopic(
      .keywords([.incomparable]),
      vi: "kèm không so sánh được: cho phép ‘so sánh’ đặt cạnh nhau những số không cùng phạm vi, và nói rõ.",
      en: "with incomparable: lets compare put figures on different ground side by side, and says so.",
      example: Localized(
        vi: "so sánh tỉnh \"Bắc Giang\", \"An Giang\" về tiếp nhận khi quý = II/2021 kèm không so sánh được",
        en:
          "compare province \"Bắc Giang\", \"An Giang\" on received where quarter = Q2/2021 with incomparable"
      )),
    HelpTopic(
      .keywords([.latest]),
      vi: "Kỳ cuối cùng có số liệu của chỉ số đầu tiên.",
      en: "The last period with a figure of the first measure.",
      example: Localized(
        vi: "tiếp nhận theo tỉnh khi quý = mới nhất", en: "received by province where quarter = latest")),
    HelpTopic(
      .keywords([.previous]),
      vi: "so với trước …: so với kỳ liền trước; không có số của kỳ đó thì nói rõ.",
      en: "vs previous …: against the period before; says so where that has no figures.",
      example: Localized(
        vi: "đã giải quyết theo tỉnh khi quý = II/2021 so với trước quý",
        en: "resolved by province where quarter = Q2/2021 vs previous quarter")),
    HelpTopic(
      .keywords([.same, .last, .year]),
      vi: "so với cùng … năm trước: so với cùng kỳ năm trước; không có số của kỳ đó thì nói rõ.",
      en: "vs same … last year: against the same period a year before; says so where that has no figures.",
      example: Localized(
        vi: "đã giải quyết theo tỉnh khi quý = II/2021 so với cùng quý năm trước",
        en: "resolved by province where quarter = Q2/2021 vs same quarter last year"),
      furtherWords: ["cùng kỳ", "cùng kỳ năm trước"]),
    HelpTopic(
      .keywords([.target]),
      vi: "so với chỉ tiêu: so với chỉ tiêu được giao. Chỉ tiêu cũng là một giá trị của chiều kịch bản.",
      en: "vs target: against the target that was set. The target is also a member of scenario.",
      example: Localized(
        vi: "online_payment_rate theo tỉnh khi năm = 2024 so với chỉ tiêu",
        en: "online_payment_rate by province where year = 2024 vs target")),
    HelpTopic(
      .keywords([.as]),
      vi: "Đặt tên cho cột của một biểu thức.",
      en: "Names the column of an expression.",
      example: Localized(
        vi: "quá hạn / tiếp nhận là tỷ_trọng theo tỉnh khi quý = II/2021",
        en: "overdue / received as late_share by province where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.on]),
      vi: "so sánh … về …: đứng trước các chỉ số được so sánh.",
      en: "compare … on …: stands before the measures to be compared.",
      example: Localized(
        vi:
          """
          so sánh tỉnh "Bắc Giang", "An Giang" về tiếp nhận, quá hạn khi quý = II/2021 và khối = địa phương
          """,
        en:
          """
          compare province "Bắc Giang", "An Giang" on received, overdue where quarter = Q2/2021 and sector = \
          local
          """)),
    HelpTopic(
      .keywords([.against]),
      vi:
        """
        đối chiếu … với …: đếm lại từ hồ sơ đã nạp những số mà báo cáo nêu, và liệt kê số không khớp, cùng văn bản \
        và dòng.
        """,
      en:
        """
        check … against …: counts over cases that are loaded what reports state, and lists what differs, with \
        document and line.
        """,
      example: Localized(
        vi: "đối chiếu cases với figures khi tỉnh = \"An Giang\"",
        en: "check cases against figures where province = \"An Giang\""), needsCases: true),
    HelpTopic(
      .keywords([.rejects]),
      vi:
        """
        nạp … loại ra …: để riêng các dòng hỏng của tệp hồ sơ vào một tệp thay vì từ chối cả tệp. Tệp đã có \
        thì chỉ ‘loại ra!’ mới ghi đè.
        """,
      en:
        """
        load … rejects …: sets the bad rows of a file of cases aside into a file, instead of refusing it. \
        Only rejects! replaces an existing file.
        """,
      example: Localized(both: "load \"cases.csv\" rejects \"bad.csv\""), furtherWords: ["rejects!"]),
    HelpTopic(
      .keywords([.analyze]),
      vi: "giải thích đo …: giải thích cách trả lời cùng thời gian từng bước.",
      en: "explain analyze …: how a query is answered, with the time of each step.",
      example: Localized(both: "explain analyze overdue by district where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.of]),
      vi: "xem giá trị của …: các giá trị của một chiều.",
      en: "show values of …: the members of a dimension.",
      example: Localized(vi: "xem giá trị của kênh", en: "show values of channel")),
    HelpTopic(
      .keywords([.to]),
      vi: "đẩy … đến …: gửi một bộ dữ liệu đến nơi đã gắn.",
      en: "push … to …: sends a dataset to what was attached.",
      example: Localized(both: "push cases to warehouse")),
  ]
}
