@preconcurrency internal import Glibc

/// Images of loaded data in a folder of their own, so that a start with the same data is several times faster.
///
/// They are never trusted further than they can be checked: an image counts only while every file that it was made
/// of, and the program, are the same by place, length and times to the nanosecond; else the files are read again and
/// a new image takes its place. Whatever goes wrong here, the data are read from their files.
package struct PreparedData {
  private let cache: String
  private let program: String
  /// Seconds since 1970.
  private let clock: @Sendable () -> Int
  private static let largest = 32 << 20
  /// Of them the oldest go when there are more.
  private static let mostImages = 16
  private static let suffix = ".image"

  /// - Parameters:
  ///   - cache: the folder of the images; made when it is missing.
  ///   - program: the file of the running program.
  package init(in cache: String, program: String) {
    self.init(in: cache, program: program) { time(nil) }
  }

  init(in cache: String, program: String, clock: @escaping @Sendable () -> Int) {
    self.cache = cache
    self.program = program
    self.clock = clock
  }

  /// The data of these folders as they are now, without reading them.
  package func library(of folders: [String]) -> Library? {
    guard let bytes = ownBytes(path(of: folders)) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      LibraryImage.library(in: bytes) { $0.isOf(folders, program: program) && $0.isUnchanged }
    }
  }

  /// What `library` is to be read from, seen before it is.
  package struct Reading {
    let origin: DataOrigin
  }

  /// To be asked before the folders are read; `nil` where they cannot all be seen.
  /// - Parameter read: the folders that will be read, among those named.
  package func reading(_ folders: [String], packages: [DataPackage]) -> Reading? {
    let files = packages.flatMap { [$0.folder + "/datapackage.json"] + $0.files }
    return DataOrigin(folders: folders, files: files, program: program).map { Reading(origin: $0) }
  }

  /// Keeps what was read for the next start, unless a file has changed meanwhile or could still do so unseen.
  package func keep(_ library: Library, _ reading: Reading) {
    guard reading.origin.isUnchanged, !reading.origin.isFresh(at: clock()) else { return }
    let bytes = LibraryImage.bytes(of: library, from: reading.origin)
    guard bytes.count <= PreparedData.largest, makeFolder(cache) else { return }
    write(bytes, to: path(of: reading.origin.folders))
    removeOldest()
  }

  // MARK: Files

  private func path(of folders: [String]) -> String {
    var key: [UInt8] = []
    for part in [DataOrigin.currentDirectory] + folders { key += Array(part.utf8) + [0] }
    return "\(cache)/\(String(Checksum.of(key), radix: 16))\(PreparedData.suffix)"
  }

  /// Of a regular file that is the user's and that nobody else may write.
  private func ownBytes(_ path: String) -> [UInt8]? {
    try? FileReading.bytes(ofRegularFile: path, limitInBytes: PreparedData.largest) { descriptor in
      var status = stat()
      return fstat(descriptor, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o022 == 0
    }
  }

  /// Makes the folder and the one around it, not more: without a home there is no place to keep anything.
  private func makeFolder(_ path: String) -> Bool {
    func make(_ path: String) -> Bool { mkdir(path, 0o700) == 0 || errno == EEXIST }
    if make(path) { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return false }
    return make(String(path[..<slash])) && make(path)
  }

  /// Under another name first: a reader finds the old image or the new one, whole.
  private func write(_ bytes: [UInt8], to path: String) {
    let temporary = "\(path).\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let written = bytes.withUnsafeBytes { bytes in
      var written = 0
      while let start = bytes.baseAddress, written < bytes.count {
        let count = Glibc.write(descriptor, start + written, bytes.count - written)
        if count <= 0 { break }
        written += count
      }
      return written
    }
    close(descriptor)
    if written < bytes.count || rename(temporary, path) != 0 { unlink(temporary) }
  }

  private func removeOldest() {
    guard let listing = opendir(cache) else { return }
    defer { closedir(listing) }
    var images: [(path: String, modified: Int)] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.contains(PreparedData.suffix), let state = FileState(of: "\(cache)/\(name)") else {
        continue
      }
      images.append((state.path, state.modified))
    }
    images.sort { $0.modified > $1.modified }
    for image in images.dropFirst(PreparedData.mostImages) { unlink(image.path) }
  }
}
