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
    /// A day or a number of cases, or their identifier.
    case caseValue(CaseValue)
    /// A column of the last result or of a `show` table.
    case column(Int)
  }

  private var names = NameTable()
  /// By a name's number; most names have one meaning only. None once that is removed.
  private var firstMeanings: [PackedMeaning] = []
  private var furtherMeanings = FurtherMeanings()
  /// Ids of columns of numbers, which packed meanings number.
  private var numberIDs: [String] = []
  /// The most pieces of any name that begins with the same piece, by a small hash of it; bounds the parser's
  /// look-ahead. Two first pieces may share a place: the bound is then that of both.
  private var longestByFirstPiece = [UInt8](repeating: 0, count: NameLexicon.places)
  static let places = 1024
  /// Names that are not entered here but known, of meanings that come after those that are.
  private var waiting: [WaitingMembers] = []

  package init() {}

  /// Names that were entered, those removed among them.
  var count: Int { names.count }

  package mutating func reserve(_ count: Int) {
    names.reserve(count, averageLength: 24)
    firstMeanings.reserveCapacity(count)
  }

  /// Adds one name; adding it again changes nothing. Names are compared folded and piecewise: `Sở TN-MT` is
  /// `so tn - mt`.
  /// - Returns: whether the name meant nothing before.
  @discardableResult
  package mutating func add(_ name: String, _ meaning: Meaning) -> Bool {
    withFolded(name) { folded in
      NameLexicon.withKey(ofFolded: folded) { key, pieces in add(meaning, toKey: key, pieces) }
    }
  }

  /// Adds the name of what no name meant before.
  mutating func add(_ name: String, ofNew meaning: Meaning, _ keys: inout NameKeys) {
    if let number = number(entering: name, &keys) { add(meaning, ofNewTo: number) }
  }

  /// The number of a name that is about to be given a meaning; `nil` where it has no pieces.
  mutating func number(entering name: String, _ keys: inout NameKeys) -> Int? {
    let (key, pieces) = keys.key(of: name)
    if isWaiting(key) { enterWaiting() }
    return enter(key, pieces)
  }

  /// Adds what no name meant before. A hundred communes may share a name, and none of their meanings is looked for among
  /// the others.
  mutating func add(_ meaning: Meaning, ofNewTo number: Int) {
    let meaning = packed(meaning)
    if firstMeanings[number] == .none {
      firstMeanings[number] = meaning
    } else {
      furtherMeanings.add(meaning, to: number)
    }
  }

  private mutating func packed(_ meaning: Meaning) -> PackedMeaning {
    PackedMeaning(meaning) { id in
      if let known = numberIDs.firstIndex(of: id) { return known }
      numberIDs.append(id)
      return numberIDs.count - 1
    }
  }

  /// - Returns: the number of the key; `nil` where it has no pieces.
  private mutating func enter(_ key: UnsafeBufferPointer<UInt8>, _ pieces: Int) -> Int? {
    guard pieces > 0 else { return nil }
    NameLexicon.note(pieces, of: key, in: &longestByFirstPiece)
    let (number, isNew) = names.insert(key)
    if isNew { firstMeanings.append(.none) }
    return number
  }

  private mutating func add(
    _ meaning: Meaning, toKey key: UnsafeBufferPointer<UInt8>, _ pieces: Int
  ) -> Bool {
    if isWaiting(key) { enterWaiting() }
    guard let number = enter(key, pieces) else { return true }
    let meaning = packed(meaning)
    let first = firstMeanings[number]
    if first == .none {
      firstMeanings[number] = meaning
      return true
    }
    if first != meaning, !furtherMeanings.of(number).contains(meaning) {
      furtherMeanings.add(meaning, to: number)
    }
    return false
  }

  /// No name that begins with this folded piece has more pieces.
  package func longestNameInPieces(beginningWith piece: String) -> Int {
    piece == "ti" || piece == "ty" ? max(longest("ti"), longest("ty")) : longest(piece)
  }

  private func longest(_ piece: String) -> Int {
    var piece = piece
    let place = piece.withUTF8 { NameLexicon.place(ofFirstPieceOf: $0) }
    return waiting.reduce(Int(longestByFirstPiece[place])) { max($0, $1.longestName(at: place)) }
  }

  // MARK: Names that wait

  /// Knows the names of members without entering them.
  mutating func adopt(_ members: WaitingMembers) { waiting.append(members) }

  private func isWaiting(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    waiting.contains { $0.mayHave(key: key) }
  }

  /// What is added or removed from now on comes after them.
  mutating func enterWaiting() {
    let waiting = waiting
    self.waiting = []
    reserve(waiting.reduce(count) { $0 + $1.nameCount })
    for members in waiting { members.addNames(to: &self) }
  }

  // MARK: Meanings

  /// `tỉ lệ`, the everyday spelling, as reports write it: `ty le …`. Names are entered as they stand.
  static func usualSpelling(ofFolded name: String) -> String {
    name == "ti le" || name.hasPrefix("ti le ") ? "ty" + name.dropFirst(2) : name
  }

  private static func mayBeSpelledOtherwise(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    key.starts(with: "ti le".utf8)
  }

  private static func place(ofFirstPieceOf key: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = ShortHash.of(key.prefix { $0 != UInt8(ascii: " ") })
    return Int((hash ^ (hash >> 16)) & UInt32(places - 1))
  }

  /// Notes how many pieces a key has, by the place of its first one.
  static func note(_ pieces: Int, of key: UnsafeBufferPointer<UInt8>, in longest: inout [UInt8]) {
    let place = place(ofFirstPieceOf: key)
    longest[place] = max(longest[place], UInt8(clamping: pieces))
  }

  package mutating func remove(where isRemoved: (Meaning) -> Bool) {
    enterWaiting()
    var further = FurtherMeanings()
    for number in firstMeanings.indices {
      let kept = packedMeanings(ofNumber: number).filter { !isRemoved($0.meaning(numberIDs)) }
      firstMeanings[number] = kept.first ?? .none
      for meaning in kept.dropFirst() { further.add(meaning, to: number) }
    }
    furtherMeanings = further
  }

  private func packedMeanings(ofNumber number: Int) -> [PackedMeaning] {
    firstMeanings[number] == .none ? [] : [firstMeanings[number]] + furtherMeanings.of(number)
  }

  private func meanings(ofNumber number: Int) -> [Meaning] {
    packedMeanings(ofNumber: number).map { $0.meaning(numberIDs) }
  }

  /// What the folded words, joined by single blanks, can mean.
  package func meanings(ofKey key: String) -> [Meaning] {
    var key = key
    return key.withUTF8 { meanings(ofKey: $0) }
  }

  private func meanings(ofKey key: UnsafeBufferPointer<UInt8>) -> [Meaning] {
    if let meanings = meanings(ofExactKey: key) { return meanings }
    guard NameLexicon.mayBeSpelledOtherwise(key) else { return [] }
    let usual = Array(NameLexicon.usualSpelling(ofFolded: String(decoding: key, as: UTF8.self)).utf8)
    return usual.withUnsafeBufferPointer { meanings(ofExactKey: $0) } ?? []
  }

  /// `nil` where no name has the key.
  private func meanings(ofExactKey key: UnsafeBufferPointer<UInt8>) -> [Meaning]? {
    let found = names.number(of: key).map { meanings(ofNumber: $0) }
    if waiting.isEmpty { return found }
    return waiting.reduce(into: found) { found, members in
      guard members.mayHave(key: key), let further = members.lexicon.meanings(ofExactKey: key) else { return }
      found = (found ?? []) + further
    }
  }

  /// Adds the members of a dimension that a key can mean, one of many keys.
  func addMembers(of dimension: Int, key: UnsafeBufferPointer<UInt8>, to found: inout [Int]) {
    // Most names have one meaning or none, which needs no list.
    if !waiting.contains(where: { $0.dimension == dimension }) {
      let number = names.number(of: key)
      if number == nil, !NameLexicon.mayBeSpelledOtherwise(key) { return }
      if let number, furtherMeanings.isEmpty(number) {
        if let member = firstMeanings[number].member(of: dimension) { found.append(member) }
        return
      }
    }
    for case .member(dimension, let member) in meanings(ofKey: key) { found.append(member) }
  }

  package func meanings(of name: String) -> [Meaning] {
    var keys = NameKeys()
    return meanings(ofKey: keys.key(of: name).bytes)
  }

  // MARK: Keys

  /// Pieces of a folded name: runs of word characters, and every other visible character by itself.
  static func key(ofFolded name: String) -> (key: String, pieces: Int) {
    var name = name
    return name.withUTF8 { withKey(ofFolded: $0) { (String(validUTF8: $0), $1) } }
  }

  /// Calls `body` with the key and its number of pieces. Most names are words and single blanks already: those
  /// are their own key. In line, for what `body` captures.
  @inline(__always) private static func withKey<Result>(
    ofFolded name: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Result
  ) -> Result {
    if let pieces = plainPieces(name) { return body(name, pieces) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * name.count) { key in
      let (count, pieces) = separatePieces(of: name, into: key)
      return body(UnsafeBufferPointer(rebasing: key[..<count]), pieces)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
  }

  static func plainPieces(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    var pieces = name.isEmpty ? 0 : 1
    for byte in name {
      // Most are folded letters.
      if byte &- UInt8(ascii: "a") < 26 { continue }
      if byte == UInt8(ascii: " ") {
        pieces += 1
      } else if !isWordByte(byte) {
        return nil
      }
    }
    return pieces
  }

  /// - Precondition: `key` has room for twice the name: a blank before every byte.
  static func separatePieces(
    of name: UnsafeBufferPointer<UInt8>, into key: UnsafeMutableBufferPointer<UInt8>
  ) -> (count: Int, pieces: Int) {
    var count = 0
    var pieces = 0
    var insideWord = false
    for byte in name {
      let isWordByte = isWordByte(byte)
      if byte == UInt8(ascii: " ") {
        insideWord = false
        continue
      }
      if !(isWordByte && insideWord) {
        if pieces > 0 {
          key[count] = UInt8(ascii: " ")
          count += 1
        }
        pieces += 1
      }
      key[count] = byte
      count += 1
      insideWord = isWordByte
    }
    return (count, pieces)
  }
}

extension NameLexicon: Imaged {
  init(from image: inout ImageReader) {
    names = NameTable(from: &image)
    firstMeanings = [PackedMeaning](from: &image)
    furtherMeanings = FurtherMeanings(from: &image)
    numberIDs = [String](from: &image)
    longestByFirstPiece = image.bytes()
    let areKnown = firstMeanings.allSatisfy { $0.isSound(numberIDs) }
    if firstMeanings.count != names.count || !furtherMeanings.areSound(numberIDs) || !areKnown
      || longestByFirstPiece.count != NameLexicon.places
    {
      image.fail()
    }
  }

  /// Names that wait belong to cases, which no image holds.
  func write(to image: inout ImageWriter) {
    names.write(to: &image)
    firstMeanings.write(to: &image)
    furtherMeanings.write(to: &image)
    numberIDs.write(to: &image)
    image.append(longestByFirstPiece)
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
