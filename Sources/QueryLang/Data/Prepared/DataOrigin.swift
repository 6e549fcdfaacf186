@preconcurrency internal import Glibc
internal import Synchronization

/// What data are loaded from: the folders, in their order, and every file by its content.
///
/// Times and lengths of files would be faster to look at and can be deceived: by a clock, by a mapped file, by another
/// disk in the same place. So the files are read again at every start, which costs far less than making sense of them.
struct DataOrigin: Equatable, Sendable {
  /// As the user named them.
  let folders: [String]
  /// In which relative paths are meant.
  let workingDirectory: String
  /// Decides what the files mean.
  let program: ProgramState
  let files: [FileContent]

  init(folders: [String], files: [FileContent], program: ProgramState) {
    self.folders = folders
    workingDirectory = DataOrigin.currentDirectory
    self.files = files
    self.program = program
  }

  func isOf(_ folders: [String], _ program: ProgramState) -> Bool {
    self.folders == folders && workingDirectory == DataOrigin.currentDirectory && self.program == program
  }

  /// Whether every file still has its content.
  var isUnchanged: Bool { files.allSatisfy(\.isUnchanged) }

  static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}

/// A file by its content.
struct FileContent: Equatable, Sendable {
  let path: String
  let byteCount: Int
  let checksum: UInt64

  init(_ bytes: [UInt8], ofFile path: String) {
    self.path = path
    byteCount = bytes.count
    checksum = Checksum.of(bytes)
  }

  /// - Complexity: O(bytes).
  fileprivate var isUnchanged: Bool {
    guard let bytes = try? FileReading.bytes(ofRegularFile: path, limitInBytes: byteCount) else {
      return false
    }
    return FileContent(bytes, ofFile: path) == self
  }
}

/// Files as they were when a data package read them.
package final class ReadFiles: Sendable {
  private let found = Mutex<[FileContent]>([])

  package init() {}

  func note(_ bytes: [UInt8], ofFile path: String) {
    let content = FileContent(bytes, ofFile: path)
    found.withLock { files in if !files.contains(content) { files.append(content) } }
  }

  var files: [FileContent] { found.withLock { $0 } }
}

/// The program, by the file that it was started from.
struct ProgramState: Equatable, Sendable {
  private let numbers: [Int]

  /// - Returns: `nil` where the file is not to be seen or is a loader, which may start any program.
  init?(of path: String) {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = readlink(path, &target, Int(PATH_MAX))
    let name =
      length > 0 ? String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self) : path
    if name.split(separator: "/").last?.hasPrefix("ld") == true { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size),
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }
}

extension DataOrigin: Imaged {
  init(from image: inout ImageReader) {
    folders = [String](from: &image)
    workingDirectory = image.text()
    program = ProgramState(from: &image)
    files = [FileContent](from: &image)
  }

  func write(to image: inout ImageWriter) {
    folders.write(to: &image)
    image.append(workingDirectory)
    program.write(to: &image)
    files.write(to: &image)
  }
}

extension FileContent: Imaged {
  init(from image: inout ImageReader) {
    path = image.text()
    byteCount = image.number()
    checksum = UInt64(bitPattern: Int64(image.number()))
    if !(0...PreparedData.largestFile).contains(byteCount) { image.fail() }
  }

  func write(to image: inout ImageWriter) {
    image.append(path)
    image.append(byteCount)
    image.append(Int(Int64(bitPattern: checksum)))
  }
}

extension ProgramState: Imaged {
  init(from image: inout ImageReader) { numbers = [Int](from: &image) }
  func write(to image: inout ImageWriter) { numbers.write(to: &image) }
}
