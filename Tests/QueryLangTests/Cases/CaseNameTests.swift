import Testing

@testable import QueryLang

/// Texts of a column become members of the catalog, or members under their own name.
struct CaseNameTests {
  private func load(_ text: String) throws -> CaseLoader.Loaded {
    try CaseFolder.use { folder in
      try folder.write(text)
      return try folder.load()
    }
  }

  private func ids(_ loaded: CaseLoader.Loaded, _ dimension: String) throws -> [String] {
    let index = try #require(loaded.catalog.dimensionIndexByID[dimension])
    let column = try #require(loaded.table.members.first { $0.dimension == index })
    return (0..<loaded.table.rowCount).map {
      let member = column.members[column.codes[$0]]
      return member == MemberColumn.noMember ? "" : loaded.catalog.dimensions[index].members[member].id
    }
  }

  @Test func oneMemberUnderAllItsSpellings() throws {
    let decomposed = "Ba\u{306}\u{301}c Giang"
    let loaded = try load(
      "received,province\n2021-01-01,Tỉnh Bắc Giang\n2021-01-01,\(decomposed)\n2021-01-01,bac giang\n2021-01-01,24\n"
        + "2021-01-01, Bắc Giang \n")
    #expect(try ids(loaded, "province") == Array(repeating: "24", count: 5))
    #expect(loaded.unknown.isEmpty)
  }

  /// All have one key, and each is found again as it is spelled.
  @Test func namesThatDifferByTheirMarksAreFoundAgain() throws {
    let spellings = Array("aàáảãạăằắẳẵặâầấẩẫậ").map { "Th\($0)nh" }
    let rows = spellings.map { "2021-01-01,\($0)\n" }.joined()
    try CaseFolder.use { folder in
      try folder.write("received,procedure\n" + rows)
      let first = try folder.load()
      let again = try CaseLoader(catalog: first.catalog).load([CaseInput(folder.path + "/cases.csv")])
      #expect(try ids(first, "procedure") == spellings)
      #expect(try ids(again, "procedure") == spellings)
      #expect(again.catalog.dimension("procedure")?.memberCount == spellings.count)
      // Spelled like none of them it may mean each: it is kept as it stands.
      try folder.write("received,procedure\n2021-01-01,THANH\n2021-01-01,Thành\n", to: "more.csv")
      let more = try CaseLoader(catalog: again.catalog).load([CaseInput(folder.path + "/more.csv")])
      #expect(try ids(more, "procedure")[1] == "Thành")
      #expect(more.catalog.dimension("procedure")?.memberCount ?? 0 <= spellings.count + 1)
    }
  }

  @Test func aDistrictIsSoughtUnderItsProvince() throws {
    let loaded = try load(
      "received,district,province\n2021-01-01,Huyện Châu Thành,80\n2021-01-01,Châu Thành,Đồng Tháp\n"
        + "2021-01-01,Châu Thành,Tỉnh Tiền Giang\n")
    let names = try ids(loaded, "district")
    #expect(names[0] == "808")
    #expect(Set(names).count == 3)
    let districts = loaded.catalog.dimensions[try #require(loaded.catalog.dimensionIndexByID["district"])]
    let provinces = try ids(loaded, "province")
    for (name, province) in zip(names, provinces) {
      let parent = try #require(districts.member(id: name).flatMap { districts.members[$0].parent })
      let provinceIndex = try #require(loaded.catalog.dimensionIndexByID["province"])
      #expect(loaded.catalog.dimensions[provinceIndex].members[parent].id == province)
    }
    #expect(loaded.unknown.isEmpty)
  }

  @Test func aDistrictOfAnotherProvinceIsKeptUnderItsOwnName() throws {
    let loaded = try load(
      "received,province,district\n2021-01-01,An Giang,Huyện Lục Nam\n2021-01-01,Bắc Giang,Huyện Lục Nam\n"
        + "2021-01-01,An Giang,Huyện Lục Nam\n2021-01-01,An Giang,Huyện Không Có\n")
    let names = try ids(loaded, "district")
    #expect(names[0] == names[2] && names[0] != names[1] && names[0] != names[3])
    #expect(
      loaded.members("district") == ["Huyện Lục Nam", "Huyện Lục Nam", "Huyện Lục Nam", "Huyện Không Có"])
    #expect(loaded.unknown.map(\.count) == [2])
    #expect(loaded.unknown.first?.examples.sorted() == ["Huyện Không Có", "Huyện Lục Nam"])
    let districts = loaded.catalog.dimensions[try #require(loaded.catalog.dimensionIndexByID["district"])]
    #expect(districts.members[try #require(districts.member(id: names[0]))].parent != nil)
  }

  @Test func aNameWithTwoMeaningsAndNoProvinceIsKeptAsItStands() throws {
    let loaded = try load("received,district\n2021-01-01,Châu Thành\n2021-01-01,Huyện Lạng Giang\n")
    #expect(loaded.unknown.map(\.count) == [1])
    #expect(loaded.members("district") == ["Châu Thành", "Huyện Lạng Giang"])
  }

  /// A province of before and one of after the merger have one name, and 91 was Kiên Giang's code.
  @Test func theDayOfReceiptTellsProvincesBeforeAndAfterTheMerger() throws {
    let loaded = try load(
      "received,province\n2025-06-30,An Giang\n2025-07-01,An Giang\n2025-06-30,91\n2025-07-01,91\n2025-06-30,Kiên Giang\n"
    )
    #expect(try ids(loaded, "province") == ["89", "91-2025", "91", "91-2025", "91"])
    #expect(loaded.unknown.isEmpty)
  }

  /// Few cases of many provinces and districts list the places that they have; more of them go by a table of all.
  @Test func casesAreNamedAlikeHoweverManyThereAre() throws {
    var random = SeededGenerator(seed: 3)
    var rows: [(day: String, province: String, district: String)] = []
    for _ in 0..<400 {
      rows.append(
        (
          ["2025-06-30", "2025-07-01"][Int(random.next() % 2)],
          ["Tỉnh An Giang", "", "Tỉnh lạ \(random.next() % 180)"][Int(min(2, random.next() % 9))],
          random.next() % 9 == 0 ? "" : "Huyện lạ \(random.next() % 180)"
        ))
    }
    let text = rows.map { "\($0.day),\($0.province),\($0.district)\n" }.joined()
    let header = "received,province,district\n"
    let few = try load(header + text)
    let copies = 50
    let many = try load(header + String(repeating: text, count: copies))
    #expect(few.members("province") == rows.map(\.province))
    #expect(few.members("district") == rows.map(\.district))
    for dimension in ["province", "district"] {
      #expect(
        many.members(dimension) == Array(repeating: few.members(dimension), count: copies).flatMap { $0 })
    }
    #expect(Set(try ids(few, "province")).isSuperset(of: ["89", "91-2025"]))
    #expect(few.unknown == many.unknown)
    let districts = few.catalog.dimensions[try #require(few.catalog.dimensionIndexByID["district"])]
    let provinces = few.catalog.dimensions[try #require(few.catalog.dimensionIndexByID["province"])]
    for (row, id) in try zip(rows, ids(few, "district")) where !row.district.isEmpty {
      let parent = try #require(districts.member(id: id).map { districts.members[$0].parent })
      #expect(parent.map { provinces.members[$0].names.vietnamese } ?? "" == row.province)
    }
  }

  @Test func theSameUnknownNamesAreCountedAgainInALaterLoad() throws {
    try CaseFolder.use { folder in
      let path = try folder.write("received,province\n2021-01-01,Tỉnh Lạ\n2021-01-01,Tỉnh Khác\n")
      let first = try folder.load()
      #expect(first.unknown.map(\.count) == [2])
      let library = try ShippedData.library.adding(cases: first, named: "a", from: path)
      let again = try CaseLoader(catalog: library.unloading(1).catalog).load([CaseInput(path)])
      #expect(again.unknown.map(\.count) == [2])
      #expect(again.members("province") == ["Tỉnh Lạ", "Tỉnh Khác"])
      // No name stands twice.
      let province = try #require(again.catalog.dimensionIndexByID["province"])
      #expect(
        again.catalog.dimensions[province].members.count == library.catalog.dimensions[province].members.count
      )
    }
  }

  @Test func namesOfTheCatalogWithMembersOfTheirOwnAreNotOutnumbered() throws {
    let loaded = try load("received,channel,tier\n2021-01-01,trực tuyến,cấp huyện\n2021-01-01,bồ câu,\n")
    #expect(loaded.unknown.map(\.count) == [1])
    #expect(loaded.members("channel")[1] == "bồ câu")
    #expect(loaded.members("tier")[1] == "")
  }
}
