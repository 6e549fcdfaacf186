/// A decimal number held exactly: `significand × 10^-scale`, at most 38 digits.
///
/// Reported figures are added, subtracted and multiplied exactly; only a quotient is rounded, once
/// (``quotient(dividedBy:)``). The representation is normalised (no trailing zeros after the point), so
/// equal numbers are equal values. Operations that would need more digits return `nil`, never wrap.
package struct ExactDecimal: Hashable, Sendable {
  package let significand: Int128
  /// Digits after the decimal point, 0…38.
  package let scale: Int

  /// More are not held.
  package static let mostDigits = 38

  package static let zero = ExactDecimal(0)
  package static let one = ExactDecimal(1)

  package init(_ integer: Int) {
    significand = Int128(integer)
    scale = 0
  }

  /// Normalises `significand × 10^-scale`.
  package init(significand: Int128, scale: Int) {
    var digits = significand
    var places = scale
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    self.significand = digits
    self.scale = places
  }

  /// Reads plain digits with at most one point, an optional leading `-` and `_` between digits:
  /// `201606`, `-0.5`, `1_000`. `nil` for anything else, or for more than 38 digits.
  package init?<Text: Sequence>(plainASCII text: Text) where Text.Element == UInt8 {
    var digits: Int128 = 0
    var places = 0
    var digitCount = 0
    var negative = false
    var seenPoint = false
    var previous: UInt8 = 0
    for (offset, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where offset == 0:
        negative = true
      case UInt8(ascii: ".") where !seenPoint && previous.isASCIIDigit:
        seenPoint = true
      case UInt8(ascii: "_") where previous.isASCIIDigit:
        break
      case _ where byte.isASCIIDigit:
        let (tenfold, overflowed) = digits.multipliedReportingOverflow(by: 10)
        let (sum, overflowedAgain) = tenfold.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
        if overflowed || overflowedAgain { return nil }
        digits = sum
        digitCount += 1
        if seenPoint { places += 1 }
      default:
        return nil
      }
      previous = byte
    }
    guard digitCount > 0, previous.isASCIIDigit, places <= 38 else { return nil }
    self.init(significand: negative ? -digits : digits, scale: places)
  }

  package var isNegative: Bool { significand < 0 }
  package var isZero: Bool { significand == 0 }

  /// The nearest `Double` (ties to even).
  package var nearestDouble: Double {
    if scale == 0, let exact = Double(exactly: significand) { return exact }
    return Double(description) ?? .nan
  }

  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    guard let (left, right, scale) = ExactDecimal.aligned(self, other) else { return nil }
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? nil : ExactDecimal(significand: sum, scale: scale)
  }

  package func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    other.negated.flatMap { adding($0) }
  }

  package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let (product, overflowed) = significand.multipliedReportingOverflow(by: other.significand)
    guard !overflowed, scale + other.scale <= 38 else { return nil }
    return ExactDecimal(significand: product, scale: scale + other.scale)
  }

  package var negated: ExactDecimal? {
    significand == .min ? nil : ExactDecimal(significand: -significand, scale: scale)
  }

  package var magnitude: ExactDecimal {
    isNegative ? (negated ?? self) : self
  }

  /// This number moved `places` decimal places to the right (`% → fraction` is −2). Exact.
  package func shifted(byDecimalPlaces places: Int) -> ExactDecimal? {
    if places <= 0 {
      return scale - places <= 38 ? ExactDecimal(significand: significand, scale: scale - places) : nil
    }
    guard let factor = ExactDecimal.powerOfTen(places) else { return nil }
    return multiplied(by: ExactDecimal(significand: factor, scale: 0))
  }

  /// `self ÷ divisor`, correctly rounded to the nearest `Double`; `nil` when the divisor is zero or the
  /// operands need more digits than can be held.
  package func quotient(dividedBy divisor: ExactDecimal) -> Double? {
    guard !divisor.isZero else { return nil }
    guard let (left, right, _) = ExactDecimal.aligned(self, divisor) else { return nil }
    let value = BinaryRounding.nearestDouble(left.magnitude, dividedBy: right.magnitude)
    return (left < 0) != (right < 0) ? -value : value
  }

  private static func aligned(_ a: ExactDecimal, _ b: ExactDecimal) -> (Int128, Int128, Int)? {
    if a.scale == b.scale { return (a.significand, b.significand, a.scale) }
    if a.scale < b.scale {
      guard let factor = powerOfTen(b.scale - a.scale) else { return nil }
      let (scaled, overflowed) = a.significand.multipliedReportingOverflow(by: factor)
      return overflowed ? nil : (scaled, b.significand, b.scale)
    }
    return aligned(b, a).map { ($0.1, $0.0, $0.2) }
  }

  package static func powerOfTen(_ exponent: Int) -> Int128? {
    guard (0...38).contains(exponent) else { return nil }
    return (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
  }
}

extension ExactDecimal: Comparable {
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if let (a, b, _) = aligned(left, right) { return a < b }
    // Alignment overflowed: the operand of smaller scale has the larger magnitude, so that its sign decides.
    return left.scale < right.scale ? left.isNegative : !right.isNegative
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain digits, no grouping, no exponent: `201606`, `-0.5`.
  package var description: String {
    guard scale > 0 else { return String(significand) }
    var digits = String(significand.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits
    }
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    return isNegative ? "-" + digits : digits
  }
}

extension UInt8 {
  package var isASCIIDigit: Bool { self &- 48 < 10 }
  package var isASCIILetter: Bool { (self | 0x20) &- 97 < 26 }
}
