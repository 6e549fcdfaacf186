import Foundation
import Testing

@testable import QueryLang

/// Which data an image is taken for.
struct PreparedDataTests {
  private let small: SmallPackage
  private let prepared: PreparedData
  private let library: Library
  private let image: [UInt8]

  init() throws {
    small = try SmallPackage()
    prepared = try #require(PreparedData(program: "/proc/self/exe"))
    let files = ReadFiles()
    let package = try DataPackage(folder: small.folder, readFiles: files)
    library = try Library().loading(package, language: .english)
    image = try #require(prepared.image(of: library, from: [small.folder], files))
  }

  private func isFound(by prepared: PreparedData? = nil) -> Bool {
    (prepared ?? self.prepared).library(of: [small.folder], in: image) != nil
  }

  @Test func theSameFoldersHaveTheirData() throws {
    let found = try #require(prepared.library(of: [small.folder], in: image))
    #expect(firstDifference(found, library) == nil)
    #expect(prepared.library(of: [small.folder, small.folder], in: image) == nil)
    #expect(prepared.name(for: ["a", "b"]) != prepared.name(for: ["a"]))
    #expect(prepared.name(for: ["ab"]) != prepared.name(for: ["a", "b"]))
  }

  @Test(arguments: ["figures.csv", "places.csv", "datapackage.json"])
  func aChangedFileIsReadAgain(file: String) throws {
    let url = URL(fileURLWithPath: small.folder + "/" + file)
    var content = try Data(contentsOf: url)
    let times = try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    // The same bytes in another file: nothing has changed.
    try content.write(to: url, options: .atomic)
    #expect(isFound())
    // One byte of the same file, and its time set back.
    let last = content.index(before: content.endIndex)
    content[last] = content[last] == 10 ? 32 : 10
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: content)
    try handle.close()
    try FileManager.default.setAttributes([.modificationDate: try #require(times)], ofItemAtPath: url.path)
    #expect(!isFound())
    try content.dropLast().write(to: url)
    #expect(!isFound())
    try (content + [10]).write(to: url)
    #expect(!isFound())
    try FileManager.default.removeItem(at: url)
    #expect(!isFound())
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    #expect(!isFound())
  }

  @Test func anImageIsOfWhatWasReadWhateverTheFilesSayThen() throws {
    let files = ReadFiles()
    let package = try DataPackage(folder: small.folder, readFiles: files)
    let library = try Library().loading(package, language: .english)
    try Data("changed meanwhile".utf8).write(to: URL(fileURLWithPath: small.folder + "/figures.csv"))
    let image = try #require(prepared.image(of: library, from: [small.folder], files))
    #expect(prepared.library(of: [small.folder], in: image) == nil)
  }

  @Test func anotherProgramReadsAgain() throws { #expect(!isFound(by: PreparedData(program: "/bin/sh"))) }

  @Test func aLoaderIsNoProgram() throws {
    let loader = small.folder + "/ld-linux.so.2"
    try Data().write(to: URL(fileURLWithPath: loader))
    #expect(PreparedData(program: loader) == nil)
    #expect(PreparedData(program: small.folder + "/nothing") == nil)
  }
}
