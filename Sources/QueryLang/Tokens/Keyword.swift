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
  package var canonical: String { written.english }

  /// The Vietnamese spelling with its accents, for help and completion.
  package var vietnamese: String { written.vietnamese ?? canonical }

  /// The spelling to show in each language.
  var names: Localized { Localized(vi: vietnamese, en: canonical) }

  package static let statementWords: [Keyword] = [
    .compare, .list, .check, .why, .explain, .show, .let, .param, .assert, .load, .unload, .save, .attach,
    .detach, .push, .use, .source, .set, .help, .quit,
  ]

  package static let clauseWords: [Keyword] = [
    .from, .by, .where, .having, .vs, .sort, .top, .bottom, .pivot, .with, .asOf,
  ]

  private var written: (english: String, vietnamese: String?) {
    switch self {
    case .compare: ("compare", "so sánh")
    case .list: ("list", "liệt kê")
    case .check: ("check", "đối chiếu")
    case .why: ("why", "vì sao")
    case .explain: ("explain", "giải thích")
    case .show: ("show", "xem")
    case .let: ("let", "đặt")
    case .param: ("param", "tham số")
    case .assert: ("assert", "khẳng định")
    case .load: ("load", "nạp")
    case .unload: ("unload", "bỏ nạp")
    case .save: ("save", "lưu")
    case .attach: ("attach", "gắn")
    case .detach: ("detach", "tháo")
    case .push: ("push", "đẩy")
    case .use: ("use", "dùng")
    case .source: ("source", "chạy tệp")
    case .set: ("set", "thiết lập")
    case .help: ("help", "trợ giúp")
    case .quit: ("quit", "thoát")
    case .from: ("from", "từ")
    case .by: ("by", "theo")
    case .where: ("where", "khi")
    case .having: ("having", "có")
    case .vs: ("vs", "so với")
    case .sort: ("sort", "sắp xếp")
    case .top: ("top", "đầu")
    case .bottom: ("bottom", "cuối")
    case .pivot: ("pivot", "xoay")
    case .with: ("with", "kèm")
    case .asOf: ("as of", "tính đến")
    case .and: ("and", "và")
    case .or: ("or", "hoặc")
    case .not: ("not", "không")
    case .in: ("in", "trong")
    case .is: ("is", "là")
    case .missing: ("missing", "thiếu")
    case .undefined: ("undefined", "không xác định")
    case .partial: ("partial", "một phần")
    case .ascending: ("asc", "tăng dần")
    case .descending: ("desc", "giảm dần")
    case .per: ("per", "mỗi")
    case .others: ("others", "còn lại")
    case .totals: ("totals", "tổng")
    case .incomparable: ("incomparable", "không so sánh được")
    case .latest: ("latest", "mới nhất")
    case .previous: ("previous", "trước")
    case .same: ("same", "cùng")
    case .last: ("last", "trước")
    case .year: ("year", "năm")
    case .target: ("target", "chỉ tiêu")
    case .on: ("on", "về")
    case .as: ("as", "là")
    case .against: ("against", "với")
    case .rejects: ("rejects", "loại ra")
    case .analyze: ("analyze", "đo")
    case .clickhouse: ("clickhouse", nil)
    case .table: ("table", "bảng")
    case .to: ("to", "đến")
    case .of: ("of", "của")
    }
  }

  /// What people also type: in English, in Vietnamese.
  private var further: (english: [String], vietnamese: [String]) {
    switch self {
    case .ascending: (["ascending"], [])
    case .descending: (["descending"], [])
    case .quit: (["exit"], [])
    case .help: ([], ["hướng dẫn"])
    default: ([], [])
    }
  }

  /// By position: the parser asks for each of them at almost every token.
  private static let spellingTable: [[[String]]] = allCases.map { keyword in
    let written = keyword.written
    let further = keyword.further
    let vietnamese = written.vietnamese.map { [$0] } ?? []
    return ([written.english] + further.english + vietnamese + further.vietnamese).map(words)
  }

  private static func words(of spelling: String) -> [String] {
    let spelling = folded(spelling)
    // Most are one word, which is not to be taken apart at every start.
    if !spelling.utf8.contains(UInt8(ascii: " ")) { return [spelling] }
    return spelling.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
  }
}
