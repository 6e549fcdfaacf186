import Foundation
import Testing

@testable import QueryLang

/// Whatever the foot advises has an answer: every advice is run.
struct AdviceTests {
  /// A query in parts, so that what is advised can take the place of what was asked.
  struct Question: Sendable {
    var measure: String
    var key: String
    var place: String
    var time: String
    var more = ""

    var text: String {
      let conditions = [place, time, more].filter { !$0.isEmpty }
      return measure + (key.isEmpty ? "" : " by \(key)")
        + (conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and "))
    }
  }

  private static let questions: [Question] = {
    let measures = [
      "received", "resolved", "pending", "overdue", "overdue_rate", "received_new", "carried_over",
      "tthc_listed", "feedback_received", "online_payment_transactions",
    ]
    let keys = ["", "province", "district", "tier", "channel", "system", "quarter"]
    let places = ["", "province = \"Bắc Giang\"", "province = \"Hà Nội\"", "sector = vertical"]
    let times = [
      "", "year = 2021", "quarter = Q2/2021", "half = H2/2021", "quarter in (Q1/2021, Q2/2021)",
      "date = 30/10/2024", "period = 9T/2021",
    ]
    let all = measures.flatMap { measure in
      keys.flatMap { key in
        places.flatMap { place in
          times.map { Question(measure: measure, key: key, place: place, time: $0) }
        }
      }
    }
    // Every part meets every other one, in a fifth of the time.
    return stride(from: 0, to: all.count, by: 5).map { all[$0] }
  }()

  private func table(_ text: String) -> ResultTable? {
    var session = TestSession(ShippedData.library)
    return try? session.answer(text)
  }

  private func hasValue(_ table: ResultTable) -> Bool {
    table.rows.contains { row in
      table.measureColumns.contains { column in (row.cells[column].status ?? .missing) < .undefined }
    }
  }

  @Test func everyAdviceHasAnAnswer() {
    var missing = 0
    var advised = 0
    for question in Self.questions {
      guard let table = table(question.text), !hasValue(table) else { continue }
      missing += 1
      for note in table.notes.map({ $0[.english] }) {
        for advice in advice(note, question) {
          advised += 1
          let answer = self.table(advice)
          #expect(answer.map(hasValue) == true, "\(question.text)\n\(note)\n\(advice)")
        }
      }
    }
    #expect(missing > 200)
    #expect(advised > 150)
  }

  /// The queries that a note advises.
  private func advice(_ note: String, _ question: Question) -> [String] {
    if let (asked, choices) = note.parts("asked for ", "; there are figures for ") {
      #expect(asked == question.time)
      return choices.listed(", ").map {
        question.with(\.time, $0.contains("..") ? "period in \($0)" : "period = \($0)")
      }
    }
    if let (asked, choices) = note.parts("asked for ", "; there are figures where: ") {
      let part: WritableKeyPath<Question, String> = asked == question.time ? \.time : \.place
      #expect(asked == question[keyPath: part])
      return choices.listed("; ").map { question.with(part, $0) }
    }
    if let (given, rest) = note.parts("figures are given by ", "; name one or group by ") {
      let members = (given.components(separatedBy: ": ").last ?? "").listed(", ")
      return members.map { question.with(\.more, "\(rest) = \"\($0)\"") }
        + [question.with(\.key, [question.key, rest].filter { !$0.isEmpty }.joined(separator: ", "))]
    }
    if note.contains("there are some without ‘by ") { return [question.with(\.key, "")] }
    if note.hasPrefix("there are figures without ‘") { return [question.with(\.place, "")] }
    return []
  }

  /// The condition that makes rows comparable does so, and reads as it is written.
  @Test(arguments: [
    "received", "resolved", "pending", "overdue_rate", "received, pending", "feedback_received",
  ])
  func theConditionMakesRowsComparable(measures: String) throws {
    for key in ["province", "sector", "channel", "tier", "province, channel"] {
      for time in ["quarter = Q2/2021", "half = H1/2021", "year = 2021", ""] {
        let question = Question(measure: measures, key: key, place: "", time: time)
        guard let table = table(question.text) else { continue }
        for note in table.notes.map({ $0[.english] }) {
          guard let (_, condition) = note.parts("not comparable – ", " – comparable where ") else { continue }
          let better = question.with(\.more, condition)
          let answer = try #require(self.table(better), "\(better)")
          #expect(answer.rows.count > 1, "\(better)")
          #expect(!answer.notes.contains { $0[.english].hasPrefix("not comparable") }, "\(better)")
        }
      }
    }
  }
}

extension AdviceTests.Question {
  /// The query with another text in one part.
  fileprivate func with(_ part: WritableKeyPath<Self, String>, _ text: String) -> String {
    var copy = self
    copy[keyPath: part] = text
    return copy.text
  }
}

extension String {
  /// What stands between two words, and what stands after the second.
  fileprivate func parts(_ opening: String, _ middle: String) -> (String, String)? {
    guard hasPrefix(opening), let range = range(of: middle) else { return nil }
    return (
      String(self[index(startIndex, offsetBy: opening.count)..<range.lowerBound]),
      String(self[range.upperBound...])
    )
  }

  fileprivate func listed(_ separator: String) -> [String] {
    let end = range(of: " and [0-9]+ more$", options: .regularExpression)?.lowerBound ?? endIndex
    return self[..<end].components(separatedBy: separator)
  }
}
