import Foundation
import Testing

/// `param`, `$name` and `--param`: a value in the place of a value, told wrong before anything is run.
struct ParameterTests {
  private func run(_ arguments: String..., input: String = "") throws -> Program.Result {
    try Program.run(["--lang", "en", "--format", "csv"] + arguments, input: input)
  }

  private let declared =
    "param q: quarter = Q2/2021\nparam p: province = \"Bắc Giang\"\nparam n: number = 200\n"
  private let answer =
    "province,district,overdue\nBắc Giang,Huyện Lạng Giang,602\nBắc Giang,Huyện Lục Nam,273\n"

  @Test func valuesStandWhereValuesStand() throws {
    let query = "overdue by district where quarter = $q and province in ($p) having overdue > $n\n"
    #expect(try run(input: declared + query).output == answer)
    let other = "overdue by district where quarter = $q and province ~ $p top $n\n"
    #expect(try run("--param", "p=bac gi", "--param", "n=2", input: declared + other).status == 2)
    let text = declared.replacingOccurrences(of: ": province", with: "")
    #expect(try run("--param", "p=bac gi", "--param", "n=2", input: text + other).output == answer)
  }

  @Test(arguments: ["q=2021-Q2", "q=II/2021", "q=quý II/2021", "Q=Q2/2021", "q=latest"])
  func periodsAreReadAsTheLanguageReadsThem(value: String) throws {
    let result = try run(
      "--param", value, "-c", "param q: quarter", "-c", "overdue by district where quarter = $q top 1")
    #expect(result.output.hasSuffix("602\n"), "\(result.errors)")
  }

  @Test func anUntypedValueIsReadByItsPlace() throws {
    let result = try run(
      "--param", "x=2021", "-c", "param x", "-c", "received where year = $x and province = \"An Giang\"",
      "-c", "received / $x as r where quarter = Q2/2021 and province = \"An Giang\"")
    #expect(result.output.contains("r\n933."), "\(result.output)\(result.errors)")
  }

  /// What is in a value is never read as part of the language.
  @Test(arguments: [
    "An Giang\" or 1=1; quit", "$p", "An Giang; quit", "\") or (", "a\\", "", "-- x", "{tier = province}",
  ])
  func aHostileValueIsAnUnknownName(value: String) throws {
    let result = try run(
      "--param", "p=" + value, "-c", "param p", "-c", "received where province = $p and quarter = Q2/2021")
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error[unknown-member]"), "\(result.errors)")
    #expect(result.status == 1)
  }

  @Test(arguments: [
    (["--param", "q=abc", "-c", "param q: quarter = Q2/2021"], "parameter-mismatch"),
    (["--param", "q=2021", "-c", "param q: quarter = Q2/2021"], "parameter-mismatch"),
    (["--param", "p=An Gang", "-c", "param p: province"], "parameter-mismatch"),
    (["--param", "n=1.000", "-c", "param n: number"], "parameter-mismatch"),
    (["-c", "param q: quarter"], "parameter-without-value"),
    (["--param", "qq=Q2/2021", "-c", "param q: quarter = Q2/2021"], "parameter-not-declared"),
  ])
  func theCommandLineAtFaultIsWrongUsage(arguments: [String], code: String) throws {
    let result = try Program.run(["--lang", "en"] + arguments)
    #expect(result.errors.hasPrefix("error[\(code)]"), "\(result.errors)")
    #expect(result.status == 2)
  }

  @Test(arguments: [
    ("param q: quarter = H1/2021", "parameter-mismatch"), ("param \"a b\" = 1", "parameter-name"),
    ("param q: quater = Q2/2021", "unknown-parameter-type"),
    ("param p = x; received where quarter = $p", "parameter-mismatch"),
    ("param p = x; received having received > $p", "parameter-mismatch"),
    ("received having received > $p", "unknown-parameter"),
    ("let r = received / $p", "unknown-parameter"), ("param n = 1.5; received top $n", "parameter-mismatch"),
  ])
  func theScriptAtFaultIsAFailedStatement(script: String, code: String) throws {
    let result = try Program.run(["--lang", "en", "-c", script])
    #expect(result.errors.contains("error[\(code)]"), "\(result.errors)")
    #expect(result.status == 1)
  }

  @Test func nothingRunsWhenANameIsUnknown() throws {
    let result = try run("--param", "x=1", "-c", "overdue where quarter = Q2/2021", "-c", "param y = 1")
    #expect(result.output.isEmpty)
    #expect(result.status == 2)
  }

  @Test func aFileThatIsSourcedDeclaresAndTheOuterValueStays() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("param q: quarter = Q1/2021\nshow params where name = q\n", to: "parts/inner.tthc")
    try folder.write("source \"parts/inner.tthc\"\n", to: "alone.tthc")
    try folder.write("param q: quarter = Q2/2021\nsource \"parts/inner.tthc\"\n", to: "outer.tthc")
    let csv = ["--lang", "en", "--format", "csv"]
    let head = "name,type,value,origin\n"
    #expect(
      try Program.run(csv + ["alone.tthc"], in: folder.url).output == head + "q,quarter,Q1/2021,statement\n")
    #expect(
      try Program.run(csv + ["outer.tthc"], in: folder.url).output == head + "q,quarter,Q2/2021,statement\n")
    let given = try Program.run(csv + ["--param", "q=Q3/2021", "outer.tthc"], in: folder.url)
    #expect(given.output == head + "q,quarter,Q3/2021,command line\n")
  }

  @Test func aDefinitionReadsItsParameterWhenItIsUsed() throws {
    let result = try run(
      input: """
        param n = 1
        let r = overdue / $n
        param n = 2
        r by district where quarter = Q2/2021 top 1
        """)
    #expect(result.output.hasSuffix(",301\n"), "\(result.output)\(result.errors)")
  }
}
