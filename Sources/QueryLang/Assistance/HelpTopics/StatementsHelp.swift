// What `help` says about statements.
extension HelpTopic {
  static let statements: [HelpTopic] = [
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
      vi: "Chọn bộ dữ liệu cho các câu hỏi sau; ‘dùng số liệu’ là dùng tất cả.",
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
        Xem từng hồ sơ: mã, ngày, số ngày giải quyết, các chiều và số. Dùng được từ, khi (cả theo ngày và số), sắp xếp, \
        đầu n; thời gian tính theo ngày tiếp nhận. Nạp hồ sơ bằng: nạp "tệp.csv" là cases.
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
        Thử số liệu theo các phép kiểm tra của danh mục (‘xem kiểm tra’ liệt kê) và liệt kê chỗ không khớp, cùng văn bản và \
        dòng. ‘khi’ chọn theo phép kiểm tra, mức lỗi, chỉ số, văn bản, chiều và thời gian. Ở hồ sơ thì tìm mã trùng, \
        ngày hẹn trước ngày nhận và tên lạ. Trong kịch bản, một phép kiểm tra mức lỗi không đúng cho mã thoát 3.
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
        đã tìm gì và gần nhất có gì; của mốc so sánh, tổng, tỷ trọng và so sánh thì từ những dòng nào. ‘vì sao _’ giải thích kết quả cuối; | csv cho mỗi số liệu gốc một \
        dòng; ‘thiết lập documents’ cho xem nguyên văn.
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
        đường tính của các ô, số ô đã hỏi; cả của so sánh. ‘giải thích đo’ đo thêm thời gian từng bước.
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
      vi: "Ghi một bộ hồ sơ ra một tệp gọn, nạp lại được ngay bằng ‘nạp’.",
      en: "Writes a dataset of cases to a compact file, which load has back at once.",
      example: Localized(both: "save cases \"cases.tthcs\"")),
    HelpTopic(
      .keywords([.attach, .clickhouse]),
      vi: "Gắn một bảng của máy chủ ClickHouse làm bộ dữ liệu.",
      en: "Attaches a table of a ClickHouse server as a dataset.",
      example: Localized(both: "attach clickhouse \"http://localhost:8123\" table cases as warehouse")),
    HelpTopic(
      .keywords([.detach]), vi: "Tháo nơi đã gắn bằng ‘gắn’.", en: "Takes away what attach added.",
      example: Localized(both: "detach warehouse")),
    HelpTopic(
      .keywords([.push]), vi: "Gửi một bộ dữ liệu đến nơi đã gắn.",
      en: "Sends a dataset to what was attached.",
      example: Localized(both: "push cases to warehouse")),
  ]
}
