@testable import QueryLang

/// Reads files of the columns case_id, received, finished, note and fee the plain way, byte by byte.
struct PlainCaseReader {
  struct Case {
    let id: String
    let received: Day
    let finished: Day?
    let note: String
    let fee: Int64?
  }

  private(set) var good: [Case] = []
  private(set) var badCount = 0
  /// A quote never closes.
  private(set) var isBroken = false

  private enum State { case start, plain, quoted, afterQuote }

  init(_ bytes: [UInt8]) {
    var rows: [(fields: [[UInt8]], isBad: Bool, isBlank: Bool)] = []
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isBad = false
    var rowStart = 0
    var state = State.start
    func endField() {
      fields.append(field)
      field = []
      state = .start
    }
    func endRow(at end: Int) {
      if field.last == 0x0D, state == .plain { field.removeLast() }
      let line = bytes[rowStart..<end]
      endField()
      rows.append((fields, isBad, line.isEmpty || Array(line) == [0x0D]))
      fields = []
      isBad = false
      rowStart = end + 1
    }
    for (index, byte) in bytes.enumerated() {
      switch (state, byte) {
      case (.quoted, 0x22): state = .afterQuote
      case (.quoted, _): field.append(byte)
      case (.afterQuote, 0x22):
        field.append(byte)
        state = .quoted
      case (.start, 0x22): state = .quoted
      case (_, 0x2C): endField()
      case (_, 0x0A): endRow(at: index)
      case (.afterQuote, 0x0D) where index + 1 >= bytes.count || bytes[index + 1] == 0x0A: break
      case (.afterQuote, _):
        isBad = true
        // From here on a quote is a sign like another.
        state = .plain
      default:
        if byte == 0x22 { isBad = true }
        field.append(byte)
        state = .plain
      }
    }
    isBroken = state == .quoted
    if rowStart < bytes.count { endRow(at: bytes.count) }
    for row in rows.dropFirst() where !row.isBlank {
      if !row.isBad, let found = Self.meaning(row.fields) { good.append(found) } else { badCount += 1 }
    }
    let days = good.flatMap { [$0.received] + ($0.finished.map { [$0] } ?? []) }
    // Of a file with days before 1922 those after the middle of 2079 are bad.
    if let limit = Day(year: 1922, month: 1, day: 1), days.contains(where: { $0 < limit }),
      let last = Day(year: 2079, month: 6, day: 4)
    {
      let kept = good.filter { $0.received <= last && ($0.finished ?? last) <= last }
      badCount += good.count - kept.count
      good = kept
    }
  }

  private static func meaning(_ fields: [[UInt8]]) -> Case? {
    guard fields.count == 5 else { return nil }
    let texts = fields.compactMap { String(validating: $0, as: UTF8.self) }
    guard texts.count == 5, let received = day(texts[1]), let received else { return nil }
    guard let finished = day(texts[2]), finished.map({ $0 >= received }) ?? true else { return nil }
    guard let fee = number(texts[4]) else { return nil }
    return Case(id: texts[0], received: received, finished: finished, note: texts[3], fee: fee)
  }

  /// `nil` for what is no day, and a missing day within.
  private static func day(_ text: String) -> Day?? {
    let text = text.drop { $0 == " " || $0 == "\t" }
    let trimmed = String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    if trimmed.isEmpty { return .some(nil) }
    let time = /[ T][0-9]{1,2}:[0-9:.Z]*/
    if let found = trimmed.wholeMatch(of: /([0-9]{4})-([0-9]{1,4})-([0-9]{1,4})(.*)/),
      found.4.isEmpty || found.4.wholeMatch(of: time) != nil
    {
      return made(found.1, found.2, found.3)
    }
    if let found = trimmed.wholeMatch(of: /([0-9]{1,4})\/([0-9]{1,4})\/([0-9]{4})(.*)/),
      found.4.isEmpty || found.4.wholeMatch(of: time) != nil
    {
      return made(found.3, found.2, found.1)
    }
    return nil
  }

  private static func made(_ year: Substring, _ month: Substring, _ day: Substring) -> Day?? {
    guard let year = Int(year), let month = Int(month), let day = Int(day), (1900...2100).contains(year),
      let found = Day(year: year, month: month, day: day)
    else { return nil }
    return .some(found)
  }

  private static func number(_ text: String) -> Int64?? {
    if text.isEmpty { return .some(nil) }
    // Thousands may be marked.
    let isNumber = text.wholeMatch(of: /-?[0-9]+/) != nil
    let isGrouped = text.wholeMatch(of: /-?[0-9]{1,3}(\.[0-9]{3})+/) != nil
    guard isNumber || isGrouped, let number = Int64(text.filter { $0 != "." }) else { return nil }
    return .some(number)
  }
}
