extension String {
  /// - Precondition: `bytes` are valid UTF-8, as every file is found to be when it is read.
  init(validUTF8 bytes: UnsafeBufferPointer<UInt8>) {
    var span = UTF8Span(unchecked: bytes.span)
    // Long texts are hashed and compared faster when known to be ASCII; short ones find out by themselves.
    if bytes.count > 15 { _ = span.checkForASCII() }
    self.init(copying: span)
  }
}

/// Whether bytes are well-formed UTF-8 (Unicode Standard, table 3-7), several times faster than the standard
/// library on Vietnamese text: every file is checked whole before it is read, also the largest.
enum UTF8Check {
  /// The offset of the first byte that is not UTF-8.
  static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    areCertainlyValid(bytes) ? nil : firstInvalidOffset(scalarByScalarIn: bytes)
  }

  /// No letters but those whose form their first byte tells, each with all of its bytes. "No" means "look closer".
  private static func areCertainlyValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if let last = bytes.last, last >= 0xC0 { return false }
    if bytes.count > 1, bytes[bytes.count - 2] >= 0xE0 { return false }
    return !bytes.contains(UTF8Doubt.self)
  }

  private static func firstInvalidOffset(scalarByScalarIn bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    let raw = UnsafeRawPointer(start)
    var offset = 0
    while offset < bytes.count {
      if offset + 8 <= bytes.count {
        let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        let asciiBytes = (word & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
        if asciiBytes > 0 {
          offset += asciiBytes
          continue
        }
      } else if start[offset] < 0x80 {
        offset += 1
        continue
      }
      guard let length = scalarLength(start + offset, bytes.count - offset) else { return offset }
      offset += length
    }
    return nil
  }

  /// The length of the scalar that begins here, which is not ASCII; `nil` where there is none.
  @inline(__always)
  private static func scalarLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    let first = bytes[0]
    guard first >= 0xC2, first <= 0xF4, count > 1 else { return nil }
    let second = bytes[1]
    if first < 0xE0 { return isContinuation(second) ? 2 : nil }
    guard count > 2, isContinuation(bytes[2]) else { return nil }
    if first < 0xF0 {
      // Longer forms than needed, and surrogates.
      let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
      return second >= lowest && second <= highest ? 3 : nil
    }
    guard count > 3, isContinuation(bytes[3]) else { return nil }
    let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return second >= lowest && second <= highest ? 4 : nil
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}

/// A byte that does not follow where it stands, or begins what needs a closer look: C0 and C1 are never right, E0 and ED
/// are not with every second byte, F0 and above begin letters of four bytes.
private enum UTF8Doubt: ByteSearch {
  @inline(__always) static func finds(_ byte: UInt8, _ previous: UInt8, _ beforePrevious: UInt8) -> Bool {
    let continues = byte & 0xC0 == 0x80
    let isToContinue = previous >= 0xC0 || beforePrevious >= 0xE0
    return continues != isToContinue || byte & 0xFE == 0xC0 || byte == 0xE0 || byte == 0xED || byte >= 0xF0
  }

  @inline(__always)
  static func finds(_ bytes: ByteBlock, _ previous: ByteBlock, _ beforePrevious: ByteBlock) -> ByteMask {
    let continues = (bytes & ByteBlock(repeating: 0xC0)) .== ByteBlock(repeating: 0x80)
    let isToContinue =
      previous .>= ByteBlock(repeating: 0xC0) .| beforePrevious .>= ByteBlock(repeating: 0xE0)
    let isNever = (bytes & ByteBlock(repeating: 0xFE)) .== ByteBlock(repeating: 0xC0)
    let isOfTwoForms = bytes .== ByteBlock(repeating: 0xE0) .| bytes .== ByteBlock(repeating: 0xED)
    return continues .^ isToContinue .| isNever .| isOfTwoForms .| bytes .>= ByteBlock(repeating: 0xF0)
  }
}
