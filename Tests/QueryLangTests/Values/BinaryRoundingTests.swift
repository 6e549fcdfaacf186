import Testing

@testable import QueryLang

/// Quotients against a slow check with whole numbers of any size.
struct BinaryRoundingTests {
  @Test func theNearestDoubleIsFound() {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<4_000 {
      let numerator = UInt128.random(bits: .random(in: 0...127, using: &random), using: &random)
      let denominator = max(1, UInt128.random(bits: .random(in: 1...127, using: &random), using: &random))
      let value = decimal(numerator).quotient(dividedBy: decimal(denominator)) ?? .nan
      #expect(isNearest(value, numerator, denominator), "\(numerator) / \(denominator) is not \(value)")
    }
  }

  @Test func halfWayCasesGoToTheEvenSide() {
    for (numerator, expected) in [(1, 0), (3, 4), (5, 4), (7, 8)] as [(UInt128, Double)] {
      // 2^53 + n/2, where whole numbers are the only doubles: n odd is half way or a quarter off.
      let value = decimal((UInt128(1) << 54) + numerator).quotient(dividedBy: decimal(2))
      let exact = Double(1 << 53) + expected / 2
      #expect(value == (numerator % 4 == 1 ? exact.rounded(.toNearestOrEven) : exact), "\(numerator)")
    }
    #expect(decimal((1 << 54) + 2).quotient(dividedBy: decimal(2)) == 9_007_199_254_740_992)
    #expect(decimal((1 << 54) + 6).quotient(dividedBy: decimal(2)) == 9_007_199_254_740_996)
  }

  @Test func smallOperandsAgreeWithTheProcessor() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let numerator = Int.random(in: 0...(1 << 50), using: &random)
      let denominator = Int.random(in: 1...(1 << 50), using: &random)
      let value = ExactDecimal(numerator).quotient(dividedBy: ExactDecimal(denominator))
      #expect(value == Double(numerator) / Double(denominator))
    }
  }

  private func decimal(_ value: UInt128) -> ExactDecimal {
    ExactDecimal(significand: Int128(value), scale: 0)
  }

  /// No neighbour of `value` is nearer to the quotient; at a tie the last bit of `value` is 0.
  private func isNearest(_ value: Double, _ numerator: UInt128, _ denominator: UInt128) -> Bool {
    guard value.isFinite, numerator > 0 else { return value == 0 && numerator == 0 }
    // The quotient lies between the middles to both neighbours; the middles have one bit more.
    let unit = value.exponent - 53
    let significand = BigNatural(UInt64(value.significand * 0x1p52))
    let doubled = significand.times(2)
    let isPower = value.significand == 1
    var below = (doubled.times(2).minus(isPower ? 1 : 2), unit)
    var above = (doubled.times(2).plus(2), unit)
    below.1 -= 1 - 1
    above.1 -= 1 - 1
    // middle = m × 2^(unit - 1), in units of a quarter of the last bit.
    let left = compare(numerator, denominator, below.0, unit - 1)
    let right = compare(numerator, denominator, above.0, unit - 1)
    let isEven = UInt64(value.significand * 0x1p52) % 2 == 0
    return (left > 0 || (left == 0 && isEven)) && (right < 0 || (right == 0 && isEven))
  }

  /// The sign of n/d − m × 2^e.
  private func compare(_ n: UInt128, _ d: UInt128, _ m: BigNatural, _ e: some BinaryInteger) -> Int {
    let exponent = Int(e)
    let left = BigNatural(n).shifted(by: max(0, -exponent))
    let right = m.times(BigNatural(d)).shifted(by: max(0, exponent))
    return left.compared(with: right)
  }
}

extension UInt128 {
  fileprivate static func random(bits: Int, using random: inout SeededGenerator) -> UInt128 {
    let value = UInt128(random.next()) << 64 | UInt128(random.next())
    return bits == 0 ? 0 : value >> UInt128(128 - bits)
  }
}

/// A whole number of any size, in 32-bit limbs, least first: slow and obvious.
private struct BigNatural {
  private var limbs: [UInt64]

  init(_ value: some UnsignedInteger) {
    limbs = []
    var rest = UInt128(value)
    while rest > 0 {
      limbs.append(UInt64(rest & 0xFFFF_FFFF))
      rest >>= 32
    }
  }

  private init(limbs: [UInt64]) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
  }

  func times(_ other: BigNatural) -> BigNatural {
    var result = [UInt64](repeating: 0, count: limbs.count + other.limbs.count + 1)
    for i in limbs.indices {
      var carry: UInt64 = 0
      for j in other.limbs.indices {
        let sum = result[i + j] + limbs[i] * other.limbs[j] + carry
        result[i + j] = sum & 0xFFFF_FFFF
        carry = sum >> 32
      }
      result[i + other.limbs.count] += carry
    }
    return BigNatural(limbs: result)
  }

  func times(_ factor: UInt64) -> BigNatural { times(BigNatural(factor)) }

  func plus(_ addend: UInt64) -> BigNatural {
    var result = limbs + [0]
    var carry = addend
    for i in result.indices {
      let sum = result[i] + carry
      result[i] = sum & 0xFFFF_FFFF
      carry = sum >> 32
    }
    return BigNatural(limbs: result)
  }

  /// - Precondition: not more than this number.
  func minus(_ subtrahend: UInt64) -> BigNatural {
    var result = limbs
    var borrow = subtrahend
    for i in result.indices where borrow > 0 {
      let taken = min(borrow, result[i])
      if taken == borrow {
        result[i] -= borrow
        borrow = 0
      } else {
        result[i] = result[i] + 0x1_0000_0000 - borrow
        borrow = 1
      }
    }
    return BigNatural(limbs: result)
  }

  func shifted(by bits: Int) -> BigNatural {
    let factor = BigNatural(UInt64(1) << UInt64(bits % 32))
    return BigNatural(limbs: [UInt64](repeating: 0, count: bits / 32) + times(factor).limbs)
  }

  func compared(with other: BigNatural) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for (left, right) in zip(limbs.reversed(), other.limbs.reversed()) where left != right {
      return left < right ? -1 : 1
    }
    return 0
  }
}
