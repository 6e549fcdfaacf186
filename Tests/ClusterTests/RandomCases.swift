import Foundation

@testable import QueryLang

extension SeededGenerator {
  mutating func one(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &self)] }
  mutating func isSo(_ parts: Int, of all: Int) -> Bool { Int.random(in: 0..<all, using: &self) < parts }
}

/// Cases with all that makes names and days hard.
enum RandomCases {
  static let types = [
    "ngày tiếp nhận": "Date", "ngày hẹn trả": "Nullable(Date)", "ngày trả kết quả": "Nullable(Date)",
    "kênh": "LowCardinality(String)", "huyện": "Nullable(String)", "lệ phí": "Nullable(Decimal(18, 2))",
    "số trang": "Nullable(Int64)",
  ]
  static let header = [
    "mã hồ sơ", "tỉnh", "huyện", "kênh", "lĩnh vực", "ghi chú", "ngày tiếp nhận", "ngày hẹn trả",
    "ngày trả kết quả", "lệ phí", "số trang",
  ]
  private static let provinces = [
    "An Giang", "Bến Tre", "Nghệ An", "NGHE AN", "Bắc Giang",
    "Bắc Giang".decomposedStringWithCanonicalMapping,
  ]
  private static let districts = [
    "Huyện Châu Thành", "Châu Thành", "Thành phố Bắc Giang", "Huyện Đô Lương", "Nơi khác", "",
    "Huyện Châu Thành".decomposedStringWithCanonicalMapping,
  ]
  static let notes = [
    "'", "\\", "\\'; DROP TABLE cases; --", "`tick`", "emoji 🦠", "\"quoted\"", "x' OR '1'='1", "100 %",
    "a\\nb",
    "ế", "ế".decomposedStringWithCanonicalMapping, "", "  trimmed ",
  ]

  static func rows(_ count: Int, seed: UInt64) -> [[String]] {
    var chance = SeededGenerator(seed: seed)
    let first = Day(year: 2020, month: 11, day: 3)?.daysSince1970 ?? 0
    return [header]
      + (0..<count).map { number in
        let received = first + Int.random(in: 0..<500, using: &chance)
        let due = received + Int.random(in: 0..<30, using: &chance)
        let finished = received + Int.random(in: 0..<45, using: &chance)
        return [
          "H\(number)", chance.one(provinces), chance.one(districts),
          chance.one(["trực tuyến", "trực tiếp", "BCCI"]),
          chance.one(["đất đai", "hộ tịch", ""]), chance.one(notes), day(received),
          chance.isSo(1, of: 8) ? "" : day(due), chance.isSo(1, of: 5) ? "" : day(finished),
          chance.isSo(1, of: 3)
            ? "" : "\(Int.random(in: -5..<900, using: &chance)).\(Int.random(in: 10..<100, using: &chance))",
          chance.isSo(1, of: 4) ? "" : "\(Int.random(in: 0..<40, using: &chance))",
        ]
      }
  }

  private static func day(_ number: Int) -> String { Day(daysSince1970: number).description }
}

/// Queries over cases, of every clause that cases have.
enum RandomQueries {
  private static let measures = [
    "count()", "received_new", "resolved", "resolved_overdue", "resolved_early", "not_late", "overdue_rate",
    "on_time_rate", "pending", "pending_overdue", "pending_in_time", "carried_over", "due", "resolved_no_due",
    "avg(processing_days)", "median(processing_days)", "p90(processing_days)", "min(processing_days)",
    "max(processing_days)", "avg(so_trang)", "max(le_phi)", "min(le_phi)", "avg(le_phi)", "median(le_phi)",
    "p90(so_trang)", "resolved / received_new", "pending - carried_over", "ineligible",
    "received_new{channel = online}", "resolved{timeliness = overdue}", "rank(resolved)",
    "share(received_new)",
  ]
  private static let keys = [
    "province", "district", "channel", "field", "ghi_chu", "month", "quarter", "year", "timeliness", "sector",
    "week", "day",
  ]
  private static let conditions = [
    "province = \"Nghệ An\"", "province in (\"An Giang\", \"Bến Tre\")", "province != \"Bắc Giang\"",
    "district = \"Huyện Châu Thành\"", "channel = online", "channel != online", "quarter = Q2/2021",
    "year = 2021", "month = 3/2021", "quarter in (Q1/2021, Q3/2021)", "month >= 2/2021", "year != 2021",
    "ghi_chu = \"'\"", "ghi_chu = \"\\\\\"", "ghi_chu in (\"emoji 🦠\", \"x' OR '1'='1\")",
    "ghi_chu != \"ế\"", "timeliness = overdue", "timeliness = early|on_time", "day = 15/6/2021",
    "quarter = latest", "field = \"đất đai\"", "district is missing", "ghi_chu is missing",
    "district is not missing", "due_on < 30/06/2021", "due_on is missing", "finished_on is missing",
    "(finished_on is missing or finished_on > 31/03/2021)", "received_on in Q1/2021..Q2/2021",
    "received_on != 03/2021", "due_on in (01/2021, 15/02/2021)", "processing_days > 10",
    "processing_days in 3..9", "processing_days is missing", "not processing_days < 20", "le_phi > 12.5",
    "le_phi <= -0.05", "le_phi in 100..399.99", "le_phi is missing", "(le_phi < 50 or le_phi is missing)",
    "so_trang in (1, 3, 7)", "so_trang != 4", "so_trang >= 2.5", "so_trang is not missing",
  ]

  static func query(_ chance: inout SeededGenerator) -> String {
    func some(_ texts: [String], _ most: Int) -> [String] {
      let count = Int.random(in: 0...most, using: &chance)
      return (0..<count).map { _ in chance.one(texts) }
    }
    var text = ([chance.one(measures)] + some(measures, 2)).joined(separator: ", ")
    let groups = some(keys, 2)
    if !groups.isEmpty { text += " by " + groups.joined(separator: ", ") }
    text += " from _DATA_"
    let limits = some(conditions, 2)
    if !limits.isEmpty { text += " where " + limits.joined(separator: " and ") }
    if chance.isSo(1, of: 6) { text += " having count() >= 3" }
    if chance.isSo(1, of: 5) { text += " top 3" + (chance.isSo(1, of: 2) ? " with others" : "") }
    if chance.isSo(1, of: 5) { text += " with totals" }
    if chance.isSo(1, of: 8) {
      text += chance.one([" vs previous quarter", " vs Q1/2021", " vs \"An Giang\""])
    }
    if chance.isSo(1, of: 12) { text += " vs same quarter last year" }
    if chance.isSo(1, of: 10), let key = groups.last { text += " pivot \(key)" }
    return text
  }

  private static let fields = [
    "case_id", "received_on", "due_on", "finished_on", "processing_days", "le_phi", "so_trang", "province",
    "district", "channel", "field", "ghi_chu", "timeliness", "sector",
  ]

  /// A list without `case_id` among its sort keys.
  static func list(_ chance: inout SeededGenerator) -> (text: String, isSorted: Bool, most: String) {
    let fields = (0...Int.random(in: 0...4, using: &chance)).map { _ in chance.one(Self.fields) }
    var text = "list " + fields.joined(separator: ", ") + " from _DATA_"
    let limits = (0..<Int.random(in: 0...2, using: &chance)).map { _ in chance.one(conditions) }
    if !limits.isEmpty { text += " where " + limits.joined(separator: " and ") }
    let keys = (0..<Int.random(in: 0...3, using: &chance)).map { _ in
      chance.one(Self.fields.filter { $0 != "case_id" }) + chance.one(["", " desc"])
    }
    if !keys.isEmpty { text += " sort " + keys.joined(separator: ", ") }
    return (text, !keys.isEmpty, chance.isSo(1, of: 3) ? " top \(chance.one(["1", "7", "500"]))" : "")
  }
}
