/// Correct rounding of a quotient of integers to binary floating point.
enum BinaryRounding {
  /// `numerator ÷ denominator` rounded to nearest, ties to even.
  /// - Precondition: `denominator` is not 0.
  static func nearestDouble(_ numerator: UInt128, dividedBy denominator: UInt128) -> Double {
    let exactLimit: UInt128 = 1 << 53
    // Both operands are exact doubles: one IEEE division rounds correctly. By way of 64 bits, from which the processor
    // converts itself.
    if numerator <= exactLimit, denominator <= exactLimit {
      return Double(UInt64(truncatingIfNeeded: numerator)) / Double(UInt64(truncatingIfNeeded: denominator))
    }
    if numerator == 0 { return 0 }
    var (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    var exponent = 0
    var sticky = false
    while quotient >= (1 << 64) {
      sticky = sticky || quotient & 1 == 1
      quotient >>= 1
      exponent += 1
    }
    // Long division, a bit at a time, until 64 significant bits are known.
    while quotient < (1 << 63), !sticky {
      let carries = remainder >= (1 << 127)
      remainder &<<= 1
      quotient <<= 1
      if carries || remainder >= denominator {
        remainder &-= denominator
        quotient |= 1
      }
      exponent -= 1
    }
    if sticky || remainder != 0 { quotient |= 1 }
    return scaled(Double(UInt64(quotient)), byPowerOfTwo: exponent)
  }

  private static func scaled(_ value: Double, byPowerOfTwo exponent: Int) -> Double {
    value * Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
