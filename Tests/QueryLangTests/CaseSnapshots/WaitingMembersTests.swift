import Testing

@testable import QueryLang

/// Members of a snapshot that are entered when somebody asks for one, against the same ones entered at once.
@Suite struct WaitingMembersTests {
  private static let communes = [
    "Xã Mỹ Hòa", "Xã Mỹ Hoà", "xã mỹ hòa", "Xã Đồng Tâm", "Xã Dong Tam", "Thị trấn Châu Thành - Tây", "Tỉ lệ",
    "Tỷ lệ", "received", "Xã", "Xã Rất Dài Của Một Huyện Ở Rất Xa Nơi Này", "🙂", "\u{301}",
  ]

  /// Some that the catalog has between others that it has not.
  private static let agencies = [
    "Sở Y tế", "UBND xã Lạ", "Sở Tư pháp", "", "Ban Khác", "Sở Lạ", "Ủy ban Nào đó",
  ]

  private static func csv(_ communes: [String] = communes) -> String {
    var text = "case_id,province,district,commune,received_on,finished_on,procedure,Ghi chú,agency\n"
    let places = [
      ("Bắc Giang", "Huyện Lục Nam"), ("An Giang", "Huyện Châu Thành"), ("An Giang", ""),
      ("Bắc Giang", "Huyện Zz"), ("An Giang", "Huyện Lạ"),
    ]
    for row in 0..<400 {
      let (province, district) = places[row % 5]
      let commune = row % 11 == 0 ? "" : communes[row % communes.count]
      let received = Day(daysSince1970: 18_600 + row)
      text += "H\(row),\(province),\(district),\(commune),\(received),\(received),Thủ tục \(row % 37),"
      text += "\(row % 5 == 0 ? "" : communes[row % 7]),\(agencies[row % agencies.count])\n"
    }
    return text
  }

  /// A table as it was loaded from its CSV, and as its snapshot is.
  private func loaded(
    _ text: String = csv(),
    _ body: (_ csv: CaseLoader.Loaded, _ snapshot: CaseLoader.Loaded, CaseFolder) throws -> Void
  ) throws {
    try CaseFolder.use { folder in
      try folder.write(text)
      let loaded = try folder.load()
      let path = try folder.write(SignedSnapshot(loaded.table, loaded.catalog).file(), to: "cases.tthcs")
      try body(loaded, try SnapshotReader(path).load(ShippedData.library.catalog), folder)
    }
  }

  private func waiting(_ catalog: Catalog) -> [WaitingMembers] { catalog.dimensions.compactMap(\.waiting) }

  private static let written =
    communes + communes.map { $0.uppercased() }
    + [
      "xa my hoa", "dong tam", "xa dong tam", "ti le", "ty le", "tỉ lệ", "Tỷ Lệ Xa", "thu tuc 7",
      "Thủ tục 36",
      "Thủ tục 37", "Huyện Lục Nam", "quarter", "", " ", "chau thanh-tay", "thi tran chau thanh - tay",
    ]

  @Test func namesMeanWhatTheyMeanWhereTheyAreEntered() throws {
    try loaded { _, snapshot, _ in
      let lexicon = snapshot.catalog.lexicon
      var entered = lexicon
      // Nothing is removed, but all is entered for it.
      entered.remove { _ in false }
      for name in Self.written {
        #expect(lexicon.meanings(of: name) == entered.meanings(of: name), "\(name)")
        let first = String(folded(name).prefix { $0 != " " })
        #expect(
          lexicon.longestNameInPieces(beginningWith: first)
            == entered.longestNameInPieces(beginningWith: first), "\(name)")
      }
    }
  }

  @Test func aNameAddedLaterMeansThatLast() throws {
    try loaded { _, snapshot, _ in
      var waiting = snapshot.catalog.lexicon
      var entered = snapshot.catalog.lexicon
      entered.remove { _ in false }
      for name in ["Xã Đồng Tâm", "not there", "Tỉ lệ"] {
        #expect(waiting.add(name, .dataset(7)) == entered.add(name, .dataset(7)))
        #expect(waiting.meanings(of: name) == entered.meanings(of: name), "\(name)")
        #expect(waiting.meanings(of: name).last == .dataset(7))
      }
    }
  }

  @Test func membersAreTheSameUnderTheSameNames() throws {
    try loaded { csv, snapshot, _ in
      let expected = Set(["district", "commune", "agency", "procedure", "ghi_chu"])
      for catalog in [csv.catalog, snapshot.catalog] {
        #expect(Set(catalog.dimensions.filter { $0.waiting != nil }.map(\.id)) == expected)
      }
      for dimension in expected.sorted() {
        let left = try #require(csv.catalog.dimension(dimension))
        let right = try #require(snapshot.catalog.dimension(dimension))
        #expect(right.memberCount == left.memberCount)
        for member in left.members {
          let index = try #require(right.member(id: member.id))
          let other = right.members[index]
          #expect(other.names.vietnamese == member.names.vietnamese && other.index == index)
          #expect(other.parent == member.parent && other.order == member.order)
        }
        #expect(inOrder(left, csv.catalog) == inOrder(right, snapshot.catalog))
        #expect(snapshotMembers(snapshot, dimension) == csv.members(dimension))
      }
    }
  }

  @Test func nobodyAsksForThemWhereTheyAreNotNamed() throws {
    // One of the names is that of a measure, which is then asked for.
    let text = Self.csv(Self.communes.filter { $0 != "received" })
    for (question, asked) in [
      ("resolved_overdue from c by district where quarter = Q2/2021", []),
      ("received, resolved, pending, on_time_rate from c by province, quarter", []),
      ("count() from c where timeliness = overdue", []), ("count() from c by sector", []),
      ("count() from c by procedure", ["procedure"]), ("count() from c by agency", ["agency"]),
    ] {
      try loaded(text) { _, snapshot, folder in
        // Saved, the members of the table that was loaded have been entered.
        for cases in [try folder.load(), snapshot] {
          let library = try ShippedData.library.adding(cases: cases, named: "c", from: folder.path)
          let bound = try #require(CaseComparison.bind(question, library))
          _ = try QueryPipeline.answer(bound, library: library)
          let entered = library.catalog.dimensions.filter { $0.waiting?.areEntered ?? false }
          // Those of districts are asked for wherever communes lie in them.
          #expect(entered.map(\.id).filter { $0 != "district" } == asked, "\(question)")
        }
      }
    }
  }

  /// Own names that can be the same member, or one of the catalog, are held against each other when they are loaded.
  @Test(arguments: [
    // One of them decomposed; one with a blank.
    ("procedure", ["Thủ tục", "Thu\u{309} tu\u{323}c", "thủ tục"], 2),
    ("procedure", ["A", " A", "B"], 2),
    // The id of a commune is made with slashes.
    ("commune", ["Xã A/B", "Xã B"], 2),
  ])
  func namesThatMayBeTheSameAreEnteredAtOnce(_ column: String, _ names: [String], _ count: Int) throws {
    try CaseFolder.use { folder in
      var text = "province,district,\(column),received_on\n"
      for name in names { text += "Bắc Giang,Huyện Lục Nam,\(name),2021-05-01\n" }
      try folder.write(text)
      let loaded = try folder.load()
      let dimension = try #require(loaded.catalog.dimension(column))
      #expect(dimension.waiting == nil && dimension.memberCount == count)
      #expect(Set(loaded.members(column)).count == count)
    }
  }

  @Test func anOwnNameThatIsAnIDOfTheCatalogIsNotApart() throws {
    let agencies = try #require(ShippedData.library.catalog.dimension("agency")).members
    let id = try #require(agencies.first { $0.id.contains("_") }).id
    let nested = Member(ownName: "x", id: "\(id)/a/b", index: 0, order: 0, parent: nil)
    for (name, isApart) in [
      (id, false), ("a/b", false), ("b", false), ("a", true), (id + "/a", true), ("c", true),
    ] {
      var list = OwnNames.List(texts: NameList([name]))
      list.append(text: 0, parent: nil)
      #expect(try #require(OwnNames(list)).areApart(from: agencies + [nested]) == isApart, "\(name)")
    }
  }

  /// The catalog has learnt of one meanwhile.
  @Test func membersThatTheCatalogHasByThenAreItsOwn() throws {
    try loaded { _, snapshot, folder in
      var catalog = ShippedData.library.catalog
      let agency = try #require(catalog.dimensionIndexByID["agency"])
      _ = catalog.enterOwnMembers(of: agency, count: 1) {
        $0.member(ofID: "Ban Khác", named: "Ban Khác", parent: nil)
      }
      let path = folder.path + "/cases.tthcs"
      let again = try SnapshotReader(path).load(catalog)
      #expect(again.catalog.dimensions[agency].waiting == nil)
      #expect(snapshotMembers(again, "agency") == snapshotMembers(snapshot, "agency"))
    }
  }

  /// Namesakes of several parents, of none too, stand in one order, however they came and whatever comes after them.
  @Test func namesakesStandInOneOrder() throws {
    try CaseFolder.use { folder in
      var text = "received_on,province,district,commune\n"
      for (province, district) in [("", "D1"), ("Lào Cai", "D1"), ("Lào Cai", "D2"), ("", "D2"), ("", "D3")] {
        text += "2024-01-01,\(province),\(district),X\n"
      }
      let path = try folder.write(text)
      let other = try folder.write("received_on,district\n2024-01-01,ZZ\n", to: "other.csv")
      let loaded = try folder.load()
      let snapshot = try folder.write(SignedSnapshot(loaded.table, loaded.catalog).file(), to: "cases.tthcs")
      let catalog = ShippedData.library.catalog
      func rows(_ cases: CaseLoader.Loaded) throws -> String {
        let library = try ShippedData.library.adding(cases: cases, named: "c", from: folder.path)
        let bound = try #require(CaseComparison.bind("count() from c by district, commune", library))
        return "\(try QueryPipeline.answer(bound, library: library).rows.map(\.cells))"
      }
      let expected = try rows(loaded)
      #expect(try rows(SnapshotReader(snapshot).load(catalog)) == expected)
      // Others are known before, and the snapshot's are entered among them; or others come afterwards.
      let known = try CaseLoader(catalog: catalog).load([CaseInput(other)]).catalog
      #expect(try rows(SnapshotReader(snapshot).load(known)) == expected)
      #expect(try rows(CaseLoader(catalog: known).load([CaseInput(path)])) == expected)
      for first in [try SnapshotReader(snapshot).load(catalog), try folder.load()] {
        let more = try CaseLoader(catalog: first.catalog).load([CaseInput(other)])
        let later = CaseLoader.Loaded(
          table: first.table, catalog: more.catalog, unknown: [], rejected: first.rejected)
        #expect(try rows(later) == expected)
      }
    }
  }

  @Test func answersAreTheSame() throws {
    try loaded { csv, snapshot, folder in
      let left = try ShippedData.library.adding(cases: csv, named: "c", from: folder.path)
      let right = try ShippedData.library.adding(cases: snapshot, named: "c", from: folder.path)
      for question in [
        "count() from c by commune", "count() from c by province, district, commune",
        "count() from c by procedure where province = \"An Giang\"",
        "count() from c where commune = \"Xã Đồng Tâm\"", "count() from c where procedure = \"thu tuc 7\"",
        "count() from c by \"Ghi chú\" sort count() desc top 3", "received from c by commune, quarter",
        "count() from c where procedure = \"Thủ tục 99\"", "count() from c by commune top 2",
        "count() from c by district, procedure top 5", "count() from c by district",
        "count() from c by agency", "count() from c by sector, agency", "count() from c by unit",
        "count() from c where agency = \"Ban Khác\" by district", "count() from c where agency = \"Sở Y tế\"",
      ] {
        let (one, other) = (CaseComparison.bind(question, left), CaseComparison.bind(question, right))
        #expect((one == nil) == (other == nil), "\(question)")
        guard let one, let other else { continue }
        let (answer, same) = (
          try QueryPipeline.answer(one, library: left), try QueryPipeline.answer(other, library: right)
        )
        #expect("\(answer.rows)" == "\(same.rows)", "\(question)")
      }
    }
  }

  /// What stands in files follows the rules of folding: where these values change, the format has another version.
  @Test func whatASnapshotSaysOfNamesFollowsTheFolding() throws {
    let texts = ["Xã Mỹ Hòa", "Thị trấn Châu Thành - Tây", "ĐAK R'LẤP", "tỉ lệ"]
    var list = OwnNames.List(texts: NameList(texts))
    for text in texts.indices { list.append(text: text, parent: nil) }
    let names = try #require(OwnNames(list, orders: [3, 1, 0, 2]))
    #expect(names.keyHashes == [529_827_748, 854_511_685, 1_612_869_910, 2_279_396_357])
    #expect(names.longestByFirstPiece.filter { $0 > 0 }.sorted() == [2, 3, 4, 6])
    #expect(names.ranks == [3, 1, 0, 2])
    #expect(SnapshotFormat.version == 4)
  }

  @Test func theSameCasesLoadedAgainHaveTheSameMembers() throws {
    try loaded { _, snapshot, folder in
      let again = try CaseLoader(catalog: snapshot.catalog).load([CaseInput(folder.path + "/cases.csv")])
      for dimension in ["commune", "procedure", "ghi_chu"] {
        #expect(again.members(dimension) == snapshotMembers(snapshot, dimension))
        #expect(
          again.catalog.dimension(dimension)?.memberCount
            == snapshot.catalog.dimension(dimension)?.memberCount)
      }
    }
  }

  private func inOrder(_ dimension: Dimension, _ catalog: Catalog) -> [String] {
    catalog.inOrder(dimension.members.map(\.index), of: dimension.index).map { dimension.members[$0].id }
  }

  /// Row by row, once all blocks are read.
  private func snapshotMembers(_ loaded: CaseLoader.Loaded, _ dimension: String) -> [String] {
    let columns = loaded.table.members.indices.map { SnapshotColumn.member($0) }
    for block in 0..<loaded.table.blockCount { try? loaded.table.prepare(columns, block: block) }
    return loaded.members(dimension)
  }
}
