internal import Glibc

/// What one column of a file becomes.
struct ColumnTask {
  enum Kind: UInt8 {
    /// A code of two bytes, or of four where there are more texts than that.
    case code16, code32
    case day
    /// A number of the column's decimals, as an integer.
    case number
    /// The bytes themselves.
    case identifier
    /// Not kept.
    case ignored
  }
  let kind: Kind
  /// Where the column's values begin; `nil` for what is not kept.
  let values: UnsafeMutableRawPointer?
  let texts: TextCodes?
  /// Digits after the point of a number.
  var decimals = 0
}

/// Where the days of a row stand, to hold them against each other.
struct DayColumns: Sendable {
  let received: Int
  let finished: Int?
}

/// Whole rows of CSV into columns: the fast road, which takes well-formed rows and gives up on any other.
///
/// It says only that something is wrong; ``CaseRowExaminer`` then says what. It accepts exactly what the examiner
/// accepts.
struct CaseRowParser {
  enum Outcome: Equatable {
    case parsed
    /// A row that must be looked at closely.
    case irregular
    /// The column has more different texts than its codes can tell apart.
    case tooManyTexts(column: Int)
    /// A day outside the window of days.
    case earlierDays
  }

  private let tasks: UnsafeMutableBufferPointer<ColumnTask>
  private let dayColumns: DayColumns
  private let dayText: DayText
  private let delimiter: UInt8
  /// Takes texts out of their quotes.
  private let scratch = PieceBuffer()

  /// - Parameter tasks: of the file's columns in their order.
  init(_ tasks: [ColumnTask], _ dayColumns: DayColumns, _ dayText: DayText, delimiter: UInt8) {
    self.tasks = .allocate(capacity: tasks.count)
    _ = self.tasks.initialize(from: tasks)
    self.dayColumns = dayColumns
    self.dayText = dayText
    self.delimiter = delimiter
  }

  func deallocate() {
    tasks.deinitialize()
    tasks.deallocate()
  }

  /// Parses all rows between two places; `identifiers` is where the case ids' bytes go.
  /// - Parameter rows: the rows that must be there.
  /// - Returns: the outcome and how many bytes of identifiers were written.
  /// - Precondition: the last byte before `end` is a line feed; 64 bytes behind `end` may be read; `identifiers`
  ///   has room for as many bytes as are parsed, and 64 more; every column has room for the rows.
  @inline(never) func parse(
    _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, rows: Range<Int>,
    identifiers: UnsafeMutableRawPointer
  ) -> (outcome: Outcome, identifierBytes: Int) {
    let tasks = tasks.baseAddress.unsafelyUnwrapped
    let width = self.tasks.count
    let comma = FieldScan.pattern(delimiter)
    let lineFeed = FieldScan.pattern(0x0A)
    let signs = FieldSigns(delimiter: delimiter)
    let received = tasks[dayColumns.received].values.unsafelyUnwrapped.assumingMemoryBound(to: UInt16.self)
    let finished = dayColumns.finished.map {
      tasks[$0].values.unsafelyUnwrapped.assumingMemoryBound(to: UInt16.self)
    }
    var position = start
    var row = rows.lowerBound
    var written = 0
    while position < end {
      if row >= rows.upperBound { return (.irregular, written) }
      var column = 0
      while column < width {
        let pattern = column &+ 1 == width ? lineFeed : comma
        let isLast = column &+ 1 == width
        let first = position.load(as: UInt8.self)
        var text = position
        var length = 0
        var hash: UInt64 = 0
        var day: Int32 = -1
        var fieldSigns = signs
        let task = tasks + column
        if first == 0x22 {
          guard let quoted = unquoted(position, end) else { return (.irregular, written) }
          text = quoted.text
          length = quoted.length
          position = quoted.end
          hash = FieldScan.hash(text, length)
          if quoted.needsQuotes {
            hash ^= TextCodes.quotedMark
            fieldSigns.allowsAll = true
          }
          if isLast, position.load(as: UInt8.self) == 0x0D { position += 1 }
          guard position.load(as: UInt8.self) == (isLast ? 0x0A : delimiter) else {
            return (.irregular, written)
          }
          position += 1
        } else {
          switch task.pointee.kind {
          case .code16, .code32:
            (length, hash) = FieldScan.hashed(position, until: pattern)
          case .day:
            // The usual day has ten characters, none of which is the sign that ends it.
            if position.load(fromByteOffset: 10, as: UInt8.self) == UInt8(truncatingIfNeeded: pattern) {
              day = dayText.code(position)
            }
            length = day >= 0 ? 10 : FieldScan.length(position, until: pattern)
          case .number, .identifier, .ignored:
            length = FieldScan.length(position, until: pattern)
          }
          position += length &+ 1
          if isLast, length > 0, text.load(fromByteOffset: length &- 1, as: UInt8.self) == 0x0D {
            length &-= 1
            if task.pointee.texts != nil { hash = FieldScan.hash(text, length) }
          }
        }
        switch task.pointee.kind {
        case .code16, .code32:
          let code: UInt32
          do throws(SharedTexts.Refusal) {
            code = try task.pointee.texts.unsafelyUnwrapped.code(text, length, hash, rejecting: fieldSigns)
          } catch {
            return (error == .tooMany ? .tooManyTexts(column: column) : .irregular, written)
          }
          if task.pointee.kind == .code16 {
            if code > UInt32(UInt16.max) { return (.tooManyTexts(column: column), written) }
            task.pointee.values.unsafelyUnwrapped.storeBytes(
              of: UInt16(truncatingIfNeeded: code), toByteOffset: row &* 2, as: UInt16.self)
          } else {
            task.pointee.values.unsafelyUnwrapped.storeBytes(
              of: code, toByteOffset: row &* 4, as: UInt32.self)
          }
        case .day:
          var code = day
          if length == 0 {
            code = Int32(CaseDays.missing)
          } else if code < 0 {
            code = length == 10 ? dayText.code(text) : -1
            if code < 0 {
              let bytes = UnsafeRawBufferPointer(start: text, count: length).bindMemory(to: UInt8.self)
              switch dayText.read(bytes) {
              case .success(let value): code = Int32(value)
              case .failure(.outside): return (.earlierDays, written)
              case .failure: return (.irregular, written)
              }
            }
          }
          task.pointee.values.unsafelyUnwrapped.storeBytes(
            of: UInt16(truncatingIfNeeded: code), toByteOffset: row &* 2, as: UInt16.self)
        case .number:
          let bytes = UnsafeRawBufferPointer(start: text, count: length).bindMemory(to: UInt8.self)
          guard let number = NumberText.read(bytes, decimals: task.pointee.decimals) else {
            return (.irregular, written)
          }
          task.pointee.values.unsafelyUnwrapped.storeBytes(
            of: number, toByteOffset: row &* 8, as: Int64.self)
        case .identifier:
          if !fieldSigns.allowsAll, hasOddSign(text, length) { return (.irregular, written) }
          task.pointee.values.unsafelyUnwrapped.storeBytes(
            of: UInt32(truncatingIfNeeded: written), toByteOffset: row &* 4, as: UInt32.self)
          var offset = 0
          while offset < length {
            (identifiers + written + offset).storeBytes(
              of: text.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self),
              as: SIMD16<UInt8>.self)
            offset &+= 16
          }
          written &+= length
        case .ignored:
          if !fieldSigns.allowsAll, hasOddSign(text, length) { return (.irregular, written) }
        }
        column &+= 1
      }
      let arrival = received[row]
      if arrival == CaseDays.missing { return (.irregular, written) }
      // A missing finish is after every day.
      if let finished, finished[row] < arrival { return (.irregular, written) }
      row &+= 1
    }
    return (row == rows.upperBound ? .parsed : .irregular, written)
  }

  /// A delimiter, quote, line feed, or a text that is not UTF-8; what has only ASCII is told in words of eight.
  @inline(__always) private func hasOddSign(_ text: UnsafeRawPointer, _ length: Int) -> Bool {
    let quote = FieldScan.pattern(0x22)
    let lineFeed = FieldScan.pattern(0x0A)
    let comma = FieldScan.pattern(delimiter)
    var offset = 0
    var found: UInt64 = 0
    while offset < length {
      var word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let rest = length &- offset
      if rest < 8 { word &= (UInt64(1) &<< (UInt64(rest) &* 8)) &- 1 }
      found |= FieldScan.hits(word, quote) | FieldScan.hits(word, lineFeed) | FieldScan.hits(word, comma)
      found |= word & 0x8080_8080_8080_8080
      offset &+= 8
    }
    return found != 0 && isOdd(UnsafeRawBufferPointer(start: text, count: length).bindMemory(to: UInt8.self))
  }

  @inline(never) private func isOdd(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    FieldSigns(delimiter: delimiter).areIn(bytes) || UTF8Check.firstInvalidOffset(in: bytes) != nil
  }

  /// The text in quotes that begins at `position`, with doubled quotes made single.
  ///
  /// `needsQuotes`: it holds a sign that may not stand without quotes. `nil` where the quotes do not close, or the
  /// text is not UTF-8.
  @inline(never) private func unquoted(_ position: UnsafeRawPointer, _ end: UnsafeRawPointer) -> (
    text: UnsafeRawPointer, length: Int, end: UnsafeRawPointer, needsQuotes: Bool
  )? {
    let quote = FieldScan.pattern(0x22)
    var from = position + 1
    var copied = 0
    while true {
      let limit = end - from
      let length = FieldScan.length(from, until: quote)
      guard length < limit else { return nil }
      let closing = from + length
      let isDoubled = closing + 1 < end && closing.load(fromByteOffset: 1, as: UInt8.self) == 0x22
      if copied == 0, !isDoubled {
        let bytes = UnsafeRawBufferPointer(start: from, count: length).bindMemory(to: UInt8.self)
        let needsQuotes = FieldSigns(delimiter: delimiter).areIn(bytes)
        if needsQuotes, UTF8Check.firstInvalidOffset(in: bytes) != nil { return nil }
        return (from, length, closing + 1, needsQuotes)
      }
      let taken = isDoubled ? length + 1 : length
      // What is left of the piece is longer than the text can be.
      if copied == 0, !scratch.reserve(end - from) { return nil }
      memcpy(scratch.base + copied, from, taken)
      copied += taken
      if !isDoubled {
        let bytes = UnsafeRawBufferPointer(start: scratch.base, count: copied).bindMemory(to: UInt8.self)
        if UTF8Check.firstInvalidOffset(in: bytes) != nil { return nil }
        return (UnsafeRawPointer(scratch.base), copied, closing + 1, true)
      }
      from = closing + 2
    }
  }
}
