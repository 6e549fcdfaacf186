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
    let columns = inOrderOfParents()
    // Every name is then looked up among those of an earlier load.
    if columns.contains(where: { catalog.dimensions[$0.dimension].waiting != nil }) {
      catalog.enterAllMembers()
    }
    let texts = ColumnTexts.read(columns, catalog, observer)
    for (index, (column, dimension)) in columns.enumerated() {
      try observer.checkpoint()
      let read = texts[index] ?? ColumnTexts(column.texts, of: dimension, catalog, observer)
      let (column, ranges) = try settle(column, read, dimension, members, span)
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
    let ranges = BlockWork.blocks(raw.rowCount) { DayColumn.range(of: values.pointer, $0) }
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
    _ column: RawCases.TextColumn, _ texts: ColumnTexts, _ dimension: Int, _ settled: [MemberColumn],
    _ span: ClosedRange<Day>?
  ) throws(QueryError) -> (MemberColumn, BlockRanges) {
    let parents = catalogParent(dimension).flatMap { parent in
      settled.first { $0.dimension == parent }
    }
    let (settling, used, meant) = try meanings(column, texts, dimension, parents, span)
    let memberOfPlace = try membersOfPlaces(used.all, meant, settling, texts, dimension, parents)
    catalog.rankOwnMembers(of: dimension)
    let members = inOrder(memberOfPlace, of: dimension)
    var codeOfMember = [UInt32](repeating: 0, count: catalog.dimensions[dimension].memberCount)
    var codeOfNone: UInt32 = 0
    for (code, member) in members.enumerated() {
      if member == MemberColumn.noMember {
        codeOfNone = UInt32(code)
      } else {
        codeOfMember[member] = UInt32(code)
      }
    }
    let codes = memberOfPlace.map { $0 < 0 ? codeOfNone : codeOfMember[Int($0)] }
    guard let (values, ranges) = settling.rewrite(codes, of: used, codeCount: members.count, observer) else {
      throw QueryError(.outOfMemory, at: nil)
    }
    return (MemberColumn(dimension: dimension, codes: values, members: members), ranges)
  }

  /// What a place means that is no member of the catalog yet: a name of the data's own, or nothing.
  private enum NoMember {
    static let ownName: Int32 = -1
    static let missing: Int32 = -2
  }

  /// The places that cases are at, and the catalog's member of each, as far as it has one. The catalog is only read
  /// here: changed meanwhile, it would be copied.
  private func meanings(
    _ column: RawCases.TextColumn, _ texts: ColumnTexts, _ dimension: Int, _ parents: MemberColumn?,
    _ span: ClosedRange<Day>?
  ) throws(QueryError) -> (settling: CodeSettling, used: CodeSettling.UsedPlaces, meant: [Int32]) {
    let resolution = MemberSettling(catalog, dimension: dimension)
    let starts = span.map { resolution.eraStarts(texts.candidates.all, in: $0) } ?? []
    let settling = CodeSettling(
      rowCount: raw.rowCount, texts: column.codes, textCount: max(1, texts.all.count),
      parents: parents.map { ($0.codes, $0.members.count) }, eras: eras(starts))
    guard settling.placeCount != nil else {
      throw QueryError(.tooManyNames(column: catalog.dimensions[dimension].names), at: nil)
    }
    let used = settling.usedPlaces(observer)
    try observer.checkpoint()
    var meant: [Int32] = []
    meant.reserveCapacity(used.all.count)
    for place in used.all {
      if meant.count & 0xFFF == 0 { try observer.checkpoint() }
      let (text, parentCode, era) = settling.parts(ofPlace: place)
      guard !texts.all.isEmpty(text) else {
        meant.append(NoMember.missing)
        continue
      }
      let day = era < starts.count ? starts[era].advanced(byDays: -1) : span?.upperBound ?? raw.days.first
      let known = resolution.member(
        among: texts.candidates[text], parent: parents.flatMap { $0.member(ofCode: parentCode) }, on: day)
      meant.append(known.map { Int32(truncatingIfNeeded: $0) } ?? NoMember.ownName)
    }
    return (settling, used, meant)
  }

  /// The member of every place, with those that the catalog had not added to it and told of.
  private mutating func membersOfPlaces(
    _ used: [UInt32], _ meant: [Int32], _ settling: CodeSettling, _ texts: ColumnTexts, _ dimension: Int,
    _ parents: MemberColumn?
  ) throws(QueryError) -> [Int32] {
    if let own = ownPlaces(used, meant, settling, texts, dimension, parents),
      let names = ownNames(own, texts),
      names.areApart(from: catalog.dimensions[dimension].members)
    {
      return adopt(names, own, meant, dimension)
    }
    let texts = texts.all
    var members = meant
    var news: [Int] = []
    let newCount = meant.count { $0 == NoMember.ownName }
    let observer = observer
    try catalog.enterOwnMembers(of: dimension, count: newCount, texts: texts.count) {
      own throws(QueryError) in
      // A name may be known from an earlier load of such data; it is as little of the catalog as then.
      var isCounted = [Bool](repeating: false, count: own.members.count + newCount)
      for (index, place) in used.enumerated() where meant[index] != NoMember.missing {
        if index & 0xFFF == 0 { try observer.checkpoint() }
        let (text, parentCode, _) = settling.parts(ofPlace: place)
        if meant[index] == NoMember.ownName {
          let parent = parents.flatMap { $0.member(ofCode: parentCode) }
          members[index] = Int32(
            truncatingIfNeeded: own.member(named: texts[text], parent: parent, text: text))
        }
        let member = Int(members[index])
        if own.members[member].isOwnName, !isCounted[member] {
          isCounted[member] = true
          news.append(text)
        }
      }
    }
    tell(of: news, among: texts, dimension)
    return members
  }

  /// - Parameter news: numbers of texts.
  private mutating func tell(of news: [Int], among texts: NameList, _ dimension: Int) {
    if news.isEmpty || !catalog.lists(dimension) { return }
    let examples = texts.least(3, among: news).map { texts[$0] }
    unknown.append(
      UnknownNames(dimension: catalog.dimensions[dimension].names, count: news.count, examples: examples))
  }

  // MARK: Names that wait

  /// Own names of a dimension, and the members that their parents are.
  private struct OwnPlaces {
    var list: OwnNames.List
    var parents: [Int?] = []
  }

  /// The first own names of a dimension, one for each place without a member; they need not be entered. `nil` where
  /// they have to be, since two may be the same one or one that the dimension has.
  private func ownPlaces(
    _ used: [UInt32], _ meant: [Int32], _ settling: CodeSettling, _ texts: ColumnTexts, _ dimension: Int,
    _ parents: MemberColumn?
  ) -> OwnPlaces? {
    guard !catalog.dimensions[dimension].hasOwnNames, texts.areDistinct, settling.eras == nil else {
      return nil
    }
    // An id is made of the parent's id, a slash, and the name.
    if parents != nil, texts.haveSlash { return nil }
    var own = OwnPlaces(list: OwnNames.List(texts: texts.all))
    guard let parents else {
      for (index, place) in used.enumerated() where meant[index] == NoMember.ownName {
        own.list.append(text: settling.parts(ofPlace: place).text, parent: nil)
      }
      return own.list.textOfName.isEmpty ? nil : own
    }
    let parentOfCode = parents.members
    var numberOfParent = [Int?](repeating: nil, count: parentOfCode.count)
    for (index, place) in used.enumerated() where meant[index] == NoMember.ownName {
      let (text, parentCode, _) = settling.parts(ofPlace: place)
      let parent = parentOfCode[parentCode]
      if parent != MemberColumn.noMember, numberOfParent[parentCode] == nil {
        numberOfParent[parentCode] = own.parents.count
        own.parents.append(parent)
        own.list.parentIDs.append(catalog.dimensions[parents.dimension].read(member: parent) { $0.id })
      }
      own.list.append(text: text, parent: numberOfParent[parentCode])
    }
    return own.list.textOfName.isEmpty ? nil : own
  }

  private func ownNames(_ own: OwnPlaces, _ texts: ColumnTexts) -> OwnNames? {
    let facts = texts.factsOfUnknown.flatMap { $0.areOfAll(own.list) ? $0 : nil }
    return OwnNames(own.list, facts: facts, isStopped: { observer.isStopped })
  }

  private mutating func adopt(
    _ names: OwnNames, _ own: OwnPlaces, _ meant: [Int32], _ dimension: Int
  ) -> [Int32] {
    var next = Int32(truncatingIfNeeded: catalog.dimensions[dimension].memberCount)
    let parents = catalog.dimensions[dimension].parent.map { catalog.dimensions[$0] }
    catalog.adopt(
      names, of: dimension, parents: own.parents,
      parentOrders: own.parents.map { $0.flatMap { parents?.order(ofMember: $0) } ?? 0 })
    tell(of: own.list.textOfName, among: own.list.texts, dimension)
    return meant.map { member in
      guard member == NoMember.ownName else { return member }
      defer { next += 1 }
      return next
    }
  }

  /// The members that some place has, in the order of their codes: that in which they are shown, so that codes do not
  /// tell which thread met a text first. Where one thread read, codes follow from the file anyhow, and nobody has to know
  /// yet how own names stand that wait.
  private func inOrder(_ memberOfPlace: [Int32], of dimension: Int) -> [Int] {
    var isUsed = [Bool](repeating: false, count: catalog.dimensions[dimension].memberCount)
    var hasNone = false
    for member in memberOfPlace {
      if member >= 0 { isUsed[Int(member)] = true } else { hasNone = true }
    }
    let members = isUsed.indices.filter { isUsed[$0] } + (hasNone ? [MemberColumn.noMember] : [])
    if raw.hasOneReader, catalog.dimensions[dimension].waiting != nil { return members }
    return catalog.inOrder(members, of: dimension)
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

extension NameList {
  /// So many of the first ones, in order, each once: members of several parents share a name.
  /// - Parameter numbers: of composed names.
  fileprivate func least(_ count: Int, among numbers: [Int]) -> [Int] {
    var least: [Int] = []
    for number in numbers where least.count < count || isBefore(number, least[count - 1]) {
      if least.contains(where: { isSame($0, number) }) { continue }
      if least.count == count { least.removeLast() }
      least.insert(number, at: least.firstIndex { isBefore(number, $0) } ?? least.count)
    }
    return least
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    withBytes(of: left) { left in withBytes(of: right) { left.lexicographicallyPrecedes($0) } }
  }

  private func isSame(_ left: Int, _ right: Int) -> Bool { withBytes(of: left) { isName(right, $0) } }
}
