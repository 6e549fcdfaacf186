import Foundation
import Testing

@testable import QueryLang

/// A small table of cases: few members, days that crowd at the ends of periods, gaps of every kind.
struct RandomCases {
  private(set) var cases: [PlainCase] = []
  /// Dimensions with a column, by id.
  private(set) var columns: [String] = []
  private(set) var numbers: [String] = []
  let hasDue: Bool
  let hasFinished: Bool
  private let writesISO: Bool
  private let header: Int
  private var random: SeededRandom

  /// Members by dimension, by id; the loader is given ids or codes.
  static let members: [String: [String]] = [
    "province": ["24", "89"], "district": ["213", "217", "218", "886"],
    "agency": ["bac_giang_so_tu_phap", "bac_giang_so_noi_vu"], "channel": ["online", "direct", "postal"],
    "tier": ["province", "district", "commune"], "service_level": ["2", "3", "4"],
    "outcome": ["resolved", "returned", "withdrawn"], "sector": ["local", "vertical"],
    "dang_phi": ["A", "ă", "b", "Đ"],
  ]
  static let headings: [String: [String]] = [
    "province": ["Tỉnh", "province"], "district": ["Huyện", "district"], "agency": ["Cơ quan", "agency"],
    "channel": ["Kênh tiếp nhận", "channel"], "tier": ["Cấp", "tier"],
    "service_level": ["Mức độ", "service level"], "outcome": ["Kết quả xử lý", "outcome"],
    "sector": ["Khối", "sector"], "dang_phi": ["Dạng phí", "Dạng phí"],
    "le_phi": ["Lệ phí", "Lệ phí"], "so_trang": ["Số trang", "Số trang"],
  ]
  private static let provinceOfDistrict = ["213": "24", "217": "24", "218": "24", "886": "89"]

  init(seed: UInt64, rowCount: Int? = nil) {
    var random = SeededRandom(seed: seed)
    hasDue = random.chance(90)
    hasFinished = random.chance(93)
    writesISO = random.chance(50)
    header = random.below(2)
    var columns = random.some(
      of: ["province", "district", "channel", "service_level", "outcome", "dang_phi"], percent: 60)
    if !columns.contains("district"), random.chance(40) { columns.append("agency") }
    if random.chance(25) {
      columns += ["tier", "sector"]
    } else if random.chance(15) {
      columns.append("tier")
    }
    self.columns = columns
    numbers = random.some(of: ["le_phi", "so_trang"], percent: 60)
    self.random = random
    let count =
      rowCount ?? self.random.pick(self.random.chance(2) ? [400] : [0, 1, 3, 8, 12, 12, 30, 30, 60, 90])
    let months = self.random.pick([2, 6, 14, 24])
    for row in 0..<count { cases.append(makeCase(row, months)) }
  }

  // MARK: Cases

  private mutating func makeCase(_ row: Int, _ months: Int) -> PlainCase {
    let received = day(within: months)
    var one = PlainCase(received: received)
    if hasDue, random.chance(85) {
      one.due = random.chance(20) ? border(near: received) : received.advanced(byDays: random.below(50) - 2)
    }
    if hasFinished, random.chance(75) {
      var finished = received.advanced(byDays: random.below(random.pick([3, 40, 200])))
      if random.chance(20) { finished = max(received, border(near: finished)) }
      if random.chance(15), let due = one.due { finished = max(received, due) }
      one.finished = finished
    }
    for column in columns where random.chance(88) { one.texts[column] = member(of: column, one) }
    if columns.contains("outcome"), one.finished == nil { one.texts["outcome"] = nil }
    for number in numbers where row == 0 || random.chance(75) { one.numbers[number] = makeNumber(number) }
    // The first case says what kind of column it is.
    if row == 0, numbers.contains("le_phi") {
      one.numbers["le_phi"] = ExactDecimal(significand: 1225, scale: 2)
    }
    return one
  }

  private mutating func member(of column: String, _ one: PlainCase) -> String? {
    if column == "district" {
      let fitting = (RandomCases.members[column] ?? []).filter { district in
        one.texts["province"].map { $0 == RandomCases.provinceOfDistrict[district] } ?? !columns.contains(
          "province")
      }
      return fitting.isEmpty ? nil : random.pick(fitting)
    }
    if column == "agency", columns.contains("province"), one.texts["province"] != "24" { return nil }
    if column == "outcome", random.chance(70) { return "resolved" }
    return random.pick(RandomCases.members[column] ?? [])
  }

  private mutating func makeNumber(_ name: String) -> ExactDecimal {
    name == "so_trang"
      ? ExactDecimal(random.below(12) - 2)
      : ExactDecimal(significand: Int128(random.below(5000) - 200), scale: 2)
  }

  private mutating func day(within months: Int) -> Day {
    let month = random.below(months)
    let (year, inYear) = (2020 + month / 12, month % 12 + 1)
    let length = Day.length(ofMonth: inYear, year: year)
    let ofMonth = random.chance(30) ? random.pick([1, length]) : 1 + random.below(length)
    return Day(year: year, month: inYear, day: ofMonth) ?? Day(daysSince1970: 18_300)
  }

  /// The first or last day of the month.
  private mutating func border(near day: Day) -> Day {
    let (year, month, _) = day.civil
    let ofMonth = random.chance(50) ? 1 : Day.length(ofMonth: month, year: year)
    return Day(year: year, month: month, day: ofMonth) ?? day
  }

  // MARK: Text

  /// As the loader reads it.
  var text: String {
    let isVietnamese = header == 0
    var names = isVietnamese ? ["Mã hồ sơ", "Ngày tiếp nhận"] : ["case_id", "received_on"]
    if hasDue { names.append(isVietnamese ? "Ngày hẹn trả" : "due_on") }
    if hasFinished { names.append(isVietnamese ? "Ngày trả kết quả" : "finished_on") }
    for column in columns + numbers { names.append(RandomCases.headings[column]?[header] ?? column) }
    var lines = [names.joined(separator: ",")]
    for (row, one) in cases.enumerated() { lines.append(line(row, one)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ row: Int, _ one: PlainCase) -> String {
    var fields = ["h\(row)", written(one.received)]
    if hasDue { fields.append(one.due.map(written) ?? "") }
    if hasFinished { fields.append(one.finished.map(written) ?? "") }
    for column in columns { fields.append(one.texts[column] ?? "") }
    for number in numbers { fields.append(one.numbers[number]?.description ?? "") }
    return fields.joined(separator: ",")
  }

  private func written(_ day: Day) -> String { writesISO ? day.description : day.dayMonthYear }

  /// The shipped catalog with these cases as the dataset `cases`.
  /// - Parameter isSnapshot: whether they are saved and loaded again, so that their blocks are read as they are asked for.
  func load(asSnapshot isSnapshot: Bool = false, keepingIn kept: String? = nil) throws -> Library {
    let folder = kept.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("cases-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: file)
    defer { if kept == nil { try? FileManager.default.removeItem(at: file) } }
    let library = ShippedData.library
    do throws(QueryError) {
      let loaded = try CaseLoader(catalog: library.catalog).load([CaseInput(file.path)])
      let cases = isSnapshot ? try again(loaded, in: folder) : loaded
      return try library.adding(cases: cases, named: "cases", from: file.path)
    } catch {
      Issue.record("\(DiagnosticDrawing(.english).draw(error.diagnostics, in: nil))\n\(text.prefix(2000))")
      throw error
    }
  }

  private func again(_ loaded: CaseLoader.Loaded, in folder: URL) throws(QueryError) -> CaseLoader.Loaded {
    let file = folder.appendingPathComponent("cases-\(UUID().uuidString).tthcs")
    let bytes = try SnapshotWriter(loaded.table, loaded.catalog).file()
    #expect(FileManager.default.createFile(atPath: file.path, contents: Data(bytes)))
    defer { try? FileManager.default.removeItem(at: file) }
    return try SnapshotReader(file.path).load(ShippedData.library.catalog)
  }

  func with(_ fewer: [PlainCase]) -> RandomCases {
    var copy = self
    copy.cases = fewer
    return copy
  }
}
