/// The mark at a text's beginning that tells its encoding (Unicode, section 23.8).
package enum ByteOrderMark {
  /// Skipped where it stands first; it means nothing in UTF-8.
  package static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The encoding that `bytes` say they are in when it is not UTF-8: spreadsheets save "Unicode text" so.
  package static func foreignEncoding(of bytes: [UInt8]) -> String? {
    // UTF-32's little-endian mark begins with UTF-16's.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return "UTF-32 (little-endian)" }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32 (big-endian)" }
    if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16 (little-endian)" }
    if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16 (big-endian)" }
    return nil
  }
}
