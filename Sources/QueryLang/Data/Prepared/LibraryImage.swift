/// Loaded data as one run of bytes, so that the next start need not read, name and bind it all again.
///
/// In it: a header with a checksum, the files that the data were read from as they were then, and the data. It is no
/// format to keep: another build of the program refuses it.
package enum LibraryImage {
  private static let magic = UInt64(bigEndian: 0x7474_6863_696D_6732)
  /// Magic, checksum, bytes of the origin.
  private static let headerSize = 24

  /// - Parameter library: of figures alone.
  static func bytes(of library: Library, from origin: DataOrigin) -> [UInt8] {
    var originImage = ImageWriter()
    origin.write(to: &originImage)
    var image = ImageWriter()
    library.catalog.write(to: &image)
    library.store.write(to: &image)
    library.datasets.write(to: &image)
    let originBytes = originImage.bytes
    var counted: [UInt8] = []
    counted.append(number: UInt64(originBytes.count))
    counted += originBytes + image.bytes
    var bytes: [UInt8] = []
    bytes.append(number: magic)
    bytes.append(number: Checksum.of(counted))
    return bytes + counted
  }

  /// - Parameter accepts: whether the data would be read from there, and the files are still as they were; asked beside
  ///   the reading of the data.
  /// - Returns: `nil` where the bytes are no image, are damaged or are not accepted.
  static func library(
    in bytes: UnsafeRawBufferPointer, ifAccepted accepts: @Sendable (DataOrigin) -> Bool
  ) -> Library? {
    guard bytes.count > headerSize, bytes.number(at: 0) == magic,
      bytes.number(at: 8) == Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[16...])),
      let originBytes = Int(exactly: bytes.number(at: 16)), originBytes <= bytes.count - headerSize
    else { return nil }
    nonisolated(unsafe) let origin = UnsafeRawBufferPointer(
      rebasing: bytes[headerSize..<headerSize + originBytes])
    let data = UnsafeRawBufferPointer(rebasing: bytes[(headerSize + originBytes)...])
    let (library, isAccepted) = Workers.both(
      {
        read(data) {
          Library(
            catalog: Catalog(from: &$0), store: FigureStore(from: &$0), datasets: [Library.Dataset](from: &$0)
          )
        }
      },
      { read(origin, DataOrigin.init).map(accepts) ?? false })
    return isAccepted ? library : nil
  }

  private static func read<Value>(_ bytes: UnsafeRawBufferPointer, _ value: (inout ImageReader) -> Value)
    -> Value?
  {
    guard var image = ImageReader(bytes) else { return nil }
    let value = value(&image)
    return image.isWhole ? value : nil
  }
}
