/// What went wrong with a server that holds a dataset. Whatever it was, nothing was counted.
package enum RemoteProblem: Sendable, Equatable {
  // The way there.
  case address(reason: Localized)
  case unreachable(reason: String)
  case login
  /// Who answers is no ClickHouse, or one too old or too new to be understood; the beginning of what it said, if it did.
  case notClickHouse(String)
  case credentials(file: String, reason: Localized)
  case deadline(seconds: Int, shards: [String])

  // Answers.
  case brokenAnswer
  case answerTooLarge(limitInBytes: Int)
  case shard(String, reason: String)
  case refused(code: Int, reason: String)
  /// A setting of the server's profile under which answers may be partial.
  case setting(String, value: String, wanted: String)
  case changed

  // The table.
  case noTable(String, near: [String])
  case noDayOfReceipt(found: [String], accepted: [String])
  case noDayColumn(String, type: String)
  case sameColumnTwice(String, String)
  case withoutReceipt(Int)
  case finishedBeforeReceipt(Int)
  case daysOutOfRange(ClosedRange<Day>)
  case tooManyNames(String)
  case invalidText(String)

  // Sending cases.
  /// The table has none of these.
  case columnsToPush([String])
  case nameToPush(String)
  case pushedCount(expected: Int, found: Int)
  case pushRunning

  // What only cases in memory have.
  case onlyLocal(Keyword)
  case notAttached(String)
}
