import Foundation
import Testing

@testable import QueryLang

/// Data kept from one start to the next.
struct PreparedDataTests {
  private let small: SmallPackage
  private let cache: URL
  private let prepared: PreparedData

  init() throws {
    small = try SmallPackage()
    cache = URL(fileURLWithPath: small.folder).appendingPathComponent("cache/tthc")
    prepared = try PreparedDataTests.prepared(in: cache.path)
  }

  private static func prepared(in cache: String) throws -> PreparedData {
    try #require(PreparedData(in: cache, program: "/proc/self/exe"))
  }

  private func keep(_ prepared: PreparedData) throws -> Library {
    let files = ReadFiles()
    let package = try DataPackage(folder: small.folder, readFiles: files)
    let library = try Library().loading(package, language: .english)
    prepared.keep(library, of: [small.folder], from: files)
    return library
  }

  private var images: [URL] {
    (try? FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)) ?? []
  }

  @Test func whatWasKeptIsFound() throws {
    #expect(prepared.library(of: [small.folder]) == nil)
    let library = try keep(prepared)
    let found = try #require(prepared.library(of: [small.folder]))
    #expect(firstDifference(found, library) == nil)
    #expect(prepared.library(of: [small.folder, small.folder]) == nil)
    let image = try #require(images.first)
    let attributes = try FileManager.default.attributesOfItem(atPath: image.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: ["figures.csv", "places.csv", "datapackage.json"])
  func aChangedFileIsReadAgain(file: String) throws {
    _ = try keep(prepared)
    let url = URL(fileURLWithPath: small.folder + "/" + file)
    var content = try Data(contentsOf: url)
    let times = try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    // The same bytes in another file: nothing has changed.
    try content.write(to: url, options: .atomic)
    #expect(prepared.library(of: [small.folder]) != nil)
    // One byte of the same file, and its time set back.
    let last = content.index(before: content.endIndex)
    content[last] = content[last] == 10 ? 32 : 10
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: content)
    try handle.close()
    try FileManager.default.setAttributes([.modificationDate: try #require(times)], ofItemAtPath: url.path)
    #expect(prepared.library(of: [small.folder]) == nil)
    try content.dropLast().write(to: url)
    #expect(prepared.library(of: [small.folder]) == nil)
    try (content + [10]).write(to: url)
    #expect(prepared.library(of: [small.folder]) == nil)
    try FileManager.default.removeItem(at: url)
    #expect(prepared.library(of: [small.folder]) == nil)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    #expect(prepared.library(of: [small.folder]) == nil)
  }

  @Test func whatIsKeptIsWhatWasReadWhateverTheFilesSayThen() throws {
    let files = ReadFiles()
    let package = try DataPackage(folder: small.folder, readFiles: files)
    let library = try Library().loading(package, language: .english)
    try Data("changed meanwhile".utf8).write(to: URL(fileURLWithPath: small.folder + "/figures.csv"))
    prepared.keep(library, of: [small.folder], from: files)
    #expect(prepared.library(of: [small.folder]) == nil)
  }

  @Test func anotherProgramReadsAgain() throws {
    _ = try keep(prepared)
    #expect(PreparedData(in: cache.path, program: "/bin/sh")?.library(of: [small.folder]) == nil)
  }

  @Test func aLoaderIsNoProgram() throws {
    let loader = small.folder + "/ld-linux.so.2"
    try Data().write(to: URL(fileURLWithPath: loader))
    #expect(PreparedData(in: cache.path, program: loader) == nil)
    #expect(PreparedData(in: cache.path, program: small.folder + "/nothing") == nil)
  }

  @Test func anImageThatOthersMayWriteIsNotBelieved() throws {
    _ = try keep(prepared)
    let image = try #require(images.first)
    try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: image.path)
    #expect(prepared.library(of: [small.folder]) == nil)
  }

  @Test func aDamagedImageIsReplaced() throws {
    _ = try keep(prepared)
    let image = try #require(images.first)
    var bytes = try Data(contentsOf: image)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: image)
    #expect(prepared.library(of: [small.folder]) == nil)
    _ = try keep(prepared)
    #expect(prepared.library(of: [small.folder]) != nil)
    #expect(images.count == 1)
  }

  @Test func withoutAPlaceNothingIsKept() throws {
    _ = try keep(try PreparedDataTests.prepared(in: small.folder + "/a/b/c"))
    #expect(!FileManager.default.fileExists(atPath: small.folder + "/a"))
    let file = try PreparedDataTests.prepared(in: small.folder + "/figures.csv/tthc")
    _ = try keep(file)
    #expect(file.library(of: [small.folder]) == nil)
  }

  @Test func onlyTheNewestAreKept() throws {
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    func make(_ name: String, old: Bool = true) throws {
      let file = cache.appendingPathComponent(name)
      try Data().write(to: file)
      if old {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
      }
    }
    for index in 0..<40 { try make("\(String(index, radix: 16)).image") }
    // Left by a process that was killed, and being written by one that lives.
    try make("a.image.b")
    try make("a.image.c", old: false)
    let others = ["other.txt", "my.image-of-2.txt", "xyz.image", "a.image.txt"]
    for name in others { try make(name) }
    try FileManager.default.createDirectory(
      at: cache.appendingPathComponent("ffff.image"), withIntermediateDirectories: false)
    _ = try keep(prepared)
    let names = images.map(\.lastPathComponent)
    #expect(names.count { UInt64($0.dropLast(6), radix: 16) != nil && $0.hasSuffix(".image") } == 17)
    #expect(!names.contains("a.image.b"))
    #expect(Set(others + ["a.image.c", "ffff.image"]).isSubset(of: names))
    #expect(prepared.library(of: [small.folder]) != nil)
  }
}
