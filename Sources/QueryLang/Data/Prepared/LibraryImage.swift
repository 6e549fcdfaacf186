/// Loaded data as one run of bytes, so that the next start need not read, name and bind it all again.
///
/// In it: a header with a checksum, the files that the data were read from as they were then, the texts, and the
/// values. It is no format to keep: another build of the program refuses it.
package enum LibraryImage {
  private static let magic = UInt64(bigEndian: 0x7474_6863_696D_6731)
  /// Magic, checksum, bytes of the texts, number of texts.
  private static let headerSize = 32

  /// - Parameter library: of figures alone.
  static func bytes(of library: Library, from origin: DataOrigin) -> [UInt8] {
    var image = ImageWriter()
    origin.write(to: &image)
    library.catalog.write(to: &image)
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
    in bytes: UnsafeRawBufferPointer, ifAccepted accepts: (DataOrigin) -> Bool
  ) -> Library? {
    guard bytes.count > headerSize, number(at: 0, bytes) == magic,
      number(at: 8, bytes) == Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[16...]))
    else { return nil }
    let (textBytes, textCount) = (number(at: 16, bytes), number(at: 24, bytes))
    guard textCount <= UInt64(bytes.count / 4), textBytes <= UInt64(bytes.count) else { return nil }
    let textStart = headerSize + 4 * Int(textCount)
    let bodyStart = textStart + Int(textBytes)
    guard bodyStart <= bytes.count else { return nil }
    let content = bytes.bindMemory(to: UInt8.self)
    guard
      let texts = texts(
        UnsafeBufferPointer(rebasing: content[textStart..<bodyStart]),
        lengths: UnsafeRawBufferPointer(rebasing: bytes[headerSize..<textStart])),
      var image = ImageReader(UnsafeBufferPointer(rebasing: content[bodyStart...]), texts: texts)
    else { return nil }
    let origin = DataOrigin(from: &image)
    guard !image.isBroken, accepts(origin) else { return nil }
    let catalog = Catalog(from: &image)
    let store = FigureStore(from: &image)
    let datasets = [Library.Dataset](from: &image)
    guard !image.isBroken, image.isAtEnd else { return nil }
    return Library(catalog: catalog, store: store, datasets: datasets)
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
