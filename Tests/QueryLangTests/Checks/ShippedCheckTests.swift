import Foundation
import Testing

@testable import QueryLang

/// The rules that ship, on the figures that ship: each finding was judged against the documents.
struct ShippedCheckTests {
  private var library: Library { ShippedData.library }

  @Test func theFiveDocumentsBreakExactlyTheseRules() throws {
    #expect(
      CheckAnswers.rows(try CheckAnswers.report("check figures", library)) == [
        // Listed units against late cases of both kinds.
        "parts_of_units 000 54, 55, 137 1321 1734",
        // A misprint: levels and tiers give 1390, as a later report says.
        "parts_of_tiers 000 71 1380 1390",
        "parts_of_service_levels 000 71 1380 1390",
        // 285 procedures are of no named kind.
        "parts_of_others 001 23 813 528",
        // Two systems, which the letter itself holds against each other.
        "listed_in_systems 003 147 1748 1774",
        "received_in_systems 003 153 462745 525927",
        // 549 are 30.59 % of neither.
        "npsp_rate 003 147, 174 0.3059 0.30947012401352875",
        // The text against the appendix.
        "repeats_agree 004 160, 392 1 5",
        "parts_of_others 004 188, 379, 387 90 566",
        // The classes of autonomy against the units there are.
        "autonomy_covers_units 004 371, 372, 373, 414, 415, 416, 417 122 114",
      ])
  }

  private static let shipped = Result {
    CheckAnswers.rows(try CheckAnswers.report("check", ShippedData.library))
  }

  @Test func onlyTheSystemsAreWarnings() throws {
    let warnings = try CheckAnswers.report("check where severity = warning", library)
    #expect(warnings.table.rows.count == 2 && !warnings.hasErrors)
    #expect(try CheckAnswers.report("check where severity = error", library).table.rows.count == 8)
  }

  @Test func everyRuleIsRead() throws {
    let binder = CheckRuleBinder(library.catalog)
    for position in library.catalog.checks.indices {
      #expect(throws: Never.self) { try binder.bind(position) }
      #expect(!library.catalog.checks[position].message.vietnamese.isEmpty)
    }
  }

  @Test func theFootCountsRulesAndCells() throws {
    let report = try CheckAnswers.report("check where province = \"Sóc Trăng\"", library)
    #expect(report.table.rows.isEmpty && !report.hasErrors)
    #expect(report.table.notes.map(\.english) == ["tried 9 of 44 rules on 5 cells: all rules hold"])
    #expect(report.table.notes[0].vietnamese == "đã thử 9 trong 44 phép kiểm tra ở 5 ô: tất cả đều đúng")
  }

  /// Agreements of the documents: one figure changed is found by the rule that holds it.
  @Test(arguments: [
    ("000,53,1,", "204841", "204842", "received_from_parts"),
    ("000,53,1,", "204841", "204842", "received_balance"),
    ("000,54,6,", "1148", "1149", "resolved_from_parts"),
    ("000,55,3,", "173", "174", "pending_from_parts"),
    ("000,54,3,", "64.3", "64.4", "printed_rates_fit"),
    ("000,54,5,", "35.1", "35.4", "three_rates_make_one"),
    ("000,80,1,", "64.3", "64.2", "repeats_agree"),
    ("000,39,2,", "1971", "1972", "parts_of_others"),
    ("001,45,2,", "103273", "103274", "resolved_from_parts"),
    ("001,71,2,", "381720", "381721", "pending_from_parts"),
    ("001,57,1,", "21999", "21998", "received_from_parts"),
    ("001,55,1,", "254", "255", "received_balance"),
    ("001,35,1,", "19,", "18,", "feedback_balance"),
    ("001,63,1,", "746", "30746", "parts_of_channels"),
    ("001,135,3,", "11", "12", "parts_of_tiers"),
    ("002,128,2,", "73.43", "73.34", "one_stop_share"),
    ("002,128,5,", "43.72", "43.27", "printed_rates_fit"),
    ("002,128,4,", "592", "692", "parts_of_service_levels"),
    ("002,128,12,", "18", "81", "parts_of_others"),
    ("002,150,10,", "68.98", "69.98", "online_share_level_3_4"),
    ("003,165,2,", "38.92", "38.98", "sync_rates_make_one"),
    ("004,338,1,", "1604", "1640", "parts_of_tiers"),
    ("004,76,2,", "22", "23", "parts_of_others"),
    ("004,120,4,", "30", "300", "printed_rates_fit"),
    ("004,122,3,", "99.51", "99.15", "rates_make_one"),
    ("004,353,1,", "99.98", "99.97", "repeats_agree"),
    ("004,309,1,", "28", "29", "tasks_done_within_planned"),
  ])
  func oneWrongFigureIsFound(row: String, value: String, wrong: String, rule: String) throws {
    let copy = try TemporaryCopy(of: ShippedData.datasets)
    try copy.edit("figures.csv", inLineBeginning: row, replace: value, by: wrong)
    let library = try Library().loading(folder: copy.folder, isBuiltIn: true, language: .english)
    let before = try Set(Self.shipped.get())
    let new = CheckAnswers.rows(try CheckAnswers.report("check", library)).filter { !before.contains($0) }
    let document = String(row.prefix(3))
    #expect(new.contains { $0.hasPrefix("\(rule) ") && $0.contains(document) }, "\(new)")
  }
}

/// A folder of data to be changed; it goes with the last reference, which is why it is a class.
final class TemporaryCopy {
  let folder: String

  init(of folder: String) throws {
    self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("copy-\(UUID())").path
    try FileManager.default.copyItem(atPath: folder, toPath: self.folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func edit(_ name: String, inLineBeginning start: String, replace old: String, by new: String) throws {
    let url = URL(fileURLWithPath: folder + "/" + name)
    var lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    let line = try #require(lines.firstIndex { $0.hasPrefix(start) })
    // The value stands behind the keys, which may have the same digits.
    let rest = lines[line].dropFirst(start.count)
    let place = try #require(rest.range(of: "," + old))
    lines[line] = start + rest.replacingCharacters(in: place, with: "," + new)
    try lines.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
