internal import Glibc
internal import Synchronization

/// The texts of one column as names, with what can be said of them whatever stands above them, and whenever: so the
/// columns are read beside each other.
///
/// Bytes, and strings only of unusual ones: to make one for each name takes longer than all that is asked of it.
struct ColumnTexts: Sendable {
  let all: NameList
  /// All were names as they stood, so that no two of them are the same name.
  let areDistinct: Bool
  /// Some name has a slash, of which ids are made; asked where the dimension has parents.
  let haveSlash: Bool
  let candidates: Candidates
  /// Of those that no member of the catalog is called; `nil` where they are to be compared with earlier ones first.
  let factsOfUnknown: OwnNames.Facts?

  /// One thread is done with fewer texts sooner than another has begun.
  private static let fewestForThreads = 128

  /// By the number of a text, the members that it may mean, one list behind the other.
  struct Candidates: Sendable {
    fileprivate var members: [Int] = []
    fileprivate var ends: [Int] = []

    subscript(text: Int) -> ArraySlice<Int> { members[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

    var all: some Sequence<ArraySlice<Int>> { ends.indices.lazy.map { self[$0] } }
  }

  init(_ texts: NameList, of dimension: Int, _ catalog: Catalog, _ observer: WorkObserver) {
    let (all, areDistinct) = ColumnTexts.names(texts)
    haveSlash = catalog.dimensions[dimension].parent != nil && ColumnTexts.haveOne(UInt8(ascii: "/"), all)
    self.all = all
    self.areDistinct = areDistinct
    let haveFacts = areDistinct && !haveSlash && !catalog.dimensions[dimension].hasOwnNames
    var found = Candidates()
    var facts = haveFacts ? OwnNames.Facts(textCount: all.count) : nil
    var resolution =
      catalog.dimensions[dimension].memberCount == 0 ? nil : MemberSettling(catalog, dimension: dimension)
    var keys = NameKeys()
    found.ends.reserveCapacity(all.count)
    for number in 0..<all.count {
      // Stopped, any answer will do: the next checkpoint throws it away.
      if !all.isEmpty(number), !observer.isStopped {
        let known = found.members.count
        all.withBytes(of: number) { text in
          let (key, pieces) = keys.key(of: text)
          resolution?.addCandidates(text, key: key, to: &found.members)
          if found.members.count == known { facts?.note(number, key: key, pieces) }
        }
      }
      found.ends.append(found.members.count)
    }
    candidates = found
    facts?.endNoting()
    factsOfUnknown = facts.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The texts of all columns, those with most first, so that the threads end together.
  /// - Returns: by column; `nil` for a second column of a dimension, which has to wait for the names of the first.
  static func read(
    _ columns: [(RawCases.TextColumn, dimension: Int)], _ catalog: Catalog, _ observer: WorkObserver
  ) -> [ColumnTexts?] {
    let first = columns.indices.filter { index in
      !columns[..<index].contains { $0.dimension == columns[index].dimension }
    }
    let work = first.sorted { columns[$0].0.texts.count > columns[$1].0.texts.count }
    let textCount = work.reduce(0) { $0 + columns[$1].0.texts.count }
    let found = Mutex<[Int: ColumnTexts]>([:])
    Workers.each(work.count, threads: textCount < fewestForThreads ? 1 : Workers.count) { place in
      let (column, dimension) = columns[work[place]]
      let texts = ColumnTexts(column.texts, of: dimension, catalog, observer)
      found.withLock { $0[work[place]] = texts }
    }
    return found.withLock { found in columns.indices.map { found[$0] } }
  }

  private static func haveOne(_ sign: UInt8, _ texts: NameList) -> Bool {
    texts.text.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { memchr($0, CInt(sign), bytes.count) } != nil
    }
  }

  private static func names(_ texts: NameList) -> (all: NameList, areDistinct: Bool) {
    let blank = UInt8(ascii: " ")
    func isName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
      text.first != blank && text.last != blank && text.areCertainlyComposed
    }
    let haveBlankEnds = (0..<texts.count).contains { number in
      texts.withBytes(of: number) { $0.first == blank || $0.last == blank }
    }
    // Most columns have names alone: seen in one look at all their bytes.
    if !haveBlankEnds, texts.text.areCertainlyComposed { return (texts, true) }
    var all = NameList()
    all.reserve(texts.count, averageLength: texts.text.count / max(1, texts.count) + 1)
    var areDistinct = true
    for number in 0..<texts.count {
      texts.withBytes(of: number) { text in
        if isName(text) { return all.append(text) }
        var name = nfc(String(validUTF8: text)).trimmed
        name.withUTF8 { name in
          // By their bytes: as strings, a decomposed one equals its composed one.
          areDistinct = areDistinct && name.elementsEqual(text)
          all.append(name)
        }
      }
    }
    return (all, areDistinct)
  }
}
