@preconcurrency internal import Glibc

/// What a folder holds.
package enum FolderReading {
  /// Calls `take` with the bytes of each name in the folder, in no order, until it returns `false`.
  ///
  /// Bytes, because the system does not ask whether names are UTF-8: each caller knows what to do with one that is not.
  /// - Throws: the system's reason why the folder cannot be listed.
  package static func names(
    in folder: String, _ take: (UnsafeRawBufferPointer) -> Bool
  ) throws(FileReading.Failure) {
    guard let listing = opendir(folder) else { throw .system(FileReading.lastErrorText()) }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      // Where it lies: the entry may be shorter than the field it declares.
      let goesOn = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        take(UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 }))
      }
      if !goesOn { return }
    }
  }
}
