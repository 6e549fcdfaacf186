import Testing

@testable import QueryLang

/// Tables on servers, as a folder names them.
struct AttachedTableReadingTests {
  private func package(_ rows: String, header: String = "name,engine,address,table") throws -> SmallPackage {
    let package = try SmallPackage()
    try package.write(
      "{\"name\": \"servers\", \"resources\": [{\"name\": \"attached_tables\", \"path\": \"a.csv\"}]}",
      to: "datapackage.json")
    try package.write(header + "\n" + rows + "\n", to: "a.csv")
    return package
  }

  private func tables(_ package: SmallPackage) throws -> [AttachedTable] {
    try AttachedTable.all(of: DataPackage(folder: package.folder))
  }

  @Test func everyRowIsATable() throws {
    let package = try package("nation,clickhouse,http://host:8123/tthc,cases\nold,clickhouse,http://h/,c2")
    let found = try tables(package)
    #expect(found.map(\.name) == ["nation", "old"])
    #expect(found[0].address == "http://host:8123/tthc" && found[0].table == "cases")
    #expect(found[1].place.line == 3)
  }

  @Test func aFolderWithoutFiguresNeedsNone() throws {
    let package = try package("nation,clickhouse,http://host:8123/tthc,cases")
    let library = try ShippedData.library.loading(folder: package.folder, language: .english)
    #expect(library.datasets.last?.figureCount == 0)
    try package.write("{\"name\": \"empty\", \"resources\": []}", to: "datapackage.json")
    #expect(throws: QueryError.self) {
      try ShippedData.library.loading(folder: package.folder, language: .english)
    }
  }

  @Test(arguments: [
    ("nation,oracle,http://h/,c", DataProblem.notInEnumeration(text: "oracle", choices: ["clickhouse"])),
    ("n,clickhouse,http://h/,c\nN,clickhouse,http://h/,c", .duplicateKey("N", firstLine: 2)),
    ("nation,clickhouse,,c", .requiredEmpty),
  ])
  func whatIsWrongIsTold(_ rows: String, _ expected: DataProblem) throws {
    let package = try package(rows)
    #expect {
      try tables(package)
    } throws: { error in
      guard case .data(_, let problem)? = (error as? QueryError)?.diagnostics.first?.fact else {
        return false
      }
      return problem == expected
    }
  }

  @Test func aColumnThatIsNotThereIsTold() throws {
    let package = try package("nation,clickhouse,c", header: "name,engine,table")
    #expect {
      try tables(package)
    } throws: { error in
      guard case .data(_, let problem)? = (error as? QueryError)?.diagnostics.first?.fact else {
        return false
      }
      return problem == .missingColumn("address")
    }
  }
}
