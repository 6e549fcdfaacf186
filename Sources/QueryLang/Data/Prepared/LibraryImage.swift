/// Loaded data as one run of bytes, so that the next start need not read, name and bind it all again.
///
/// In it: a header with a checksum, the texts, the files that the data were read from as they were then, and the values
/// in two parts, which two threads read. It is no format to keep: another build of the program refuses it.
package enum LibraryImage {
  private static let magic = UInt64(bigEndian: 0x7474_6863_696D_6732)
  /// Magic, checksum, bytes of the texts, number of texts, bytes of the catalog.
  private static let headerSize = 40

  /// - Parameter library: of figures alone.
  static func bytes(of library: Library, from origin: DataOrigin) -> [UInt8] {
    var image = ImageWriter()
    library.catalog.write(to: &image)
    let catalogBytes = image.body.count
    origin.write(to: &image)
    library.store.write(to: &image)
    library.datasets.write(to: &image)
    var rest: [UInt8] = []
    for text in image.texts { append(UInt32(text.utf8.count), to: &rest) }
    for text in image.texts { rest += text.utf8 }
    let textBytes = rest.count - 4 * image.texts.count
    rest += image.body
    var counts: [UInt8] = []
    append(UInt64(textBytes), to: &counts)
    append(UInt64(image.texts.count), to: &counts)
    append(UInt64(catalogBytes), to: &counts)
    var bytes: [UInt8] = []
    append(magic, to: &bytes)
    append(Checksum.of(counts + rest), to: &bytes)
    return bytes + counts + rest
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  /// - Parameter accepts: whether the data would be read from there, and the files are still as they were.
  /// - Returns: `nil` where the bytes are no image, are damaged or are not accepted.
  static func library(
    in bytes: UnsafeRawBufferPointer, ifAccepted accepts: @Sendable (DataOrigin) -> Bool
  ) -> Library? {
    guard bytes.count > headerSize, number(at: 0, bytes) == magic,
      number(at: 8, bytes) == Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[16...])),
      let textBytes = Int(exactly: number(at: 16, bytes)), textBytes <= bytes.count,
      let textCount = Int(exactly: number(at: 24, bytes)), textCount <= bytes.count / 4,
      let catalogBytes = Int(exactly: number(at: 32, bytes)), catalogBytes <= bytes.count
    else { return nil }
    let textStart = headerSize + 4 * textCount
    let catalogStart = textStart + textBytes
    let restStart = catalogStart + catalogBytes
    guard restStart <= bytes.count else { return nil }
    let content = bytes.bindMemory(to: UInt8.self)
    guard
      let texts = texts(
        UnsafeBufferPointer(rebasing: content[textStart..<catalogStart]),
        lengths: UnsafeRawBufferPointer(rebasing: bytes[headerSize..<textStart])),
      let catalogImage = ImageReader(
        UnsafeBufferPointer(rebasing: content[catalogStart..<restStart]), texts: texts),
      let restImage = ImageReader(UnsafeBufferPointer(rebasing: content[restStart...]), texts: texts)
    else { return nil }
    let (catalog, rest) = Workers.both(
      { readCatalog(catalogImage) }, { readRest(restImage, ifAccepted: accepts) })
    guard let catalog, let (store, datasets) = rest else { return nil }
    return Library(catalog: catalog, store: store, datasets: datasets)
  }

  private static func readCatalog(_ image: ImageReader) -> Catalog? {
    var image = image
    let catalog = Catalog(from: &image)
    return image.isWhole ? catalog : nil
  }

  private static func readRest(
    _ image: ImageReader, ifAccepted accepts: (DataOrigin) -> Bool
  ) -> (FigureStore, [Library.Dataset])? {
    var image = image
    let origin = DataOrigin(from: &image)
    guard !image.isBroken, accepts(origin) else { return nil }
    let store = FigureStore(from: &image)
    let datasets = [Library.Dataset](from: &image)
    return image.isWhole ? (store, datasets) : nil
  }

  private static func number(at offset: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  /// `nil` where they do not fill their place. That they are UTF-8 is in the checksum: they were when it was made.
  private static func texts(
    _ content: UnsafeBufferPointer<UInt8>, lengths: UnsafeRawBufferPointer
  ) -> [String]? {
    var texts: [String] = []
    texts.reserveCapacity(lengths.count / 4)
    var start = 0
    for offset in stride(from: 0, to: lengths.count, by: 4) {
      let length = Int(lengths.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
      guard length <= content.count - start else { return nil }
      texts.append(String(validUTF8: UnsafeBufferPointer(rebasing: content[start..<start + length])))
      start += length
    }
    return start == content.count ? texts : nil
  }
}
