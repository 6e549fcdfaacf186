/// The days a dataset of cases can hold, two bytes each, counted from its first possible day.
package struct CaseDays: Sendable, Hashable {
  package let first: Day

  /// Stands for a day that is not given.
  package static let missing: UInt16 = .max
  /// How many days there are, the last value being ``missing`` and the one before it kept free, so that a day
  /// after every other can be written.
  package static let count = 65_534

  /// From the first day of 1922, to 2101; what older files need is ``early``.
  package static let usual = CaseDays(first: Day(daysSince1970: -17_532))
  /// From the first day of 1900.
  package static let early = CaseDays(first: Day(daysSince1970: -25_567))
  /// No case is of a day outside 1900 to 2100.
  package static let allowed = early.first...Day(daysSince1970: 47_846)

  package func day(_ code: UInt16) -> Day? {
    code == CaseDays.missing ? nil : first.advanced(byDays: Int(code))
  }

  /// `nil` where the day cannot be held.
  package func code(_ day: Day) -> UInt16? {
    let offset = day.daysSince1970 - first.daysSince1970
    return offset >= 0 && offset < CaseDays.count ? UInt16(offset) : nil
  }

  /// The code of `day`, or of the nearest day that has one.
  package func clamped(_ day: Day) -> UInt16 {
    UInt16(min(max(day.daysSince1970 - first.daysSince1970, 0), CaseDays.count - 1))
  }
}
