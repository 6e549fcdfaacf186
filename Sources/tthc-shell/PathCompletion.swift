internal import QueryLang

/// Files and folders that a path may mean, for Tab.
enum PathCompletion {
  /// More than anybody reads; a folder may hold millions.
  private static let limit = 2_000

  /// The entries of the folder that `typed` is in, written with the same folder before them; folders end in `/`.
  /// Hidden ones only where the name begins with a point. Names that are not UTF-8 cannot be written, so they
  /// are left out.
  @Sendable static func paths(begunBy typed: String) -> [String] {
    let end = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<end])
    let showsHidden = typed[end...].hasPrefix(".")
    if folder.contains("\0") { return [] }
    var paths: [String] = []
    try? FolderReading.names(in: folder.isEmpty ? "." : folder) { bytes in
      if let name = String(validating: bytes, as: UTF8.self), name != ".", name != "..",
        showsHidden || !name.hasPrefix(".")
      {
        paths.append(folder + name + (FileReading.isDirectory(folder + name) ? "/" : ""))
      }
      return paths.count < limit
    }
    return paths
  }

  /// In safe mode Tab tells nothing about files either.
  @Sendable static func none(begunBy typed: String) -> [String] { [] }
}
