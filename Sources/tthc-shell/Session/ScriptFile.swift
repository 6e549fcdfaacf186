internal import QueryLang

/// Reads the text of scripts.
enum ScriptFile {
  /// - Throws: what keeps the file from being read, or from being text.
  static func text(ofFile path: String) throws(QueryError) -> String {
    let bytes: [UInt8]
    do {
      bytes = try FileReading.bytes(atPath: path, limitInBytes: QuerySource.maximumLength)
    } catch {
      throw QueryError(.cannotRead(path: path, reason: error.reason), at: nil)
    }
    if let encoding = ByteOrderMark.foreignEncoding(of: bytes) {
      throw QueryError(.otherEncoding(path: path, encoding: encoding), at: nil)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw QueryError(.invalidUTF8(path: path), at: nil)
    }
    return text
  }
}
