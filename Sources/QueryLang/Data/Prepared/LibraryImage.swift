internal import Synchronization

/// Loaded data as one run of bytes, so that the next start need not read, name and bind it all again.
///
/// In it: the files that the data were read from as they were then, and the data, in parts that are read beside each
/// other. It is no format to keep: another build of the program refuses it.
package enum LibraryImage {
  private static let magic = UInt64(bigEndian: 0x7474_6863_696D_6733)
  /// Bytes of the part, their checksum.
  private static let partHeaderSize = 16

  private enum Part: Int, CaseIterable {
    case origin, dimensions, catalog, figures
  }

  /// - Parameter library: of figures alone.
  static func bytes(of library: Library, from origin: DataOrigin) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: magic)
    for part in Part.allCases {
      var image = ImageWriter()
      switch part {
      case .origin: origin.write(to: &image)
      case .dimensions: library.catalog.dimensions.write(to: &image)
      case .catalog: library.catalog.writeWithoutDimensions(to: &image)
      case .figures:
        library.store.write(to: &image)
        library.datasets.write(to: &image)
      }
      let content = image.bytes
      bytes.append(number: UInt64(content.count))
      bytes.append(number: Checksum.of(content))
      bytes += content
    }
    return bytes
  }

  /// - Parameters:
  ///   - isMeant: whether this program would read the data from there; nothing else of the image is read where not.
  ///   - holds: whether the files are still as they were; asked beside the reading of the data.
  /// - Returns: `nil` where the bytes are no image, are damaged, are not meant or hold no more.
  static func library(
    in bytes: UnsafeRawBufferPointer, ifMeant isMeant: (DataOrigin) -> Bool,
    andHolding holds: @Sendable (DataOrigin) -> Bool
  ) -> Library? {
    guard let places = places(in: bytes), let origin = places.read(.origin, { DataOrigin(from: &$0) }),
      isMeant(origin)
    else { return nil }
    let found = Mutex(Found())
    // The longest first; a third thread would take as long to start as it saves.
    let works: [Part] = [.dimensions, .origin, .catalog, .figures]
    Workers.each(works.count, threads: min(2, Workers.count)) { work in
      switch works[work] {
      case .origin:
        let isHolding = holds(origin)
        found.withLock { $0.isHolding = isHolding }
      case .dimensions:
        let dimensions = places.read(.dimensions) { [Dimension](from: &$0) }
        found.withLock { $0.dimensions = dimensions }
      case .catalog:
        let catalog = places.read(.catalog) { Catalog(withoutDimensionsFrom: &$0) }
        found.withLock { $0.catalog = catalog }
      case .figures:
        let figures = places.read(.figures) { (FigureStore(from: &$0), [Library.Dataset](from: &$0)) }
        found.withLock { $0.figures = figures }
      }
    }
    return found.withLock { $0.library }
  }

  private struct Found {
    var dimensions: [Dimension]?
    var catalog: Catalog?
    var figures: (FigureStore, [Library.Dataset])?
    var isHolding = false

    /// All that was found made one.
    var library: Library? {
      mutating get {
        guard isHolding, let dimensions, var catalog = catalog.take(), let (store, datasets) = figures else {
          return nil
        }
        catalog.take(dimensions)
        return Library(catalog: catalog, store: store, datasets: datasets)
      }
    }
  }

  // MARK: Parts

  /// Where the parts of an image are; its bytes live longer.
  private struct Places: @unchecked Sendable {
    var contents: [(bytes: UnsafeRawBufferPointer, checksum: UInt64)] = []

    func read<Value>(_ part: Part, _ value: (inout ImageReader) -> Value) -> Value? {
      let (bytes, checksum) = contents[part.rawValue]
      guard Checksum.of(bytes) == checksum, var image = ImageReader(bytes) else { return nil }
      let value = value(&image)
      return image.isWhole ? value : nil
    }
  }

  private static func places(in bytes: UnsafeRawBufferPointer) -> Places? {
    guard bytes.count >= 8, bytes.number(at: 0) == magic else { return nil }
    var places = Places()
    var start = 8
    for _ in Part.allCases {
      let content = start + partHeaderSize
      guard content <= bytes.count, let count = Int(exactly: bytes.number(at: start)),
        count <= bytes.count - content
      else { return nil }
      let checksum = bytes.number(at: start + 8)
      places.contents.append((UnsafeRawBufferPointer(rebasing: bytes[content..<content + count]), checksum))
      start = content + count
    }
    return start == bytes.count ? places : nil
  }
}
