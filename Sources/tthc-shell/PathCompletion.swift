@preconcurrency internal import Glibc

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
    guard !folder.contains("\0"), let listing = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(listing) }
    var paths: [String] = []
    while paths.count < limit, let entry = readdir(listing) {
      guard let name = name(of: entry), name != ".", name != "..", showsHidden || !name.hasPrefix(".") else {
        continue
      }
      paths.append(folder + name + (isFolder(folder + name) ? "/" : ""))
    }
    return paths
  }

  /// In safe mode Tab tells nothing about files either.
  @Sendable static func none(begunBy typed: String) -> [String] { [] }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
