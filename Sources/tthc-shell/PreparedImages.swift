@preconcurrency internal import Glibc
internal import QueryLang

/// The folder of the images of loaded data, one for each choice of data folders. Whatever goes wrong here, the data are
/// read from their files.
struct PreparedImages {
  /// Made when it is missing.
  let folder: String
  let prepared: PreparedData
  /// Of them the oldest go when there are more.
  private static let most = 16
  /// A name under which an image is written belongs to a process that has died, after so many seconds.
  private static let longestWriting = 60

  func library(of folders: [String]) -> Library? {
    guard let image = ownBytes(path(of: folders)) else { return nil }
    return prepared.library(of: folders, in: image)
  }

  /// Keeps what was read for the next start.
  func keep(_ library: Library, of folders: [String], from files: ReadFiles) {
    guard let image = prepared.image(of: library, from: folders, files), makeFolder(folder) else { return }
    removeLeftovers()
    do throws(QueryError) {
      try OutputFile.write(disposable: image, to: path(of: folders), mode: 0o600)
      removeOldest()
    } catch {
      // The next start reads the files again.
    }
  }

  private func path(of folders: [String]) -> String { "\(folder)/\(prepared.name(for: folders)).image" }

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

  private func removeOldest() {
    let images = files { $0.count == 2 }.sorted { $0.modified > $1.modified }
    for image in images.dropFirst(PreparedImages.most) { unlink(image.path) }
  }

  /// What processes that were killed while writing have left.
  private func removeLeftovers() {
    for file in files({ $0.count == 3 && $0[2].utf8.count == 6 })
    where file.modified < time(nil) - PreparedImages.longestWriting { unlink(file.path) }
  }

  /// Regular files whose names are those of images, with anything behind it, by the parts between their points.
  private func files(_ isMeant: ([Substring]) -> Bool) -> [(path: String, modified: Int)] {
    var files: [(path: String, modified: Int)] = []
    try? FolderReading.names(in: folder) { bytes in
      let name = String(decoding: bytes, as: UTF8.self)
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      let path = "\(folder)/\(name)"
      var status = stat()
      if parts.count > 1, UInt64(parts[0], radix: 16) != nil, parts[1] == "image", isMeant(parts),
        lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
      {
        files.append((path, status.st_mtim.tv_sec))
      }
      return true
    }
    return files
  }
}
