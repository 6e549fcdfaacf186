/// Loaded data as one run of bytes, so that the next start need not read, name and bind it all again.
///
/// In it: a header with a checksum, the files that the data were read from as they were then, and the data. It is no
/// format to keep: another build of the program refuses it.
package enum LibraryImage {
  private static let magic = UInt64(bigEndian: 0x7474_6863_696D_6733)
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

  /// - Parameters:
  ///   - isMeant: whether this program would read the data from there; nothing else of the image is read where not.
  ///   - holds: whether the files are still as they were; asked beside the reading of the data.
  /// - Returns: `nil` where the bytes are no image, are damaged, are not meant or hold no more.
  static func library(
    in bytes: UnsafeRawBufferPointer, ifMeant isMeant: (DataOrigin) -> Bool,
    andHolding holds: @Sendable (DataOrigin) -> Bool
  ) -> Library? {
    guard bytes.count > headerSize, bytes.number(at: 0) == magic,
      bytes.number(at: 8) == Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[16...])),
      let originBytes = Int(exactly: bytes.number(at: 16)), originBytes <= bytes.count - headerSize
    else { return nil }
    let dataStart = headerSize + originBytes
    let origin = read(UnsafeRawBufferPointer(rebasing: bytes[headerSize..<dataStart]), DataOrigin.init)
    guard let origin, isMeant(origin) else { return nil }
    let (library, isHolding) = Workers.both(
      {
        read(UnsafeRawBufferPointer(rebasing: bytes[dataStart...])) {
          Library(
            catalog: Catalog(from: &$0), store: FigureStore(from: &$0), datasets: [Library.Dataset](from: &$0)
          )
        }
      }, { holds(origin) })
    return isHolding ? library : nil
  }

  private static func read<Value>(_ bytes: UnsafeRawBufferPointer, _ value: (inout ImageReader) -> Value)
    -> Value?
  {
    guard var image = ImageReader(bytes) else { return nil }
    let value = value(&image)
    return image.isWhole ? value : nil
  }
}
