@preconcurrency internal import Glibc
internal import QueryLang

/// What safe mode lets a statement read: what lies in one of some folders, wherever its links lead.
///
/// A name is judged by the place it leads to, just before that place is read.
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

  /// Whether a data package and all its tables may be read.
  /// - Throws: what is wrong with a package that may be looked at.
  func allowsPackage(in folder: String) throws(QueryError) -> Bool {
    guard allows(folder), allows(folder + "/datapackage.json") else { return false }
    return try DataPackage(folder: folder).files.allSatisfy { allows($0) }
  }

  private func contains(_ resolved: String) -> Bool {
    folders.contains { resolved == $0 || $0 == "/" || resolved.hasPrefix($0 + "/") }
  }
}

/// The absolute path without links and `..`; `nil` where there is nothing.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
