extension String {
  /// A text that stands in memory that is never given back, as those of the program itself do: no object is made for it,
  /// and nobody counts its users. Thousands of names are read at every start, and their objects took a tenth of it.
  /// - Parameters:
  ///   - bytes: UTF-8, of ``lasting(_:)``; a zero byte follows, as C functions need it.
  ///   - isASCII: whether all of them are.
  @inline(__always) init(lasting bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      self = ""
      return
    }
    // What the compiler makes of a text in the program.
    self.init(
      _builtinStringLiteral: UnsafeRawPointer(start)._rawValue,
      utf8CodeUnitCount: bytes.count._builtinWordValue,
      isASCII: isASCII._value)
  }

  /// A copy of some bytes that lasts as long as the program runs: it is never given back. For what a program reads once.
  static func lasting(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(fromContentsOf: bytes)
    return UnsafeBufferPointer(copy)
  }
}
