/// Loaded data as an image for the next start, and the way back.
///
/// An image counts only while every file that it was made of has the same content, byte for byte as far as a checksum
/// tells, and the program is the same. It is the user's own, like the program: one that somebody with the user's rights
/// has made with care, checksum and all, is believed.
package struct PreparedData {
  private let program: ProgramState
  /// Of an image. Larger data are read from their files: then that is not what takes the time.
  package static let largestImage = 32 << 20
  /// Of a file that data are read from.
  static let largestFile = 32 << 20
  private static let mostFigures = 200_000

  /// - Parameter program: the file of the running program.
  /// - Returns: `nil` where the program cannot be told from others.
  package init?(program: String) {
    guard let program = ProgramState(of: program) else { return nil }
    self.program = program
  }

  /// What an image of the data of these folders is called: the same name for the same folders in the same place.
  package func name(for folders: [String]) -> String {
    var key: [UInt8] = []
    for part in [DataOrigin.currentDirectory] + folders { key += Array(part.utf8) + [0] }
    return String(Checksum.of(key), radix: 16)
  }

  /// The data of these folders as their files are now; `nil` where the image is not of them, or damaged.
  package func library(of folders: [String], in image: [UInt8]) -> Library? {
    image.withUnsafeBytes { bytes in
      LibraryImage.library(in: bytes) {
        $0.isOf(folders, program)
      } andHolding: { origin in
        guard origin.isUnchanged else { return false }
        // The data are still being read.
        StatementReader.rehearse()
        return true
      }
    }
  }

  /// - Parameter files: all that were read, with the content that `library` is made of.
  /// - Returns: `nil` where there is too much of it.
  package func image(of library: Library, from folders: [String], _ files: ReadFiles) -> [UInt8]? {
    let origin = DataOrigin(folders: folders, files: files.files, program: program)
    guard library.store.figures.count <= PreparedData.mostFigures,
      origin.files.allSatisfy({ $0.byteCount <= PreparedData.largestFile })
    else { return nil }
    let bytes = LibraryImage.bytes(of: library, from: origin)
    return bytes.count <= PreparedData.largestImage ? bytes : nil
  }
}
