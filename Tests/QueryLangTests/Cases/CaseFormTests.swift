import Testing

@testable import QueryLang

/// The forms a file of cases may have.
struct CaseFormTests {
  private func load(_ text: String) throws -> CaseLoader.Loaded {
    try CaseFolder.use { folder in
      try folder.write(text)
      return try folder.load()
    }
  }

  @Test(arguments: [
    "Mã hồ sơ,Ngày tiếp nhận,Ngày trả kết quả\nA,01/02/2021,03/02/2021\nB,2021-02-04,\n",
    "\u{FEFF}case_id,received_on,finished_on\r\nA,2021-02-01,2021-02-03\r\nB,2021-02-04,\r\n",
    "Ma ho so;NGAY TIEP NHAN;ngay tra ket qua\nA;1/2/2021;3/2/2021\nB;4/2/2021;",
    "case id\treceived\tfinished\nA\t2021-2-1\t2021-02-03 10:30\nB\t04/02/2021T07:00:00\t\n",
    "\n\r\ncase_id,received_on,finished_on\nA,2021-02-01,2021-02-03\n\nB,2021-02-04,\n\n\n",
    "\"case_id\",\"received_on\",\"finished_on\"\n\"A\",\"2021-02-01\",\"2021-02-03\"\n\"B\",\" 2021-02-04 \",\"\"",
  ])
  func everyFormGivesTheSameCases(text: String) throws {
    let loaded = try load(text)
    #expect(loaded.identifiers() == ["A", "B"])
    #expect(loaded.days(loaded.table.received) == ["01/02/2021", "04/02/2021"])
    #expect(loaded.days(loaded.table.finished) == ["03/02/2021", ""])
    #expect(loaded.unknown.isEmpty && loaded.rejected.count == 0)
  }

  /// Names of one length take no list of places; one that is longer, or none, anywhere brings it back.
  @Test(arguments: [nil, 0, 1, 4999, 9999])
  func namesOfOneLengthAreFound(other: Int?) throws {
    try CaseFolder.use { folder in
      var names = (10_000..<20_000).map { "K\($0)" }
      if let other { names[other] = other % 2 == 0 ? "" : "longer than the others" }
      try folder.write("case_id,received\n" + names.map { "\($0),2021-01-01\n" }.joined())
      for size in [1, 100, 4096, 2 << 20] {
        var limits = CaseLoadLimits()
        limits.pieceSize = size
        limits.fewestBytesForThreads = 0
        limits.threads = 4
        let loaded = try folder.load(limits: limits)
        #expect(loaded.identifiers() == names)
        let isEven = if case .evenly? = loaded.table.identifiers?.places { true } else { false }
        #expect(isEven == (other == nil))
      }
    }
  }

  /// Ten bytes behind the beginning of a day there may be the end of another field.
  @Test func aShortOrMissingDayBeforeAShortField() throws {
    let loaded = try load(
      "case_id,received,due,note\nA,2021-01-01,,abcdefghi\nB,1/1/2021,,\"\"\nC,1/1/2021,\"\",x\n,1/2/2021,,\nE,2021-01-05,1/1/2021,\",\"\n"
    )
    #expect(loaded.days(loaded.table.due) == ["", "", "", "", "01/01/2021"])
    #expect(loaded.members("note") == ["abcdefghi", "", "x", "", ","])
  }

  @Test func quotesHoldDelimitersLineBreaksAndQuotes() throws {
    let loaded = try load(
      "case_id,received,ghi chú\n\"a,\"\"b\"\"\r\nc\",2021-01-01,\"x\ny\"\nd,2021-01-02,z\n")
    #expect(loaded.identifiers() == ["a,\"b\"\r\nc", "d"])
    #expect(loaded.members("ghi_chu") == ["x\ny", "z"])
  }

  @Test func aHeaderAloneIsADatasetOfNoCases() throws {
    for text in ["case_id,received,fee\n", "case_id,received,fee", "case_id,received,fee\r\n\r\n"] {
      let loaded = try load(text)
      #expect(loaded.table.rowCount == 0)
      #expect(loaded.table.span == nil)
    }
  }

  @Test func allValuesMayBeMissingButTheDayOfReceipt() throws {
    let loaded = try load(
      "case_id,received,due,finished,province,fee,note\n,2021-01-01,,,,,\n,2021-01-02,,,,,\n")
    #expect(loaded.days(loaded.table.due) == ["", ""])
    #expect(loaded.days(loaded.table.finished) == ["", ""])
    #expect(loaded.members("province") == ["", ""])
    #expect(loaded.members("fee") == ["", ""])
    #expect(loaded.identifiers() == ["", ""])
    #expect(loaded.table.span?.upperBound.dayMonthYear == "02/01/2021")
  }

  @Test func furtherColumnsAreNumbersOrNames() throws {
    let loaded = try load(
      "received,Lệ phí,Điểm,Mã bưu chính,Tài khoản\n2021-01-01,10000,4.5,007,12345678901234567890\n"
        + "2021-01-02,,-3,100,5\n")
    #expect(loaded.numbers("le_phi") == [10000, nil])
    #expect(loaded.numbers("diem") == [45, -30])
    #expect(loaded.members("ma_buu_chinh") == ["007", "100"])
    #expect(loaded.members("tai_khoan") == ["12345678901234567890", "5"])
  }

  /// What is looked at first of a file ends before the header does.
  @Test(arguments: [16_382, 16_383, 16_384, 16_385, 40_000])
  func aLongHeaderIsReadWhole(length: Int) throws {
    let start = "received,case_id,"
    for end in ["\n", "\r\n"] {
      let header = start + String(repeating: "x", count: length - start.utf8.count) + end
      let loaded = try load(header + "2021-01-01,A,y\n")
      #expect(loaded.identifiers() == ["A"])
      #expect(loaded.table.members.count == 1)
      let behindBlankLines = try load(
        String(repeating: end, count: length) + "received,case_id" + end + "2021-01-01,A\n")
      #expect(behindBlankLines.identifiers() == ["A"])
    }
  }

  /// A column is told by more than the rows that are looked at first, where those say that it holds numbers.
  @Test func numbersAreToldByLaterRowsToo() throws {
    let rows = (0..<3000).map { "2021-01-01,\($0),\($0),1" }
    let loaded = try load(
      "received,Số nhà,Điểm,Lần\n" + rows.joined(separator: "\n") + "\n2021-01-02,12A,4.25,2\n")
    #expect(loaded.members("so_nha").last == "12A")
    #expect(loaded.numbers("diem").suffix(2) == [299_900, 425])
    #expect(loaded.numbers("lan").suffix(2) == [1, 2])
  }

  /// Texts are numbered as threads meet them, and names that only data have are put in order when somebody asks.
  @Test func oneReaderAndSeveralGiveTheSameAnswers() throws {
    var random = SeededGenerator(seed: 11)
    let provinces = ["Bắc Giang", "An Giang", "Hà Nội", "Tỉnh Lạ", ""]
    let districts = ["Lục Nam", "Châu Thành", "Huyện Lạ", "huyện lạ", "Chợ Mới", ""]
    let rows = (0..<2000).map { number in
      [
        "2021-0\(Int.random(in: 1...9, using: &random))-01", provinces.randomElement(using: &random) ?? "",
        districts.randomElement(using: &random) ?? "", "Xã \(Int.random(in: 0..<40, using: &random))",
        "Đơn vị \(number * 7 % 90)",
      ].joined(separator: ",")
    }
    try CaseFolder.use { folder in
      try folder.write("received,province,district,commune,Đơn vị\n" + rows.joined(separator: "\n"))
      var several = CaseLoadLimits()
      several.pieceSize = 1000
      several.fewestBytesForThreads = 0
      several.threads = 3
      let one = try ShippedData.library.adding(cases: folder.load(), named: "c", from: folder.path)
      let other = try ShippedData.library.adding(
        cases: folder.load(limits: several), named: "c", from: folder.path)
      for question in [
        "count() from c by province", "count() from c by province, district, commune",
        "count() from c by \"Đơn vị\"", "count() from c where province = \"An Giang\" by district, commune",
        "count() from c by commune, \"Đơn vị\" sort count() desc top 50",
      ] {
        // Bound first: a library in a failed expectation is printed whole.
        let bound = [one, other].map { CaseComparison.bind(question, $0) }
        let first = try #require(bound[0], "\(question)")
        let second = try #require(bound[1], "\(question)")
        let answers = [
          "\(try QueryPipeline.answer(first, library: one).rows)",
          "\(try QueryPipeline.answer(second, library: other).rows)",
        ]
        #expect(answers[0] == answers[1], "\(question)")
      }
    }
  }

  @Test func seventyThousandNamesInAColumn() throws {
    let rows = (0..<70_000).map { "2021-01-01,ten \($0)\n" }.joined()
    let loaded = try load("received,Người nộp\n" + rows)
    let names = loaded.members("nguoi_nop")
    #expect(names.count == 70_000)
    #expect(names[0] == "ten 0" && names[69_999] == "ten 69999" && names[65_536] == "ten 65536")
    #expect(loaded.unknown.isEmpty)
  }

  @Test func severalFilesAreOneDatasetWhateverTheOrderOfTheirColumns() throws {
    try CaseFolder.use { folder in
      try folder.write("case_id,received,fee\nA,2021-01-01,1\nB,2021-01-02,2", to: "a.csv")
      try folder.write("fee\treceived\tcase_id\n3\t03/01/2021\tC", to: "b.tsv")
      try folder.write("case_id,received,fee\n", to: "c.csv")
      let loaded = try folder.load(["a.csv", "b.tsv", "c.csv"])
      #expect(loaded.identifiers() == ["A", "B", "C"])
      #expect(loaded.numbers("fee") == [1, 2, 3])
      #expect(loaded.days(loaded.table.received) == ["01/01/2021", "02/01/2021", "03/01/2021"])
      try folder.write("case_id,received\n", to: "d.csv")
      #expect(
        folder.problems(["a.csv", "d.csv"]).first?.hasPrefix("d.csv:1: other columns than a.csv: fee")
          == true)
    }
  }

  @Test func daysFrom1900To2100() throws {
    let early = try load("received,due\n1900-01-01,2079-06-04\n")
    #expect(early.days(early.table.received) == ["01/01/1900"])
    let late = try load("received,due\n1922-01-01,2100-12-31\n")
    #expect(late.days(late.table.due) == ["31/12/2100"])
  }
}
