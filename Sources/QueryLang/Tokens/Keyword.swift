/// The words of the language, each with its spellings in both languages.
///
/// A keyword is a word of the language only where it may stand (a statement word at a statement's start, a
/// clause word where a clause may begin); everywhere else the same letters are a name.
package enum Keyword: Int, CaseIterable, Sendable {
  // Statement words.
  case compare, list, check, why, explain, show, `let`, param, assert, load, unload, save, attach, detach
  case push, use, source, set, help, quit
  // Clause words.
  case from, by, `where`, having, vs, sort, top, bottom, pivot, with, asOf
  // Words inside clauses.
  case and, or, not, `in`, `is`, missing, undefined, partial, ascending, descending, per, others, totals
  case incomparable, latest, previous, same, last, year, target, on, `as`, against, rejects, analyze
  case clickhouse, table, to, of

  /// Spellings as folded words, English first; any of them is read, the first is printed.
  package var spellings: [[String]] { Keyword.spellingTable[rawValue] }

  /// The canonical English spelling.
  package var canonical: String { spellings[0].joined(separator: " ") }

  /// The Vietnamese spelling with its accents, for help and completion.
  package var vietnamese: String { Keyword.vietnameseSpelling[self] ?? canonical }

  /// The spelling to show in each language.
  var names: Localized { Localized(vi: vietnamese, en: canonical) }

  package static let statementWords: [Keyword] = [
    .compare, .list, .check, .why, .explain, .show, .let, .param, .assert, .load, .unload, .save, .attach,
    .detach, .push, .use, .source, .set, .help, .quit,
  ]

  package static let clauseWords: [Keyword] = [
    .from, .by, .where, .having, .vs, .sort, .top, .bottom, .pivot, .with, .asOf,
  ]

  private static let vietnameseSpelling: [Keyword: String] = [
    .by: "theo", .where: "khi", .and: "và", .or: "hoặc", .not: "không", .in: "trong", .having: "có",
    .vs: "so với", .sort: "sắp xếp", .top: "đầu", .bottom: "cuối", .per: "mỗi", .compare: "so sánh",
    .on: "về", .list: "liệt kê", .with: "kèm", .totals: "tổng", .from: "từ", .as: "là", .pivot: "xoay",
    .others: "còn lại", .missing: "thiếu", .undefined: "không xác định", .partial: "một phần", .is: "là",
    .ascending: "tăng dần", .descending: "giảm dần", .latest: "mới nhất", .previous: "trước", .same: "cùng",
    .last: "trước", .year: "năm", .target: "chỉ tiêu", .check: "đối chiếu", .why: "vì sao",
    .explain: "giải thích", .show: "xem", .load: "nạp", .let: "đặt", .help: "trợ giúp",
    .asOf: "tính đến", .unload: "bỏ nạp", .use: "dùng", .source: "chạy tệp", .set: "thiết lập",
    .quit: "thoát", .param: "tham số", .assert: "khẳng định", .save: "lưu", .attach: "gắn",
    .detach: "tháo", .push: "đẩy", .incomparable: "không so sánh được", .against: "với",
    .rejects: "loại ra", .analyze: "đo", .table: "bảng", .to: "đến", .of: "của",
  ]

  private static let englishSpelling: [Keyword: [[String]]] = [
    .asOf: [["as", "of"]], .ascending: [["asc"], ["ascending"]], .descending: [["desc"], ["descending"]],
    .quit: [["quit"], ["exit"]],
  ]

  /// What people also type, folded.
  private static let furtherSpelling: [Keyword: [[String]]] = [.help: [["huong", "dan"]]]

  /// By position: the parser asks for each of them at almost every token.
  private static let spellingTable: [[[String]]] = allCases.map { keyword in
    var spellings = englishSpelling[keyword] ?? [[String(describing: keyword)]]
    if let vietnamese = vietnameseSpelling[keyword] {
      spellings.append(folded(vietnamese).split(separator: " ").map(String.init))
    }
    return spellings + (furtherSpelling[keyword] ?? [])
  }
}
