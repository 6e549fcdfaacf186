extension String {
  /// - Precondition: `bytes` are valid UTF-8, as every file is found to be when it is read.
  init(validUTF8 bytes: UnsafeBufferPointer<UInt8>) {
    var span = UTF8Span(unchecked: bytes.span)
    // Long texts are hashed and compared faster when known to be ASCII; short ones find out by themselves.
    if bytes.count > 15 { _ = span.checkForASCII() }
    self.init(copying: span)
  }
}
