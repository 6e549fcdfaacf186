internal import Synchronization

/// The texts of one column as names, with what can be said of them whatever stands above them, and whenever: so the
/// columns are read beside each other.
struct ColumnTexts: Sendable {
  let all: [String]
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
    private var members: [Int] = []
    private var ends: [Int] = []

    init(_ texts: [String], of dimension: Int, _ catalog: Catalog, _ observer: WorkObserver) {
      if catalog.dimensions[dimension].memberCount == 0 {
        ends = Array(repeating: 0, count: texts.count)
        return
      }
      var resolution = MemberSettling(catalog, dimension: dimension)
      var keys = NameKeys()
      ends.reserveCapacity(texts.count)
      for text in texts {
        // Stopped, any answer will do: the next checkpoint throws it away.
        if !text.isEmpty, !observer.isStopped { resolution.addCandidates(text, &keys, to: &members) }
        ends.append(members.count)
      }
    }

    subscript(text: Int) -> ArraySlice<Int> { members[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

    var all: some Sequence<ArraySlice<Int>> { ends.indices.lazy.map { self[$0] } }
  }

  init(_ texts: NameList, of dimension: Int, _ catalog: Catalog, _ observer: WorkObserver) {
    let (all, areDistinct) = ColumnTexts.names(texts.strings)
    let candidates = Candidates(all, of: dimension, catalog, observer)
    let haveSlash =
      catalog.dimensions[dimension].parent != nil && ColumnTexts.haveOne(UInt8(ascii: "/"), all)
    self.all = all
    self.areDistinct = areDistinct
    self.haveSlash = haveSlash
    self.candidates = candidates
    let unknown = all.indices.filter { candidates[$0].isEmpty && !all[$0].isEmpty }
    let haveFacts =
      areDistinct && !haveSlash && !unknown.isEmpty && !catalog.dimensions[dimension].hasOwnNames
    factsOfUnknown =
      haveFacts ? OwnNames.Facts(of: unknown, in: all, isStopped: { observer.isStopped }) : nil
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

  private static func names(_ texts: [String]) -> (all: [String], areDistinct: Bool) {
    var areDistinct = true
    let all = texts.map { text in
      var text = text
      let blank = UInt8(ascii: " ")
      // Most are: seen in one look.
      if text.withUTF8({ $0.first != blank && $0.last != blank && $0.areCertainlyComposed }) { return text }
      let name = nfc(text).trimmed
      // By their bytes: as strings, a decomposed one equals its composed one.
      areDistinct = areDistinct && name.utf8.elementsEqual(text.utf8)
      return name
    }
    return (all, areDistinct)
  }

  private static func haveOne(_ sign: UInt8, _ texts: [String]) -> Bool {
    texts.contains { text in
      var text = text
      return text.withUTF8 { $0.contains(sign) }
    }
  }
}
