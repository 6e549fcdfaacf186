import Foundation
import Testing

@testable import QueryLang

/// A folder with something wrong in it is refused whole, with file, line, column and what was expected.
struct DataPackageTests {
  @Test func theSmallPackageLoads() throws {
    let package = try SmallPackage()
    #expect(package.problems() == [])
    let library = try Library().loading(folder: package.folder, language: .english)
    #expect(library.store.figures.count == 4)
    #expect(library.datasets.map(\.name) == ["small"])
  }

  @Test(arguments: [
    (
      "A,1,1,got,2021-Q2,1,online,5", "A,1,1,got,2021-Q2,1,online,5.x",
      "figures.csv:2, column value: ‘5.x’ is not a number such as 64.3 / số"
    ),
    (
      "A,1,1,got,2021-Q2,1,online,5", "A,1,1,got,2021-Q2,1,online,1_000",
      "figures.csv:2, column value: ‘1_000’ is not a number such as 64.3 / số"
    ),
    (
      "A,1,1,got,2021-Q2,1,online,5", "A,1,1,got,2021-Q2,1,online,",
      "figures.csv:2, column value: a required cell is empty"
    ),
    (
      "A,1,2,got", "A,1,1,got",
      "figures.csv:3, column document, line, ordinal: the key A, 1, 1 stands already on line 2"
    ),
    ("A,1,2,got", "A,x,2,got", "figures.csv:3, column line: ‘x’ is not a whole number / số nguyên"),
    ("A,2,1,kept", "B,2,1,kept", "figures.csv:4, column document: sources has no ‘B’; did you mean A?"),
    ("A,2,1,kept", "A,2,1,kep", "figures.csv:4, column measure: measures has no ‘kep’; did you mean kept?"),
    ("A,2,1,kept", "A,2,1,", "figures.csv:4, column measure: a required cell is empty"),
    (
      "2021-Q2,1,paper", "2021-Q5,1,paper",
      "figures.csv:3, column period: ‘2021-Q5’ is not a period such as 2021-Q2 / kỳ"
    ),
    ("2021-Q2,1,paper", ",1,paper", "figures.csv:3, column period: a required cell is empty"),
    (
      "2021-Q2,1,paper", "2021-Q2,Xã Mộc,paper",
      "figures.csv:3, column place: place has no ‘Xã Mộc’; did you mean Xã Một?"
    ),
    (
      "2021-Q2,1,paper", "2021-Q2,1,papr",
      "figures.csv:3, column kind: kind has no ‘papr’; did you mean paper?"
    ),
    (
      "kept,2021-Q2,1,,3", "kept,2021-Q2,1,paper,3",
      "figures.csv:4, column kind: the measure kept has no dimension kind"
    ),
    ("kept,2021-Q2,1,,3\n", "kept,2021-Q2,1,,3,4\n", "figures.csv:4: 8 fields are needed, 9 found"),
    (",value\n", ",valu\n", "figures.csv:1: unknown column ‘valu’; did you mean value?"),
    ("line,ordinal", "line,line", "figures.csv:1: two columns are named ‘line’"),
  ])
  func aFigureWithSomethingWrongIsNamed(old: String, new: String, expected: String) throws {
    let package = try SmallPackage()
    try package.replace(old, by: new, in: "figures.csv")
    #expect(package.problems().first == expected)
  }

  @Test(arguments: [
    (
      "measures.csv", "kept,số giữ", "got,số giữ",
      "measures.csv:3, column id: the key got stands already on line 2"
    ),
    (
      "measures.csv", "kept,số giữ", "kept,nhận",
      "measures.csv:3, column aliases: the name ‘nhận’ is already that of got"
    ),
    (
      "measures.csv", "kept,số giữ", "kept,nhan",
      "measures.csv:3, column aliases: the name ‘nhan’ is already that of got"
    ),
    (
      "measures.csv", "kept,số giữ", "kept,nơi",
      "measures.csv:3, column aliases: the name ‘nơi’ is already that of place"
    ),
    (
      "measures.csv", "hồ sơ,balance", "hồ sơ,blance",
      "measures.csv:4, column kind: ‘blance’ is none of flow, opening, closing, balance, ratio, statistic, stated, index, rank, code"
    ),
    (
      "measures.csv", "got + kept", "got +",
      "measures.csv:4, column formula: formula ‘got +’: a measure is missing at the end"
    ),
    (
      "measures.csv", "got + kept", "got + gone",
      "measures.csv:4, column formula: formula ‘got + gone’: there is no measure ‘gone’"
    ),
    (
      "measures.csv", "got + kept", "total + kept",
      "measures.csv:4, column formula: the formula refers to itself: total → total"
    ),
    (
      "measures.csv", "flow,,place\n", "flow,share_kept,place\n",
      "measures.csv:3, column formula: the formula refers to itself: kept → share_kept → kept"
    ),
    ("measures.csv", "got + kept", "", "measures.csv:4, column formula: a required cell is empty"),
    (
      "measures.csv", "flow,,place\n", "flow,,plce\n",
      "measures.csv:3, column dimensions: dimensions has no ‘plce’; did you mean place?"
    ),
    ("measures.csv", "got,số nhận", "got,", "measures.csv:2, column name_vi: a required cell is empty"),
    (
      "measures.csv", ",dimensions\n", ",dimension\n",
      "measures.csv:1: unknown column ‘dimension’; did you mean dimensions?"
    ),
    (
      "dimensions.csv", "kind,loại", "place,loại",
      "dimensions.csv:3, column id: the key place stands already on line 2"
    ),
    (
      "dimensions.csv", "whole,closed,,,,2", "whole,shut,,,,2",
      "dimensions.csv:3, column list: ‘shut’ is none of open, closed"
    ),
    (
      "dimensions.csv", "kinds,whole,closed", "kinds,other = x,closed",
      "dimensions.csv:3, column partition: ‘other = x’ is not dimension = member"
    ),
    (
      "dimensions.csv", "kind,loại,kind,,,kinds", "kind,loại,kind,,space,kinds",
      "dimensions.csv:3, column parent: dimensions has no ‘space’"
    ),
    (
      "kinds.csv", "paper,giấy", "online,giấy",
      "kinds.csv:3, column id: the key online stands already on line 2"
    ),
    ("kinds.csv", "paper,giấy", "paper,", "kinds.csv:3, column name_vi: a required cell is empty"),
    (
      "kinds.csv", "paper,giấy,paper,,2", "paper,giấy,paper,,two",
      "kinds.csv:3, column order: ‘two’ is not a whole number / số nguyên"
    ),
    ("kinds.csv", ",,2,,,,", ",,2,,maybe,,", "kinds.csv:3, column summand: ‘maybe’ is not true / false"),
    (
      "kinds.csv", ",,2,,,,", ",,2,,,31/12/2021,",
      "kinds.csv:3, column valid_from: ‘31/12/2021’ is not a day such as 2024-10-30 / ngày"
    ),
    ("sources.csv", "A,Văn bản A", ",Văn bản A", "sources.csv:2, column id: a required cell is empty"),
    (
      "sources.csv", "2021-Q2,unknown", "2021-Q2,guess",
      "sources.csv:2, column period_basis: ‘guess’ is none of stated, rule, unknown"
    ),
    (
      "sources.csv", "2021-Q2,unknown", "spring,unknown",
      "sources.csv:2, column period: ‘spring’ is not a period such as 2021-Q2 / kỳ"
    ),
    (
      "checks.csv", "total = got + kept", "total = ",
      "checks.csv:2, column rule: formula ‘total = ’: a measure is missing at the end"
    ),
    (
      "checks.csv", "kept,0,a", "kept,x,a",
      "checks.csv:2, column tolerance: ‘x’ is not a number such as 64.3 / số"
    ),
  ])
  func aCatalogWithSomethingWrongIsNamed(file: String, old: String, new: String, expected: String) throws {
    let package = try SmallPackage()
    try package.replace(old, by: new, in: file)
    #expect(package.problems().first == expected)
  }

  @Test func aMissingFileIsNamed() throws {
    let package = try SmallPackage()
    try package.remove("figures.csv")
    #expect(package.problems() == ["figures.csv: cannot be opened: No such file or directory"])
  }

  @Test func aMissingFolderIsNamed() {
    do throws(QueryError) {
      _ = try Library().loading(folder: "/nowhere at all", language: .english)
      Issue.record("loaded")
    } catch {
      let place = DataPlace(file: "/nowhere at all/datapackage.json")
      #expect(
        error.diagnostics.map(\.fact) == [.data(place, .cannotOpen(reason: "No such file or directory"))])
    }
  }

  @Test(arguments: ["figures.csv", "measures.csv", "dimensions.csv", "kinds.csv"])
  func anEmptyFileIsNamed(file: String) throws {
    let package = try SmallPackage()
    try package.write("", to: file)
    #expect(package.problems() == ["\(file): the file is empty; a header line is needed"])
  }

  @Test(arguments: ["figures.csv", "measures.csv", "dimensions.csv", "sources.csv", "checks.csv"])
  func aMissingColumnIsNamed(file: String) throws {
    let package = try SmallPackage()
    try package.write("id\n", to: file)
    let problems = package.problems()
    #expect(
      problems.contains { $0.hasPrefix("\(file):1: the column ‘") && $0.hasSuffix("’ is missing") },
      "\(problems)")
  }

  @Test(arguments: [
    ("", "datapackage.json:1: invalid JSON: the text ends too early"),
    ("{\n\"resources\": [\n}", "datapackage.json:3: invalid JSON: a value is expected"),
    ("{}", "datapackage.json: expected \"resources\": [ … ]"),
    ("{\"resources\": [{\"name\": \"figures\"}]}", "datapackage.json: expected {\"name\": …, \"path\": …}"),
    (
      "{\"resources\": [{\"name\": \"figures\", \"path\": \"../x.csv\"}]}",
      "datapackage.json: the path ‘../x.csv’ leaves the data folder"
    ),
    (
      "{\"resources\": [{\"name\": \"figures\", \"path\": \"/etc/passwd\"}]}",
      "datapackage.json: the path ‘/etc/passwd’ leaves the data folder"
    ),
    ("{\"resources\": []}", "datapackage.json: there is no resource ‘figures’"),
  ])
  func aDescriptionWithSomethingWrongIsNamed(text: String, expected: String) throws {
    let package = try SmallPackage()
    try package.write(text, to: "datapackage.json")
    #expect(package.problems() == [expected])
  }

  @Test func aFileThatIsNotUTF8IsNamed() throws {
    let package = try SmallPackage()
    let path = package.folder + "/figures.csv"
    try Data([0x61, 0x0A, 0xFF]).write(to: URL(fileURLWithPath: path))
    #expect(package.problems() == ["figures.csv:2: not UTF-8 at byte 2; save the file as UTF-8"])
  }

  @Test func tenProblemsAreListedAndTheRestCounted() throws {
    let package = try SmallPackage()
    let rows = (1...25).map { "A,\($0),1,nothing,2021-Q2,1,,5\n" }.joined()
    try package.write("document,line,ordinal,measure,period,place,kind,value\n" + rows, to: "figures.csv")
    let problems = package.problems()
    #expect(problems.count == 11)
    #expect(problems.last == "and 15 more problems")
  }

  @Test func theFirstSpellingsOfARowAreEnough() throws {
    let package = try SmallPackage()
    try package.replace("got,2021-Q2,1,online", by: "số nhận,2021-Q2,Xã Một,TRUC TUYEN", in: "figures.csv")
    #expect(package.problems() == [])
  }

  @Test func decomposedTextIsTheSame() throws {
    let package = try SmallPackage()
    try package.replace(
      "2021-Q2,1,online", by: "2021-Q2,Xa\u{303} Mo\u{323}\u{302}t,online", in: "figures.csv")
    #expect(package.problems() == [])
  }

  @Test func everyProblemIsWordedInBothLanguages() throws {
    let package = try SmallPackage()
    try package.replace("A,2,1,kept", by: "A,2,1,kep\u{1B}", in: "figures.csv")
    let facts = package.facts()
    for language in Language.allCases {
      let text = DiagnosticDrawing(language).draw(facts.map { Diagnostic($0, at: nil) }, in: nil)
      #expect(text.contains(#"\u{1B}"#))
      #expect(!text.unicodeScalars.contains("\u{1B}"))
    }
  }
}
