// What `help` says about each word of the language. Every example runs over the figures that ship with the
// program; one of a word that is not answered yet is at least read.
extension HelpTopic {
  static let all: [HelpTopic] =
    clauses + clauseWords + statements + functions + stages + settings + kinds + signs

  // MARK: Clauses

  private static let clauses: [HelpTopic] = [
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

  // MARK: Words inside clauses

  private static let clauseWords: [HelpTopic] = [
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
        is missing, is undefined, is partial (hay is not …) hỏi một con số có hay không và đầy đủ đến đâu. \
        Trong tiếng Việt, là còn dùng để đặt tên cột (as).
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
      vi: "vs target: so với chỉ tiêu được giao. Chỉ tiêu cũng là một giá trị của chiều kịch bản (scenario).",
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
      vi: "compare … on …: đứng trước các chỉ số được so sánh.",
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
        check … against …: đếm lại từ hồ sơ đã nạp những số mà báo cáo nêu, và liệt kê số không khớp, cùng văn bản \
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
        load … rejects …: để riêng các dòng hỏng của tệp hồ sơ vào một tệp thay vì từ chối cả tệp. Tệp đã có \
        thì chỉ rejects! mới ghi đè.
        """,
      en:
        """
        load … rejects …: sets the bad rows of a file of cases aside into a file, instead of refusing it. \
        Only rejects! replaces an existing file.
        """,
      example: Localized(both: "load \"cases.csv\" rejects \"bad.csv\""), furtherWords: ["rejects!"]),
    HelpTopic(
      .keywords([.analyze]),
      vi: "explain analyze …: giải thích cách trả lời cùng thời gian từng bước.",
      en: "explain analyze …: how a query is answered, with the time of each step.",
      example: Localized(both: "explain analyze overdue by district where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.of]),
      vi: "xem giá trị của …: các giá trị của một chiều.",
      en: "show values of …: the members of a dimension.",
      example: Localized(vi: "xem giá trị của kênh", en: "show values of channel")),
    HelpTopic(
      .keywords([.to]),
      vi: "push … to …: gửi một bộ dữ liệu đến nơi đã gắn.",
      en: "push … to …: sends a dataset to what was attached.",
      example: Localized(both: "push cases to warehouse")),
  ]

  // MARK: Statements

  private static let statements: [HelpTopic] = [
    HelpTopic(
      .keywords([.show]),
      vi:
        """
        Liệt kê những gì có: chỉ số, chiều, bộ dữ liệu, nguồn, kiểm tra, thiết lập, định nghĩa, tham số, giá trị \
        của một chiều, lịch sử (các câu đã hỏi); thêm ‘khi’ để lọc theo các cột.
        """,
      en:
        """
        Lists what there is: measures, dimensions, datasets, sources, checks, settings, lets, params, \
        values of a dimension, history (what was asked at the prompt); where filters by the columns.
        """,
      example: Localized(
        vi: "xem giá trị của huyện khi tỉnh = \"Bắc Giang\"",
        en: "show values of district where province = \"Bắc Giang\""),
      furtherWords: ShownKind.allCases.flatMap(\.spellings)),
    HelpTopic(
      .keywords([.help]),
      vi: "Giải thích một từ của ngôn ngữ, một chỉ số, một chiều hay một giá trị.",
      en: "Explains a word of the language, a measure, a dimension or a member.",
      example: Localized(vi: "trợ giúp tỷ lệ quá hạn", en: "help overdue_rate")),
    HelpTopic(
      .keywords([.let]),
      vi: "Đặt tên cho một biểu thức để dùng như chỉ số trong các câu sau.",
      en: "Names an expression, to be used like a measure in later queries.",
      example: Localized(
        vi: "đặt tỷ_trọng_trễ = quá hạn / tiếp nhận", en: "let late_share = overdue / received")),
    HelpTopic(
      .keywords([.set]),
      vi: "Đổi một thiết lập; không có giá trị thì cho biết giá trị hiện tại; ‘xem thiết lập’ liệt kê hết.",
      en: "Changes a setting; without a value it tells the present one. show settings lists them all.",
      example: Localized(vi: "set format csv", en: "set lang en")),
    HelpTopic(
      .keywords([.load]),
      vi:
        """
        Nạp tệp hồ sơ (CSV hoặc TSV, mỗi dòng một hồ sơ; nhiều tệp hoặc cả thư mục cũng được), hay một thư \
        mục số liệu (Data Package), bên cạnh dữ liệu đi kèm. Bảng cases.columns.csv cạnh cases.csv cho biết \
        ý nghĩa các cột.
        """,
      en:
        """
        Loads a file of cases (CSV or TSV, a row for each; several files or a folder of them too), or a \
        folder of figures (a Data Package), beside what ships. A table cases.columns.csv beside cases.csv \
        says what its columns are.
        """,
      example: Localized(vi: "nạp \"ho-so.csv\" là hồ_sơ", en: "load \"cases.csv\" as cases")),
    HelpTopic(
      .keywords([.unload]),
      vi: "Bỏ một bộ dữ liệu đã nạp; dữ liệu đi kèm thì luôn còn.",
      en: "Takes a loaded dataset away; what ships with the program stays.",
      example: Localized(both: "unload mine")),
    HelpTopic(
      .keywords([.use]),
      vi: "Chọn bộ dữ liệu cho các câu hỏi sau; use figures là dùng tất cả.",
      en: "Chooses the dataset for the queries that follow; use figures means all of them.",
      example: Localized(vi: "dùng \"số liệu\"", en: "use figures")),
    HelpTopic(
      .keywords([.source]),
      vi:
        "Chạy các câu lệnh trong một tệp; đường dẫn tính từ tệp đang chạy, một tệp không chạy lại chính nó.",
      en:
        "Runs the statements of a file; its path is relative to the file that says so, and cycles are refused.",
      example: Localized(both: "source \"report.tthc\"")),
    HelpTopic(
      .keywords([.quit]), vi: "Rời chương trình; Ctrl-D cũng vậy.", en: "Leaves the program, as Ctrl-D does.",
      example: Localized(vi: "thoát", en: "quit")),
    HelpTopic(
      .keywords([.compare]),
      vi:
        """
        Đặt các tỉnh, huyện hay kỳ cạnh nhau trên cùng những chỉ số, kèm chênh lệch và tỷ số so với giá trị đầu \
        tiên. Không cùng phạm vi thì từ chối và nói điều kiện giúp so sánh được.
        """,
      en:
        """
        Puts places or periods side by side on the same measures, with difference and ratio to the first. \
        Refuses figures on different ground, and tells the condition that helps.
        """,
      example: Localized(
        vi:
          """
          so sánh tỉnh "Bắc Giang", "An Giang" về tiếp nhận, tỷ lệ quá hạn khi quý = II/2021 và khối = địa \
          phương
          """,
        en:
          """
          compare province "Bắc Giang", "An Giang" on received, overdue_rate where quarter = Q2/2021 and \
          sector = local
          """)),
    HelpTopic(
      .keywords([.list]),
      vi:
        """
        Xem từng hồ sơ: mã, ngày, số ngày giải quyết, các chiều và số. from, where (cả theo ngày và số), sort, top n; \
        thời gian tính theo ngày tiếp nhận. Nạp hồ sơ bằng load "tệp.csv" as cases.
        """,
      en:
        """
        Shows single cases: id, days, processing days, dimensions and numbers. from, where (on days and numbers \
        too), sort, top n; time is that of receipt. Load cases with load "file.csv" as cases.
        """,
      example: Localized(
        vi: "liệt kê case_id, huyện, due_on từ cases khi timeliness = overdue sắp xếp due_on đầu 5",
        en: "list case_id, district, due_on from cases where timeliness = overdue sort due_on top 5"),
      needsCases: true),
    HelpTopic(
      .keywords([.check]),
      vi:
        """
        Thử số liệu theo các phép kiểm tra của danh mục (xem show checks) và liệt kê chỗ không khớp, cùng văn bản và \
        dòng. where chọn theo rule, severity, measure, document, chiều và thời gian. Ở hồ sơ thì tìm mã trùng, ngày \
        hẹn trước ngày nhận và tên lạ. Trong kịch bản, một phép kiểm tra mức error không đúng cho mã thoát 3.
        """,
      en:
        """
        Tries the rules of the catalog (see show checks) on the figures and lists what does not agree, with \
        document and line. where chooses by rule, severity, measure, document, dimension and time. Of cases it \
        finds repeated ids, due dates before the receipt and unknown names. In a script a broken rule of \
        severity error gives exit code 3.
        """,
      example: Localized(
        vi: "đối chiếu figures khi tỉnh = \"Bắc Giang\"", en: "check figures where province = \"Bắc Giang\""),
      furtherWords: ["rule", "severity", "phép kiểm tra"]),
    HelpTopic(
      .keywords([.why]),
      vi:
        """
        Cho biết mỗi con số từ đâu mà có: phép tính, văn bản, mục, dòng; số nào mâu thuẫn với nó; số thiếu thì \
        đã tìm gì và gần nhất có gì; của mốc so sánh, tổng, tỷ trọng và compare thì từ những dòng nào. why _ giải thích kết quả cuối; | csv cho mỗi số liệu gốc một dòng; set \
        documents cho xem nguyên văn.
        """,
      en:
        """
        Tells where each figure comes from: arithmetic, document, section, line; what disagrees with it; for a \
        missing one what was looked for and what is nearest; of a baseline, a total, a share and compare which \
        rows. why _ explains the last result; | csv gives a row \
        for each figure at the bottom; set documents shows the documents' own words.
        """,
      example: Localized(
        vi: "vì sao quá hạn khi tỉnh = \"Bắc Giang\" và quý = II/2021",
        en: "why overdue where province = \"Bắc Giang\" and quarter = Q2/2021")),
    HelpTopic(
      .keywords([.explain]),
      vi:
        """
        Cho biết một câu hỏi được hiểu và trả lời thế nào: câu hỏi chuẩn, công thức của chỉ số, cách tìm nhóm, \
        đường tính của các ô, số ô đã hỏi; cả của compare. explain analyze đo thêm thời gian từng bước.
        """,
      en:
        """
        Tells how a query is understood and answered: the canonical query, the formulas of its measures, how \
        groups are found, the roads to its cells, how many cells were asked; of compare too. explain analyze times \
        each step.
        """,
      example: Localized(
        vi: "giải thích quá hạn theo huyện khi quý = II/2021",
        en: "explain overdue by district where quarter = Q2/2021")),
    HelpTopic(
      .keywords([.param]),
      vi:
        """
        Khai báo một tham số với kiểu (period, quarter, date …, number, text, một chiều) và giá trị mặc định, dùng \
        ở chỗ của một giá trị là $tên; --param tên=giá_trị trên dòng lệnh thay giá trị mặc định.
        """,
      en:
        """
        Declares a parameter with its type (period, quarter, date …, number, text, a dimension) and default, used \
        as $name where a value can stand; --param name=value on the command line replaces the default.
        """,
      example: Localized(vi: "tham số q: quý = II/2021", en: "param q: quarter = Q2/2021")),
    HelpTopic(
      .keywords([.assert]),
      vi:
        """
        Dừng tập lệnh với mã thoát 3 nếu một điều kiện về số liệu, trên đúng một dòng, không đúng hoặc không quyết \
        định được.
        """,
      en:
        """
        Stops a script with exit code 3 when a test on the figures, over exactly one row, does not hold or cannot \
        be decided.
        """,
      example: Localized(
        vi: "khẳng định quá hạn < 2000 khi tỉnh = \"Bắc Giang\" và quý = II/2021",
        en: "assert overdue < 2000 where province = \"Bắc Giang\" and quarter = Q2/2021")),
    HelpTopic(
      .keywords([.save]),
      vi: "Ghi một bộ hồ sơ ra một tệp gọn, nạp lại được ngay bằng load.",
      en: "Writes a dataset of cases to a compact file, which load has back at once.",
      example: Localized(both: "save cases \"cases.tthcs\"")),
    HelpTopic(
      .keywords([.attach, .clickhouse]),
      vi: "Gắn một bảng của máy chủ ClickHouse làm bộ dữ liệu.",
      en: "Attaches a table of a ClickHouse server as a dataset.",
      example: Localized(both: "attach clickhouse \"http://localhost:8123\" table cases as warehouse")),
    HelpTopic(
      .keywords([.detach]), vi: "Tháo nơi đã gắn bằng attach.", en: "Takes away what attach added.",
      example: Localized(both: "detach warehouse")),
    HelpTopic(
      .keywords([.push]), vi: "Gửi một bộ dữ liệu đến nơi đã gắn.",
      en: "Sends a dataset to what was attached.",
      example: Localized(both: "push cases to warehouse")),
  ]

  // MARK: Functions

  private static let functions: [HelpTopic] = [
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

  // MARK: Stages

  private static let stages: [HelpTopic] = [
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
      vi: "Ghi kết quả vào tệp; đuôi tệp chọn định dạng. Tệp đã có thì chỉ into! mới ghi đè.",
      en:
        """
        Writes the answer to a file; the extension chooses the format. Only into! replaces an existing \
        file.
        """,
      example: Localized(
        vi: "quá hạn theo huyện khi quý = II/2021 | into \"qua-han.csv\"",
        en: "overdue by district where quarter = Q2/2021 | into \"overdue.csv\""), furtherWords: ["into!"]),
    HelpTopic(
      .stages(["html"]), vi: "Xuất bảng HTML.", en: "Writes an HTML table.",
      example: Localized(both: "overdue by district where quarter = Q2/2021 | html"), isAnswered: false),
    HelpTopic(
      .stages(["chart"]), vi: "Vẽ biểu đồ trên màn hình: bar, line, spark.",
      en: "Draws a chart on the screen: bar, line, spark.",
      example: Localized(both: "overdue by district where quarter = Q2/2021 | chart bar"), isAnswered: false,
      furtherWords: ["chart bar", "chart line", "chart spark", "biểu đồ"]),
  ]

  // MARK: Settings

  private static let settings: [HelpTopic] = [
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
        Thư mục chứa lời văn của các văn bản (tệp có tên bắt đầu bằng mã văn bản, như 000_bao-cao.txt), để why \
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

  // MARK: Kinds of measure

  private static let kinds: [HelpTopic] = [
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

  // MARK: Signs

  private static let signs: [HelpTopic] = [
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
  ]
}
