import Foundation
import Testing

/// One question of a golden file with the answer that was accepted for it.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let file: String
  let name: String
  /// As written in the file; `\u{…}` stands for a character that an editor would not keep.
  let query: String
  let expected: String

  var testDescription: String { "\(file): \(name)" }

  /// The query with its `\u{…}` decoded.
  var text: String {
    var text = ""
    var rest = Substring(query)
    while let start = rest.range(of: "\\u{"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      text += rest[..<start.lowerBound]
      if let value = UInt32(rest[start.upperBound..<end], radix: 16), let scalar = Unicode.Scalar(value) {
        text.unicodeScalars.append(scalar)
      }
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }
}

/// A golden file: a heading that says what its cases hold, then the cases.
///
/// ```
/// === name of the case
/// the query
/// ---
/// the answer
/// ```
struct GoldenFile: Sendable {
  let name: String
  let heading: String
  let cases: [GoldenCase]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "cases")

  static let all: [GoldenFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".golden") }.sorted().compactMap { name in
      let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      return text.map { GoldenFile(name: name, text: $0) }
    }
  }()

  static let allCases = all.flatMap(\.cases)

  init(name: String, text: String) {
    self.name = name
    let blocks = ("\n" + text).components(separatedBy: "\n=== ")
    heading = String(blocks[0].drop { $0 == "\n" })
    cases = blocks.dropFirst().map { block in
      let (title, body) = block.cut(at: "\n")
      let (query, answer) = body.cut(at: "\n---\n")
      return GoldenCase(file: name, name: title, query: query, expected: answer.trimmingLineEnds + "\n")
    }
  }

  /// The file's text with other answers.
  func text(answering answer: (GoldenCase) -> String) -> String {
    heading.trimmingLineEnds + "\n"
      + cases.map { "\n=== \($0.name)\n\($0.query)\n---\n\(answer($0).trimmingLineEnds)\n" }.joined()
  }
}

extension String {
  fileprivate func cut(at separator: String) -> (String, String) {
    guard let range = range(of: separator) else { return (self, "") }
    return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
  }

  fileprivate var trimmingLineEnds: String {
    var copy = self
    while copy.last == "\n" { copy.removeLast() }
    return copy
  }
}
