/// Raw columns → a table of cases: texts become members, codes become narrow, blocks get their ranges.
struct CaseSettling {
  private(set) var catalog: Catalog
  private(set) var unknown: [UnknownNames] = []
  private let raw: RawCases
  private let observer: WorkObserver

  init(_ raw: RawCases, _ catalog: Catalog, _ observer: WorkObserver) {
    self.raw = raw
    self.catalog = catalog
    self.observer = observer
  }

  /// - Throws: that memory is short, a column has too many names, or the observer stopped it.
  mutating func settle() throws(QueryError) -> CaseTable {
    let received = ranges(raw.received)
    let finished = raw.finished.map(ranges)
    let span = span(received, finished)
    var members: [MemberColumn] = []
    var memberRanges: [BlockRanges] = []
    for (text, dimension) in inOrderOfParents() {
      try observer.checkpoint()
      let (column, ranges) = try settle(text, dimension, members, span)
      members.append(column)
      memberRanges.append(ranges)
    }
    try observer.checkpoint()
    return CaseTable(
      rowCount: raw.rowCount, days: raw.days, received: received, due: raw.due.map(ranges),
      finished: finished,
      members: members, memberRanges: memberRanges, numbers: raw.numbers, identifiers: raw.identifiers,
      span: span, source: nil)
  }

  private func ranges(_ values: ColumnValues<UInt16>) -> DayColumn {
    let ranges = BlockWork.blocks(raw.rowCount) { rows in
      let days = values.pointer
      var least = UInt16.max
      var greatest = UInt16.min
      // A missing day becomes 0 when one is added: so it is the least then, and never the greatest.
      var leastAfterOne = UInt16.max
      for row in rows {
        least = min(least, days[row])
        greatest = max(greatest, days[row] &+ 1)
        leastAfterOne = min(leastAfterOne, days[row] &+ 1)
      }
      if greatest == 0 { return (UInt32(CaseDays.missing), UInt32(CaseDays.missing)) }
      return (UInt32(least), UInt32(greatest - 1) + (leastAfterOne == 0 ? DayColumn.someMissing : 0))
    }
    return DayColumn(values: values, ranges: ranges)
  }

  private func span(_ received: DayColumn, _ finished: DayColumn?) -> ClosedRange<Day>? {
    guard let first = received.ranges.least.min(), var last = received.ranges.greatest.max() else {
      return nil
    }
    let greatest = finished.map { finished in
      finished.ranges.greatest.indices.map(finished.greatestKnown).filter { $0 < CaseDays.missing }.max() ?? 0
    }
    last = max(last, greatest ?? 0)
    let start = raw.days.first
    return start.advanced(byDays: Int(first))...start.advanced(byDays: Int(last))
  }

  /// The text columns with their dimensions, parents first.
  private mutating func inOrderOfParents() -> [(RawCases.TextColumn, dimension: Int)] {
    var waiting: [(RawCases.TextColumn, dimension: Int)] = []
    for column in raw.texts {
      switch column.field {
      case .dimension(let dimension): waiting.append((column, dimension))
      case .further(let name): waiting.append((column, catalog.ownDimension(named: name)))
      default: break
      }
    }
    return catalog.parentsFirst(waiting)
  }

  private func catalogParent(_ dimension: Int) -> Int? { catalog.dimensions[dimension].parent }

  // MARK: One column

  private mutating func settle(
    _ column: RawCases.TextColumn, _ dimension: Int, _ settled: [MemberColumn], _ span: ClosedRange<Day>?
  ) throws(QueryError) -> (MemberColumn, BlockRanges) {
    let parentColumn = catalogParent(dimension).flatMap { parent in
      settled.first { $0.dimension == parent }
    }
    let resolution = MemberSettling(catalog, dimension: dimension)
    let texts = column.texts.map { nfc($0).trimmed }
    // Stopped, any answer will do: the next checkpoint throws it away.
    let candidates = texts.map { $0.isEmpty || observer.isStopped ? [] : resolution.candidates($0) }
    try observer.checkpoint()
    let starts = span.map { resolution.eraStarts(candidates, in: $0) } ?? []
    let settling = CodeSettling(
      rowCount: raw.rowCount, texts: column.codes, textCount: max(1, texts.count),
      parents: parentColumn.map { ($0.codes, $0.members.count) }, eras: eras(starts))
    guard settling.placeCount != nil else {
      throw QueryError(.tooManyNames(column: catalog.dimensions[dimension].names), at: nil)
    }
    let occupied = settling.occupied(observer)
    catalog.reserveOwnMembers(candidates.count(where: \.isEmpty), of: dimension)
    var memberOfPlace = [Int](repeating: MemberColumn.noMember, count: occupied.count)
    var news: [String] = []
    // A name may be known from an earlier load of such data; it is as little of the catalog as then.
    var counted: Set<Int> = []
    for place in occupied.indices where occupied[place] && raw.rowCount > 0 {
      if place & 0xFFF == 0 { try observer.checkpoint() }
      let (text, parentCode, era) = settling.parts(ofPlace: place)
      guard !texts[text].isEmpty else { continue }
      let parent = parentColumn.map { $0.members[parentCode] }.flatMap {
        $0 == MemberColumn.noMember ? nil : $0
      }
      let day = era < starts.count ? starts[era].advanced(byDays: -1) : span?.upperBound ?? raw.days.first
      if let known = resolution.member(among: candidates[text], parent: parent, on: day) {
        memberOfPlace[place] = known
      } else {
        memberOfPlace[place] = catalog.ownMember(named: texts[text], of: dimension, parent: parent)
      }
      let member = memberOfPlace[place]
      if catalog.dimensions[dimension].members[member].isOwnName, counted.insert(member).inserted {
        news.append(texts[text])
      }
    }
    if !news.isEmpty, catalog.lists(dimension) {
      unknown.append(
        UnknownNames(
          dimension: catalog.dimensions[dimension].names, count: news.count,
          examples: Array(news.sorted().prefix(3))))
    }
    catalog.rankOwnMembers(of: dimension)
    let members = catalog.inOrder(
      Set(memberOfPlace.indices.lazy.filter { occupied[$0] }.map { memberOfPlace[$0] }), of: dimension)
    let codes = Dictionary(uniqueKeysWithValues: zip(members, members.indices))
    let codeOfPlace = memberOfPlace.map { UInt32(codes[$0] ?? 0) }
    guard let (values, ranges) = settling.rewrite(codeOfPlace, codeCount: members.count, observer) else {
      throw QueryError(.outOfMemory, at: nil)
    }
    return (MemberColumn(dimension: dimension, codes: values, members: members), ranges)
  }

  /// The era of every day code.
  private func eras(_ starts: [Day]) -> (ofDay: [UInt8], received: ColumnValues<UInt16>, count: Int)? {
    guard !starts.isEmpty else { return nil }
    let starts = starts.prefix(254)
    var ofDay = [UInt8](repeating: 0, count: 1 << 16)
    for (index, start) in starts.enumerated() {
      for day in Int(raw.days.clamped(start))..<ofDay.count { ofDay[day] = UInt8(index + 1) }
    }
    return (ofDay, raw.received, starts.count + 1)
  }
}
