/// A condition on a day or a number of cases: in which ranges it must lie, and whether it may be missing.
package struct CaseRestriction: Hashable, Sendable {
  package let value: CaseValue
  /// Digits after the point of the number; ranges are of integers of the last of them, days count from 1970.
  package let decimals: Int
  /// In order, none touching another.
  package private(set) var ranges: [ClosedRange<Int>]
  package private(set) var takesMissing: Bool

  /// Every value that is not missing.
  static let everything = (Int.min + 1)...Int.max

  init(_ value: CaseValue, decimals: Int, ranges: [ClosedRange<Int>], takesMissing: Bool = false) {
    self.value = value
    self.decimals = decimals
    self.ranges = CaseRestriction.joined(ranges)
    self.takesMissing = takesMissing
  }

  /// From `lower` to `upper`; nothing where they are in the wrong order.
  init(_ value: CaseValue, decimals: Int, from lower: Int, to upper: Int) {
    self.init(value, decimals: decimals, ranges: lower <= upper ? [lower...upper] : [])
  }

  var isEmpty: Bool { ranges.isEmpty && !takesMissing }

  func intersection(_ other: Self) -> Self {
    let common = ranges.flatMap { range in
      other.ranges.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
    }
    return with(common, takesMissing: takesMissing && other.takesMissing)
  }

  func union(_ other: Self) -> Self {
    with(ranges + other.ranges, takesMissing: takesMissing || other.takesMissing)
  }

  /// All other values; what is missing meets a condition only where that is asked for.
  var complement: Self {
    var gaps: [ClosedRange<Int>] = []
    var next = CaseRestriction.everything.lowerBound
    for range in ranges {
      if next < range.lowerBound { gaps.append(next...(range.lowerBound - 1)) }
      if range.upperBound == .max { return with(gaps, takesMissing: false) }
      next = range.upperBound + 1
    }
    return with(gaps + [next...CaseRestriction.everything.upperBound], takesMissing: false)
  }

  private func with(_ ranges: [ClosedRange<Int>], takesMissing: Bool) -> Self {
    CaseRestriction(value, decimals: decimals, ranges: ranges, takesMissing: takesMissing)
  }

  private static func joined(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var joined: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = joined.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 else {
        joined.append(range)
        continue
      }
      joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
    return joined
  }
}
