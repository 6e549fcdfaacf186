import Foundation
import Synchronization
import Testing

@testable import QueryLang

/// What is no ordinary file is said at once and never waited for.
struct FileReadingTests {
  @Test(arguments: ["figures.csv", "datapackage.json", "places.csv"])
  func aPipeInPlaceOfATableIsNamed(file: String) throws {
    let package = try SmallPackage()
    try package.remove(file)
    let path = package.folder + "/" + file
    #expect(mkfifo(path, 0o600) == 0)
    let isOver = Atomic<Bool>(false)
    defer { isOver.store(true, ordering: .relaxed) }
    Thread {
      // Whoever waits for a writer has one in the end, who writes nothing.
      if !comesAbout({ isOver.load(ordering: .relaxed) }) { close(open(path, O_WRONLY | O_NONBLOCK)) }
    }.start()
    #expect(
      package.problems() == ["\(file): this is a pipe (FIFO); copy the data into an ordinary file"])
  }

  @Test func aFolderInPlaceOfATableIsNamed() throws {
    let package = try SmallPackage()
    try package.remove("figures.csv")
    try FileManager.default.createDirectory(
      atPath: package.folder + "/figures.csv", withIntermediateDirectories: false)
    #expect(package.problems() == ["figures.csv: this is a folder; copy the data into an ordinary file"])
  }

  @Test(arguments: ["/dev/zero", "/dev/null", "/dev/tty"])
  func aDeviceInPlaceOfATableIsNamed(device: String) throws {
    let package = try SmallPackage()
    try package.remove("figures.csv")
    try FileManager.default.createSymbolicLink(
      atPath: package.folder + "/figures.csv", withDestinationPath: device)
    #expect(package.problems() == ["figures.csv: this is a device; copy the data into an ordinary file"])
  }

  @Test func aSocketInPlaceOfATableIsNamed() throws {
    let package = try SmallPackage()
    try package.remove("figures.csv")
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array((package.folder + "/figures.csv").utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.prefix($0.count - 1)) }
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    try #require(isBound)
    #expect(package.problems() == ["figures.csv: this is a socket; copy the data into an ordinary file"])
  }

  @Test func aStreamIsReadToItsEndWhereOneMayStand() throws {
    let pipe = Pipe()
    let text = Data(repeating: 0x61, count: 100_000)
    let writer = Thread {
      pipe.fileHandleForWriting.write(text)
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let path = "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(try FileReading.bytes(atPath: path).count == text.count)
  }

  @Test func aFileLongerThanTheLimitIsRefusedUnread() throws {
    let package = try SmallPackage()
    let path = package.folder + "/figures.csv"
    #expect(throws: FileReading.Failure.tooLarge(limitInBytes: 10)) {
      try FileReading.bytes(ofRegularFile: path, limitInBytes: 10)
    }
  }

  @Test func aFileWithoutASizeOfItsOwnIsReadWhole() throws {
    #expect(try !FileReading.bytes(atPath: "/proc/self/status").isEmpty)
  }

  /// Whole or refused, whatever another program does to it meanwhile.
  @Test func aFileThatGrowsAndShrinksIsNeverReadInPart() async throws {
    let package = try SmallPackage()
    let path = package.folder + "/figures.csv"
    let (short, long) = ([UInt8](repeating: 1, count: 1000), [UInt8](repeating: 2, count: 400_000))
    try Data(short).write(to: URL(fileURLWithPath: path))
    let writer = Task.detached {
      let descriptor = open(path, O_WRONLY)
      defer { close(descriptor) }
      for _ in 0..<200 where !Task.isCancelled {
        _ = long.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        _ = short.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        ftruncate(descriptor, off_t(short.count))
      }
    }
    for _ in 0..<200 {
      // Any size may be a state between two writes; no trap, no hang, no other failure.
      do { _ = try FileReading.bytes(ofRegularFile: path) } catch { #expect(error == .changedWhileRead) }
    }
    writer.cancel()
    await writer.value
    #expect(try FileReading.bytes(ofRegularFile: path) == short)
  }
}
