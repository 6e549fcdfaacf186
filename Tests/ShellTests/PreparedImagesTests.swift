import Foundation
import QueryLang
import Testing

@testable import tthc_shell

/// The folder in which images of loaded data are kept.
struct PreparedImagesTests {
  private static let data = Program.packageFolder.appending(path: "datasets").path

  private static func images(in folder: URL) throws -> PreparedImages {
    PreparedImages(folder: folder.path, prepared: try #require(PreparedData(program: "/proc/self/exe")))
  }

  private static func keep(_ images: PreparedImages) throws {
    let files = ReadFiles()
    let package = try DataPackage(folder: data, readFiles: files)
    images.keep(try Library().loading(package, language: .english), of: [data], from: files)
  }

  private static func isFound(_ images: PreparedImages) -> Bool { images.library(of: [data]) != nil }

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  @Test func whatWasKeptIsFoundByItsOwnerAlone() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    let folder = cache.url.appending(path: "cache/tthc")
    let images = try Self.images(in: folder)
    #expect(!Self.isFound(images))
    try Self.keep(images)
    #expect(Self.isFound(images))
    let image = folder.appending(path: try #require(Self.names(in: folder).first))
    let rights = try FileManager.default.attributesOfItem(atPath: image.path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: image.path)
    #expect(!Self.isFound(images))
  }

  @Test func aDamagedImageIsReplaced() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    let images = try Self.images(in: cache.url)
    try Self.keep(images)
    let image = cache.url.appending(path: try #require(Self.names(in: cache.url).first))
    var bytes = try Data(contentsOf: image)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: image)
    #expect(!Self.isFound(images))
    try Self.keep(images)
    #expect(Self.isFound(images))
    #expect(try Self.names(in: cache.url).count == 1)
  }

  @Test func withoutAPlaceNothingIsKept() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    try Self.keep(try Self.images(in: cache.url.appending(path: "a/b/c")))
    #expect(try Self.names(in: cache.url).isEmpty)
    try Data().write(to: cache.url.appending(path: "file"))
    let images = try Self.images(in: cache.url.appending(path: "file/tthc"))
    try Self.keep(images)
    #expect(!Self.isFound(images))
  }

  @Test func onlyTheNewestAreKept() throws {
    let cache = try TemporaryFolder()
    defer { cache.remove() }
    func make(_ name: String, old: Bool = true) throws {
      let file = cache.url.appending(path: name)
      try Data().write(to: file)
      if old {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
      }
    }
    for index in 0..<40 { try make("\(String(index, radix: 16)).image") }
    // Left by a process that was killed, and being written by one that lives.
    try make("a.image.Ab3dEf")
    try make("a.image.Cb3dEf", old: false)
    let others = ["other.txt", "my.image-of-2.txt", "xyz.image", "a.image.txt"]
    for name in others { try make(name) }
    try FileManager.default.createDirectory(
      at: cache.url.appending(path: "ffff.image"), withIntermediateDirectories: false)
    let images = try Self.images(in: cache.url)
    try Self.keep(images)
    let names = try Self.names(in: cache.url)
    #expect(names.count { UInt64($0.dropLast(6), radix: 16) != nil && $0.hasSuffix(".image") } == 17)
    #expect(!names.contains("a.image.Ab3dEf"))
    #expect(Set(others + ["a.image.Cb3dEf", "ffff.image"]).isSubset(of: names))
    #expect(Self.isFound(images))
  }
}
