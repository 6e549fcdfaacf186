@preconcurrency internal import Glibc
internal import QueryLang

/// What safe mode lets a statement read: what lies in one of some folders, wherever its links lead.
///
/// Every file is judged after it was opened, so that no link can be turned meanwhile. What is opened at all is
/// judged by its name before, so that nothing is learned about the rest of the system.
struct SafeReading {
  /// Resolved paths.
  private let folders: [String]

  /// - Parameter folders: paths; those that do not exist allow nothing.
  init(folders: [String]) { self.folders = folders.compactMap { resolvedPath($0) } }

  /// Whether the path leads into one of the folders. One that leads nowhere is judged by the folder it would be
  /// in, so that a misspelt name is told as such and nothing is learned about the rest of the system.
  func allows(_ path: String) -> Bool {
    if let resolved = resolvedPath(path) { return contains(resolved) }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    return resolvedPath(folder).map { contains($0) } ?? false
  }

  /// The file itself, held open, so that what is read is what was judged; `nil` when it lies outside, or when there
  /// is nothing and its name would.
  /// - Throws: `cannotRead` for a name inside that leads to nothing.
  func open(_ path: String) throws(QueryError) -> HeldFile? {
    guard let file = HeldFile(opening: path) else {
      let reason = String(cString: strerror(errno))
      guard allows(path) else { return nil }
      throw QueryError(.cannotRead(path: path, reason: reason), at: nil)
    }
    return file.realPath.map { contains($0) } == true ? file : nil
  }

  /// Whether an open file lies inside.
  var judgement: FileReading.Judgement {
    { descriptor in realPath(ofDescriptor: descriptor).map { contains($0) } ?? false }
  }

  /// Whether the names of a data package and all its tables lead inside.
  /// - Throws: what is wrong with a package that may be looked at.
  func allowsPackage(in folder: String) throws(QueryError) -> Bool {
    guard allows(folder), allows(folder + "/datapackage.json") else { return false }
    return try DataPackage(folder: folder, judgement: judgement).files.allSatisfy { allows($0) }
  }

  private func contains(_ resolved: String) -> Bool {
    folders.contains { resolved == $0 || $0 == "/" || resolved.hasPrefix($0 + "/") }
  }
}

/// A file held open while it is judged and read. A class because the descriptor is closed exactly once.
final class HeldFile {
  private let descriptor: Int32

  /// Never waits for the other end of a pipe. `nil` with the system's error.
  init?(opening path: String) {
    descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0 { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// By this name the same file is read, whatever its own name leads to now.
  var path: String { "/proc/self/fd/\(descriptor)" }

  var realPath: String? { tthc_shell.realPath(ofDescriptor: descriptor) }
}

/// Where an open file lies; `nil` when its name is gone, or when it is a pipe or the like.
func realPath(ofDescriptor descriptor: Int32) -> String? {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  let count = readlink("/proc/self/fd/\(descriptor)", &buffer, Int(PATH_MAX))
  guard count > 0, count < Int(PATH_MAX), buffer[0] == CChar(UInt8(ascii: "/")) else { return nil }
  let named = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  var here = stat()
  var there = stat()
  let isStillThere =
    fstat(descriptor, &here) == 0 && lstat(named, &there) == 0
    && here.st_ino == there.st_ino && here.st_dev == there.st_dev
  return isStillThere ? named : nil
}

/// The absolute path without links and `..`; `nil` where there is nothing.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
