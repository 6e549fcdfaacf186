@preconcurrency internal import Glibc

/// Images of loaded data in a folder of their own, so that a start with the same data is several times faster.
///
/// An image counts only while every file that it was made of has the same content, byte for byte as far as a checksum
/// tells, and the program is the same; else the files are read as ever and a new image takes its place. Whatever goes
/// wrong here, the data are read from their files. The images are the user's own, like the program: one that somebody
/// with the user's rights has made with care, checksum and all, is believed.
package struct PreparedData {
  private let cache: String
  private let program: ProgramState
  /// Of an image. Larger data are read from their files: then that is not what takes the time.
  private static let largestImage = 32 << 20
  /// Of a file that data are read from.
  static let largestFile = 32 << 20
  private static let mostFigures = 200_000
  /// Of them the oldest go when there are more.
  private static let mostImages = 16
  private static let suffix = ".image"
  /// A name under which an image is written belongs to a process that has died, after so many seconds.
  private static let longestWriting = 60

  /// - Parameters:
  ///   - cache: the folder of the images; made when it is missing.
  ///   - program: the file of the running program.
  /// - Returns: `nil` where the program cannot be told from others.
  package init?(in cache: String, program: String) {
    guard let program = ProgramState(of: program) else { return nil }
    self.cache = cache
    self.program = program
  }

  /// The data of these folders as their files are now.
  package func library(of folders: [String]) -> Library? {
    guard let bytes = ownBytes(path(of: folders)) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      LibraryImage.library(in: bytes) { $0.isOf(folders, program) && $0.isUnchanged }
    }
  }

  /// Keeps what was read for the next start.
  /// - Parameter files: all that were read, with the content that `library` is made of.
  package func keep(_ library: Library, of folders: [String], from files: ReadFiles) {
    let origin = DataOrigin(folders: folders, files: files.files, program: program)
    guard library.store.figures.count <= PreparedData.mostFigures,
      origin.files.allSatisfy({ $0.byteCount <= PreparedData.largestFile }), makeFolder(cache)
    else { return }
    removeLeftovers()
    let bytes = LibraryImage.bytes(of: library, from: origin)
    if bytes.count <= PreparedData.largestImage, write(bytes, to: path(of: folders)) { removeOldest() }
  }

  // MARK: Files

  private func path(of folders: [String]) -> String {
    var key: [UInt8] = []
    for part in [DataOrigin.currentDirectory] + folders { key += Array(part.utf8) + [0] }
    return "\(cache)/\(String(Checksum.of(key), radix: 16))\(PreparedData.suffix)"
  }

  /// Of a regular file that is the user's and that nobody else may write.
  private func ownBytes(_ path: String) -> [UInt8]? {
    try? FileReading.bytes(ofRegularFile: path, limitInBytes: PreparedData.largestImage) { descriptor in
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
  private func write(_ bytes: [UInt8], to path: String) -> Bool {
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
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
    if written == bytes.count, rename(temporary, path) == 0 { return true }
    unlink(temporary)
    return false
  }

  private func removeOldest() {
    let images = regularFiles { $0.split(separator: ".", omittingEmptySubsequences: false).count == 2 }
      .sorted { $0.modified > $1.modified }
    for image in images.dropFirst(PreparedData.mostImages) { unlink(image.path) }
  }

  /// What processes that were killed while writing have left.
  private func removeLeftovers() {
    let files = regularFiles { $0.split(separator: ".", omittingEmptySubsequences: false).count == 3 }
    for file in files where file.modified < time(nil) - PreparedData.longestWriting { unlink(file.path) }
  }

  /// Regular files with names as given here: hexadecimal digits, the suffix, perhaps more such digits.
  private func regularFiles(_ isMeant: (String) -> Bool) -> [(path: String, modified: Int)] {
    guard let listing = opendir(cache) else { return [] }
    defer { closedir(listing) }
    var files: [(path: String, modified: Int)] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      let isOurs = parts.enumerated().allSatisfy {
        $0.offset == 1 ? $0.element == "image" : UInt64($0.element, radix: 16) != nil
      }
      var status = stat()
      guard isOurs, isMeant(name), lstat("\(cache)/\(name)", &status) == 0,
        SpecialFile(mode: status.st_mode) == nil
      else { continue }
      files.append(("\(cache)/\(name)", status.st_mtim.tv_sec))
    }
    return files
  }
}
