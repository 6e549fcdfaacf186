import Testing

@testable import QueryLang

/// Four places over several quarters, with equals among them, an overlapping half-year, a missing quarter, and a kind
/// that unites two others.
struct QuarterPackage {
  private let package: SmallPackage
  private let library: Library

  static let figures = """
    document,line,ordinal,measure,period,place,kind,value
    A,1,1,new,2021-Q1,1,,10
    A,1,2,new,2021-Q2,1,,20
    A,1,3,new,2021-Q4,1,,50
    A,1,4,new,2022-Q1,1,,60
    A,2,1,new,2021-Q1,2,,20
    A,2,2,new,2021-Q2,2,,20
    A,2,3,new,2021-H1,2,,40
    A,3,1,new,2021-Q2,3,,5
    A,4,1,late,2021-Q1,1,,1
    A,4,2,late,2021-Q2,1,,4
    A,4,3,late,2021-Q2,2,,6
    A,4,4,late,2021-Q2,2,,8
    A,5,1,open,2021-Q1,1,,7
    A,5,2,open,2021-Q2,1,,9
    A,6,1,split,2021-Q2,1,one,30
    A,6,2,split,2021-Q2,1,two,60
    A,6,3,split,2021-Q2,1,both,90
    A,6,4,split,2021-Q2,2,both,15
    A,6,5,split,2021-Q2,3,one,8
    A,7,1,split,2021-Q1,4,one,1
    A,7,2,split,2021-Q1,4,two,2
    A,7,3,split,2021-Q1,4,both,5

    """

  init() throws {
    package = try SmallPackage()
    try package.write(
      """
      id,code,name,short_name,type,aliases,valid_from,valid_to
      1,1,Xã Một,Một,Xã,,,
      2,2,Xã Hai,Hai,Xã,,,
      3,3,Xã Ba,Ba,Xã,,,
      4,4,Xã Bốn,Bốn,Xã,,,

      """, to: "places.csv")
    try package.write(
      """
      id,name_vi,name_en,aliases,order,union_of,summand,valid_from,valid_to
      one,loại một,one,,1,,,,
      two,loại hai,two,,2,,,,
      both,cả hai loại,both,,3,one|two,false,,

      """, to: "kinds.csv")
    try package.write(
      """
      id,name_vi,name_en,aliases,unit,kind,formula,dimensions
      new,số mới,new,,hồ sơ,flow,,place
      late,số muộn,late,,hồ sơ,flow,,place
      open,còn mở,open,,hồ sơ,closing,,place
      split,chia loại,split,,hồ sơ,flow,,place|kind
      late_rate,tỷ lệ muộn,late rate,,%,ratio,late / new,place

      """, to: "measures.csv")
    try package.write("id,rule,tolerance,message_vi,message_en,where\n", to: "checks.csv")
    try package.write(Self.figures, to: "figures.csv")
    library = try Library().loading(folder: package.folder, language: .english)
  }

  /// The rows as CSV, without the heading.
  func rows(_ query: String) throws -> [String] {
    CSVRenderer().render(try table(query), options: RenderOptions(language: .english))
      .split(separator: "\n").dropFirst().map(String.init)
  }

  func notes(_ query: String) throws -> [String] { try table(query).notes.map(\.english) }

  func table(_ query: String) throws -> ResultTable {
    var session = TestSession(library)
    return try session.answer(query)
  }

  /// A comparison as CSV, without the heading.
  func compared(_ text: String) throws -> [String] {
    let parsed = try #require(
      QueryPipeline.parse(QuerySource(text), names: library.catalog.lexicon).first)
    guard !parsed.hasErrors, let statement = parsed.statement, case .compare(let compare) = statement.kind
    else { throw QueryError(parsed.diagnostics) }
    var context = BindingContext(catalog: library.catalog)
    context.language = .english
    let table = try QueryPipeline.answer(compare, at: statement.span, library: library, context: context)
    return CSVRenderer().render(table, options: RenderOptions(language: .english))
      .split(separator: "\n").dropFirst().map(String.init)
  }

  /// The answer as a session writes it, or what is wrong.
  func transcript(_ text: String) -> String {
    var session = TestSession(library)
    return session.transcript(of: text)
  }
}
