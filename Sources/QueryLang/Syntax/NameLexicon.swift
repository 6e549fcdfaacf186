/// The names a statement may use, as a plain value: folded words and what they can mean.
///
/// The parser needs it to know where a name of several words ends (`Sở Tài nguyên và Môi trường`); the binder
/// resolves names through the same table, so both always agree.
package struct NameLexicon: Sendable {
  package enum Meaning: Hashable, Sendable {
    case measure(Int)
    case dimension(Int)
    /// A member of a dimension: dimension index, member index.
    case member(dimension: Int, member: Int)
    case timeField(TimeField)
    case dataset(Int)
    /// An expression named by `let`.
    case definition
    case function(FunctionName)
    /// A column of the last result or of a `show` table.
    case column(Int)
  }

  private var meanings: [String: [Meaning]] = [:]
  /// The most pieces of any name that begins with the same piece, by a small hash of it; bounds the parser's
  /// look-ahead. Two first pieces may share a place: the bound is then that of both.
  private var longestByFirstPiece = [UInt8](repeating: 0, count: 1024)

  package init() {}

  package mutating func reserve(_ count: Int) { meanings.reserveCapacity(count) }

  /// Adds one name; adding it again changes nothing. Names are compared folded and piecewise: `Sở TN-MT` is
  /// `so tn - mt`.
  /// - Returns: all that the name means now.
  @discardableResult
  package mutating func add(_ name: String, _ meaning: Meaning) -> [Meaning] {
    let (key, pieces) = NameLexicon.key(ofFolded: folded(name))
    guard pieces > 0 else { return [] }
    let place = NameLexicon.place(ofFirstPieceOf: key)
    longestByFirstPiece[place] = max(longestByFirstPiece[place], UInt8(clamping: pieces))
    guard let index = meanings.index(forKey: key) else {
      meanings[key] = [meaning]
      return [meaning]
    }
    if !meanings.values[index].contains(meaning) { meanings.values[index].append(meaning) }
    return meanings.values[index]
  }

  /// No name that begins with this folded piece has more pieces.
  package func longestNameInPieces(beginningWith piece: String) -> Int {
    Int(longestByFirstPiece[NameLexicon.place(ofFirstPieceOf: piece)])
  }

  /// FNV-1a over the bytes before the first blank.
  private static func place(ofFirstPieceOf key: String) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in key.utf8 {
      if byte == UInt8(ascii: " ") { break }
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    return Int((hash ^ (hash >> 16)) & 1023)
  }

  package mutating func remove(where isRemoved: (Meaning) -> Bool) {
    for (key, list) in meanings where list.contains(where: isRemoved) {
      let kept = list.filter { !isRemoved($0) }
      meanings[key] = kept.isEmpty ? nil : kept
    }
  }

  /// What the folded words, joined by single blanks, can mean.
  package func meanings(ofKey key: String) -> [Meaning] { meanings[key] ?? [] }

  package func meanings(of name: String) -> [Meaning] {
    meanings(ofKey: NameLexicon.key(ofFolded: folded(name)).key)
  }

  /// Most names are words and single blanks already: those are their own key. `nil` for the others.
  private static func plainPieces(_ name: String) -> Int? {
    var pieces = name.isEmpty ? 0 : 1
    for byte in name.utf8 {
      if byte == UInt8(ascii: " ") {
        pieces += 1
      } else if !(byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")) {
        return nil
      }
    }
    return pieces
  }

  /// Pieces of a folded name: runs of word characters, and every other visible character by itself.
  static func key(ofFolded name: String) -> (key: String, pieces: Int) {
    if let pieces = plainPieces(name) { return (name, pieces) }
    var key: [UInt8] = []
    key.reserveCapacity(name.utf8.count + 4)
    var pieces = 0
    var insideWord = false
    for byte in name.utf8 {
      let isWordByte = byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
      if byte == UInt8(ascii: " ") {
        insideWord = false
        continue
      }
      if !(isWordByte && insideWord) {
        if pieces > 0 { key.append(UInt8(ascii: " ")) }
        pieces += 1
      }
      key.append(byte)
      insideWord = isWordByte
    }
    return (String(decoding: key, as: UTF8.self), pieces)
  }
}

/// The time fields of the language; not dimensions of the catalog, but of every figure and case.
package enum TimeField: String, CaseIterable, Sendable {
  case period, year, half, quarter, month, date

  /// The grain that its groups and literals have; `nil` for ``period`` (any).
  package var grain: Grain? {
    switch self {
    case .period: nil
    case .year: .year
    case .half: .half
    case .quarter: .quarter
    case .month: .month
    case .date: .day
    }
  }

  package var names: Localized {
    switch self {
    case .period: Localized(vi: "kỳ", en: "period")
    case .year: Localized(vi: "năm", en: "year")
    case .half: Localized(vi: "nửa năm", en: "half")
    case .quarter: Localized(vi: "quý", en: "quarter")
    case .month: Localized(vi: "tháng", en: "month")
    case .date: Localized(vi: "ngày", en: "date")
    }
  }

  package var aliases: [String] {
    switch self {
    case .period: ["kỳ báo cáo", "thời gian"]
    case .half: ["6 tháng", "sáu tháng"]
    case .date: ["day"]
    case .year, .quarter, .month: []
    }
  }

  package static func ofGrain(_ grain: Grain) -> TimeField {
    switch grain {
    case .year: .year
    case .half: .half
    case .quarter: .quarter
    case .month: .month
    case .day: .date
    case .yearToMonth, .span: .period
    }
  }
}

/// The functions of the language.
package enum FunctionName: String, CaseIterable, Sendable {
  case share, rank, cumulative, change, coalesce, round, count, avg, median, p90, min, max
}
