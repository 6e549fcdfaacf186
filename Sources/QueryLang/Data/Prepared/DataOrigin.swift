@preconcurrency internal import Glibc

/// What data are loaded from: the folders, in their order, and every file as it was.
struct DataOrigin: Equatable, Sendable {
  /// As the user named them.
  let folders: [String]
  /// In which relative paths are meant.
  let workingDirectory: String
  /// The program itself, which decides what the files mean, is the first of them.
  let files: [FileState]

  /// - Returns: `nil` where a file cannot be seen.
  init?(folders: [String], files: [String], program: String) {
    self.folders = folders
    workingDirectory = DataOrigin.currentDirectory
    var states: [FileState] = []
    for file in [program] + files {
      guard let state = FileState(of: file) else { return nil }
      states.append(state)
    }
    self.files = states
  }

  /// Whether each file is what it was.
  var isUnchanged: Bool { files.allSatisfy { FileState(of: $0.path) == $0 } }

  func isOf(_ folders: [String], program: String) -> Bool {
    self.folders == folders && workingDirectory == DataOrigin.currentDirectory && files.first?.path == program
  }

  /// Whether a file was written to so recently that a further change could leave it looking the same.
  /// - Parameter now: in seconds since 1970.
  func isFresh(at now: Int) -> Bool {
    files.dropFirst().contains { max($0.modified, $0.changed) / 1_000_000_000 >= now - 1 }
  }

  static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}

/// By what a file is known to be the same: where it lies, how long it is, when it was last written or replaced.
struct FileState: Equatable, Sendable {
  let path: String
  private let device: Int
  private let inode: Int
  private let size: Int
  /// Nanoseconds since 1970.
  let modified: Int
  let changed: Int

  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.path = path
    device = Int(truncatingIfNeeded: status.st_dev)
    inode = Int(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    modified = FileState.nanoseconds(status.st_mtim)
    changed = FileState.nanoseconds(status.st_ctim)
  }

  private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
}

extension DataOrigin: Imaged {
  init(from image: inout ImageReader) {
    folders = [String](from: &image)
    workingDirectory = image.text()
    files = [FileState](from: &image)
  }

  func write(to image: inout ImageWriter) {
    folders.write(to: &image)
    image.append(workingDirectory)
    files.write(to: &image)
  }
}

extension FileState: Imaged {
  init(from image: inout ImageReader) {
    path = image.text()
    device = image.number()
    inode = image.number()
    size = image.number()
    modified = image.number()
    changed = image.number()
  }

  func write(to image: inout ImageWriter) {
    image.append(path)
    image.append(device)
    image.append(inode)
    image.append(size)
    image.append(modified)
    image.append(changed)
  }
}
