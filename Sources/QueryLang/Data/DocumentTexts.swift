@preconcurrency import Glibc

/// A folder with the texts of documents, as a user has them; read when a line of one is wanted.
package struct DocumentTexts {
  private let folder: String
  private let names: [String]
  private static let largestText = 1 << 26

  /// - Throws: the system's reason why the folder cannot be listed.
  package init(folder: String) throws(FileReading.Failure) {
    self.folder = folder
    var names: [String] = []
    try FolderReading.names(in: folder) { bytes in
      if let name = String(validating: bytes, as: UTF8.self) { names.append(name) }
      return true
    }
    self.names = names.sorted()
  }

  /// The file of a document: where its source says, or one whose name is its id, with anything after it that does
  /// not make it a longer id (`000.txt`, `000_report.txt`); `nil` where there is none.
  package func path(of document: SourceDocument) -> String? {
    if !document.textPath.isEmpty {
      let isAbsolute = document.textPath.hasPrefix("/")
      return isAbsolute ? document.textPath : "\(folder)/\(document.textPath)"
    }
    let found = names.filter { name in
      guard !document.id.isEmpty, name.hasPrefix(document.id) else { return false }
      return name.dropFirst(document.id.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
    }
    let texts = found.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".md") }
    return (texts.first ?? found.first).map { "\(folder)/\($0)" }
  }

  /// The lines of a text; bytes that are no UTF-8 become U+FFFD.
  package static func lines(
    ofFile path: String, judgement: FileReading.Judgement? = nil
  ) throws(FileReading.Failure) -> [String] {
    let read = try FileReading.bytes(ofRegularFile: path, limitInBytes: largestText, judgement: judgement)
    var bytes = read[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}

extension Explanation {
  /// Fills in the lines of the documents named; what is not at hand is told once.
  /// - Parameter judgement: decides of every text, once it is open, whether it is read; one that is not counts as
  ///   not at hand.
  package mutating func quote(from texts: DocumentTexts, judgement: FileReading.Judgement? = nil) {
    var absent: [String] = []
    for document in documents {
      guard let path = texts.path(of: document) else {
        absent.append(document.id)
        continue
      }
      do {
        let lines = try DocumentTexts.lines(ofFile: path, judgement: judgement)
        quote(document, lines)
      } catch .system, .notAllowed {
        absent.append(document.id)
      } catch {
        notes.append(
          Localized(
            vi: "không đọc được lời văn của \(document.id): \(error.reason)",
            en: "the text of \(document.id) cannot be read: \(error.reason)"))
      }
    }
    if absent.isEmpty { return }
    let ids = absent.joined(separator: ", ")
    notes.append(
      Localized(vi: "không có lời văn của \(ids)", en: "no text at hand of \(ids)"))
  }

  private mutating func quote(_ document: SourceDocument, _ lines: [String]) {
    for place in places where place.document == document.id {
      if lines.indices.contains(place.line - 1) {
        quotes[place] = lines[place.line - 1]
      } else {
        notes.append(
          Localized(
            vi: "lời văn của \(document.id) chỉ có \(lines.count) dòng",
            en: "the text of \(document.id) has only \(lines.count) lines"))
        return
      }
    }
  }
}
