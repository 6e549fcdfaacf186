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
    prepared = PreparedData(in: cache.path, program: "/proc/self/exe") { time(nil) + 60 }
  }

  private func keep(_ prepared: PreparedData) throws -> Library {
    let package = try DataPackage(folder: small.folder)
    let reading = try #require(prepared.reading([small.folder], packages: [package]))
    let library = try Library().loading(package, language: .english)
    prepared.keep(library, reading)
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
    let path = small.folder + "/" + file
    let content = try Data(contentsOf: URL(fileURLWithPath: path))
    // The same bytes and the same length: written again all the same.
    try content.write(to: URL(fileURLWithPath: path))
    #expect(prepared.library(of: [small.folder]) == nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(prepared.library(of: [small.folder]) == nil)
  }

  @Test func anotherProgramReadsAgain() throws {
    _ = try keep(prepared)
    #expect(PreparedData(in: cache.path, program: "/bin/sh").library(of: [small.folder]) == nil)
  }

  @Test func whatChangedThisVeryMomentIsNotKept() throws {
    _ = try keep(PreparedData(in: cache.path, program: "/proc/self/exe"))
    #expect(images.isEmpty)
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
    let nowhere = PreparedData(in: small.folder + "/a/b/c", program: "/proc/self/exe") { time(nil) + 60 }
    _ = try keep(nowhere)
    #expect(!FileManager.default.fileExists(atPath: small.folder + "/a"))
    let file = PreparedData(in: small.folder + "/figures.csv/tthc", program: "/proc/self/exe") {
      time(nil) + 60
    }
    _ = try keep(file)
    #expect(file.library(of: [small.folder]) == nil)
  }

  @Test func onlyTheNewestAreKept() throws {
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    for index in 0..<40 {
      let old = cache.appendingPathComponent("old\(index).image")
      try Data().write(to: old)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: old.path)
    }
    try Data().write(to: cache.appendingPathComponent("other.txt"))
    _ = try keep(prepared)
    #expect(images.count { $0.path.hasSuffix(".image") } == 16)
    #expect(images.contains { $0.lastPathComponent == "other.txt" })
    #expect(prepared.library(of: [small.folder]) != nil)
  }
}
