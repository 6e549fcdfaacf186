internal import Glibc

/// Days as files write them: `2021-06-30`, `30/06/2021`; a time of day behind them is left out.
///
/// A class because its tables are made once and read by all threads; they never change.
final class DayText: @unchecked Sendable {
  /// What a text is, if it is no day that can be held.
  enum Failure: Error {
    case noDay
    /// A day, but outside the window.
    case outside(Day)
  }

  let days: CaseDays
  /// For each month from 1900 on (sixteen to a year), the code of the day before its first.
  private let monthStart: UnsafeMutablePointer<Int32>
  private let monthLength: UnsafeMutablePointer<UInt8>
  private static let firstYear = 1900
  private static let yearCount = 201

  private static let usual = DayText(.usual)

  /// Made once for the usual days, which nearly all files have.
  static func of(_ days: CaseDays) -> DayText { days == .usual ? usual : DayText(days) }

  private init(_ days: CaseDays) {
    self.days = days
    let size = DayText.yearCount * 16
    monthStart = .allocate(capacity: size)
    monthLength = .allocate(capacity: size)
    monthStart.initialize(repeating: 0, count: size)
    monthLength.initialize(repeating: 0, count: size)
    for year in DayText.firstYear..<DayText.firstYear + DayText.yearCount {
      for month in 1...12 {
        guard let first = Day(year: year, month: month, day: 1) else { continue }
        let index = (year - DayText.firstYear) * 16 + month
        let start = first.daysSince1970 - days.first.daysSince1970 - 1
        let length = Day.length(ofMonth: month, year: year)
        // A month that does not lie in the window as a whole is left to the slow reading.
        guard start >= 0, start + length < CaseDays.count else { continue }
        monthStart[index] = Int32(start)
        monthLength[index] = UInt8(length)
      }
    }
  }

  deinit {
    monthStart.deallocate()
    monthLength.deallocate()
  }

  /// The code of the ten characters at `text`, or a negative number where they are none of the two usual forms.
  /// - Precondition: sixteen bytes may be read.
  @inline(__always) func code(_ text: UnsafeRawPointer) -> Int32 {
    let head = text.loadUnaligned(as: UInt64.self)
    let tail = text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    // `yyyy-mm-` and `dd`: digits become 0…9 and the hyphens 0.
    let iso = head ^ 0x2D30_302D_3030_3030
    let isoTail = tail ^ 0x3030
    if (((iso &+ 0x7F76_767F_7676_7676) | iso) & 0x8080_8080_8080_8080) == 0,
      ((isoTail &+ 0x7676) | isoTail) & 0x8080 == 0
    {
      return code(
        year: digit(iso, 0) &* 1000 &+ digit(iso, 1) &* 100 &+ digit(iso, 2) &* 10 &+ digit(iso, 3),
        month: digit(iso, 5) &* 10 &+ digit(iso, 6), day: Int(isoTail & 0xF) &* 10 &+ Int(isoTail >> 8))
    }
    // `dd/mm/yy` and `yy`.
    let slashed = head ^ 0x3030_2F30_302F_3030
    if (((slashed &+ 0x7676_7F76_767F_7676) | slashed) & 0x8080_8080_8080_8080) == 0,
      ((isoTail &+ 0x7676) | isoTail) & 0x8080 == 0
    {
      return code(
        year: digit(slashed, 6) &* 1000 &+ digit(slashed, 7) &* 100 &+ Int(isoTail & 0xF) &* 10
          &+ Int(isoTail >> 8),
        month: digit(slashed, 3) &* 10 &+ digit(slashed, 4),
        day: digit(slashed, 0) &* 10 &+ digit(slashed, 1))
    }
    return -1
  }

  @inline(__always) private func digit(_ word: UInt64, _ position: UInt64) -> Int {
    Int(truncatingIfNeeded: (word >> (position &* 8)) & 0xF)
  }

  @inline(__always) private func code(year: Int, month: Int, day: Int) -> Int32 {
    let year = year &- DayText.firstYear
    guard year >= 0, year < DayText.yearCount, month < 16 else { return -1 }
    let index = year &* 16 &+ month
    guard day != 0, day <= Int(monthLength[index]) else { return -1 }
    return monthStart[index] &+ Int32(truncatingIfNeeded: day)
  }

  /// Any text; blanks around it, single digits and a time of day are forgiven. Empty is missing.
  func read(_ text: UnsafeBufferPointer<UInt8>) -> Result<UInt16, Failure> {
    let bytes = DayText.trimmed(text)
    if bytes.isEmpty { return .success(CaseDays.missing) }
    var numbers: [Int] = []
    var separators: [UInt8] = []
    var position = bytes.startIndex
    while position < bytes.endIndex, numbers.count < 3 {
      var number = 0
      var digits = 0
      while position < bytes.endIndex, bytes[position].isASCIIDigit, digits < 5 {
        number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
        digits += 1
        position += 1
      }
      guard digits > 0, digits <= 4 else { return .failure(.noDay) }
      numbers.append(number)
      guard numbers.count < 3 else { break }
      guard position < bytes.endIndex else { return .failure(.noDay) }
      separators.append(bytes[position])
      position += 1
    }
    guard numbers.count == 3, isTimeOfDay(bytes[position...]), separators[0] == separators[1] else {
      return .failure(.noDay)
    }
    let day: Day?
    switch separators[0] {
    case UInt8(ascii: "-") where numbers[0] >= 1000:
      day = Day(year: numbers[0], month: numbers[1], day: numbers[2])
    case UInt8(ascii: "/") where numbers[2] >= 1000:
      day = Day(year: numbers[2], month: numbers[1], day: numbers[0])
    default: day = nil
    }
    guard let day else { return .failure(.noDay) }
    guard CaseDays.allowed.contains(day), let code = days.code(day) else { return .failure(.outside(day)) }
    return .success(code)
  }

  /// Nothing, or ` 14:05`, `T14:05:09`, `T14:05:09.123Z`.
  private func isTimeOfDay(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = rest.first else { return true }
    guard first == UInt8(ascii: " ") || first == UInt8(ascii: "T") else { return false }
    let time = rest.dropFirst()
    let isMade = time.allSatisfy {
      $0.isASCIIDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "Z")
    }
    let colon = time.firstIndex(of: UInt8(ascii: ":"))
    return isMade && colon.map { (1...2).contains($0 - time.startIndex) } ?? false
  }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
    var slice = text[...]
    while let first = slice.first, first == 0x20 || first == 0x09 { slice = slice.dropFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
    return slice
  }
}
