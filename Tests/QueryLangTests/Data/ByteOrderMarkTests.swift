import Foundation
import Testing

@testable import QueryLang

/// The mark of UTF-8 is skipped wherever a text begins; any other encoding is named.
struct ByteOrderMarkTests {
  private static let encodings: [(String.Encoding, mark: [UInt8], name: String)] = [
    (.utf16LittleEndian, [0xFF, 0xFE], "UTF-16 (little-endian)"),
    (.utf16BigEndian, [0xFE, 0xFF], "UTF-16 (big-endian)"),
    (.utf32LittleEndian, [0xFF, 0xFE, 0, 0], "UTF-32 (little-endian)"),
    (.utf32BigEndian, [0, 0, 0xFE, 0xFF], "UTF-32 (big-endian)"),
  ]

  @Test(arguments: SmallPackage.files.keys.sorted())
  func theMarkOfUTF8IsSkipped(file: String) throws {
    let package = try SmallPackage()
    try package.write("\u{FEFF}" + (SmallPackage.files[file] ?? ""), to: file)
    #expect(package.problems() == [])
  }

  @Test(arguments: ["datapackage.json", "figures.csv"], encodings.indices)
  func anotherEncodingIsNamed(file: String, index: Int) throws {
    let (encoding, mark, name) = Self.encodings[index]
    let package = try SmallPackage()
    let text = try #require(SmallPackage.files[file]?.data(using: encoding))
    try (Data(mark) + text).write(to: URL(fileURLWithPath: package.folder + "/" + file))
    #expect(package.problems() == ["\(file): the file is \(name); save it as UTF-8"])
  }

  @Test func aScriptMayBeginWithTheMark() {
    let marked = QuerySource("\u{FEFF}#!/usr/bin/env tthc-shell\nreceived", name: "a.tthc")
    #expect(Lexer.tokenize(marked).diagnostics.isEmpty)
    #expect(marked.location(of: 0).column == 1)
    #expect(QuerySource("\u{FEFF}", name: "<stdin>").text.isEmpty)
  }

  @Test func insideATextTheMarkIsNoMark() {
    #expect(
      Lexer.tokenize(QuerySource("received \u{FEFF}")).diagnostics.map(\.fact) == [
        .invalidCharacter("\u{FEFF}")
      ])
  }
}
