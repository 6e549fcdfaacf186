import Testing

@testable import QueryLang

/// Control and bidirectional characters in data stay in the data, and nothing a person reads shows them raw.
struct HiddenCharacterTests {
  private static let hidden: [Unicode.Scalar] = [
    "\u{202E}", "\u{2066}", "\u{200F}", "\u{61C}", "\u{1B}", "\u{9B}",
  ]

  private func library(with hidden: Unicode.Scalar) throws -> Library {
    let package = try SmallPackage()
    try package.replace("Xã Một,Một", by: "Xã M\(hidden)ột,M\(hidden)ột", in: "places.csv")
    try package.replace("số nhận,got,nhận", by: "số n\(hidden)hận,got,nhận", in: "measures.csv")
    try package.replace(
      "Văn bản A,Document A", by: "Văn\(hidden) bản A,Document\(hidden) A", in: "sources.csv")
    let escape = "\\u" + String(0x10000 + hidden.value, radix: 16).dropFirst()
    try package.replace("\"small\"", by: "\"sm\(escape)all\"", in: "datapackage.json")
    return try Library().loading(folder: package.folder, language: .english)
  }

  @Test(arguments: ["\u{202E}", "\u{2066}", "\u{200F}", "\u{61C}"] as [Unicode.Scalar])
  func aNameIsKeptInTheDataAndFoundWithoutThem(hidden: Unicode.Scalar) throws {
    let library = try library(with: hidden)
    #expect(library.catalog.dimensions[0].members[0].names.vietnamese.unicodeScalars.contains(hidden))
    var session = TestSession(library)
    let table = try session.answer("\"số nhận\" by place where place = \"Xã Một\" and quarter = Q2/2021")
    #expect(table.rows.count == 1)
  }

  @Test(arguments: hidden, OutputFormat.allCases.filter { !$0.isMachine })
  func whatPeopleReadShowsThemEscaped(hidden: Unicode.Scalar, format: OutputFormat) throws {
    let library = try library(with: hidden)
    var session = TestSession(library)
    let kinds: [ShownKind] = [.measures, .datasets, .sources]
    var tables = try kinds.map { try CatalogListing(library: library).table($0, of: nil, where: nil) }
    tables.append(try session.answer("got by place where quarter = Q2/2021"))
    for table in tables {
      let text = format.renderer.render(table, options: RenderOptions(language: .vietnamese))
      #expect(!text.unicodeScalars.contains(hidden))
      #expect(text.contains("\\u{\(String(hidden.value, radix: 16, uppercase: true))}"))
    }
  }
}
