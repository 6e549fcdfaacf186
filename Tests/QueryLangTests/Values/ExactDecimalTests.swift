import Testing

@testable import QueryLang

struct ExactDecimalTests {
  private func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(plainASCII: text.utf8), "\(text)")
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("007", "7"), ("1_000", "1000"), ("0.50", "0.5"), ("-0.5", "-0.5"),
    ("10.00", "10"),
    ("0.05", "0.05"), ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
  ])
  func textIsReadAndWritten(text: String, expected: String) throws {
    #expect(try decimal(text).description == expected)
  }

  @Test(arguments: [
    "", "-", ".", "1.", ".5", "1..2", "1.2.3", "_1", "1_", "1e5", "+1", " 1", "1 ", "--1", "1,5", "٣", "1_.5",
    "999999999999999999999999999999999999999999", "0.000000000000000000000000000000000000001",
  ])
  func otherTextIsNoNumber(text: String) {
    #expect(ExactDecimal(plainASCII: text.utf8) == nil)
  }

  @Test(arguments: [
    ("1.5", "2.25", "3.75", "-0.75", "3.375"), ("0.1", "0.2", "0.3", "-0.1", "0.02"),
    ("-7", "7", "0", "-14", "-49"), ("1000", "0.001", "1000.001", "999.999", "1"), ("0", "5", "5", "-5", "0"),
  ])
  func arithmeticIsExact(a: String, b: String, sum: String, difference: String, product: String) throws {
    let (a, b) = (try decimal(a), try decimal(b))
    #expect(a.adding(b)?.description == sum)
    #expect(a.subtracting(b)?.description == difference)
    #expect(a.multiplied(by: b)?.description == product)
  }

  @Test func equalNumbersAreEqualValues() throws {
    #expect(try decimal("1.50") == decimal("1.5"))
    #expect(ExactDecimal(significand: 1500, scale: 3) == ExactDecimal(significand: 15, scale: 1))
    #expect(ExactDecimal(significand: 0, scale: 9) == .zero)
  }

  @Test func whatNeedsTooManyDigitsIsNil() throws {
    let large = ExactDecimal(significand: .max, scale: 0)
    let least = ExactDecimal(significand: .min, scale: 0)
    let small = ExactDecimal(significand: 1, scale: 38)
    #expect(large.adding(.one) == nil)
    #expect(large.multiplied(by: ExactDecimal(2)) == nil)
    #expect(large.adding(small) == nil)
    #expect(small.multiplied(by: small) == nil)
    #expect(least.negated == nil)
    #expect(least.subtracting(.one) == nil)
    #expect(large.shifted(byDecimalPlaces: 1) == nil)
    #expect(small.shifted(byDecimalPlaces: -1) == nil)
    #expect(ExactDecimal.powerOfTen(39) == nil)
    #expect(ExactDecimal.powerOfTen(-1) == nil)
  }

  @Test func shiftsAreExact() throws {
    #expect(try decimal("64.3").shifted(byDecimalPlaces: -2)?.description == "0.643")
    #expect(try decimal("0.643").shifted(byDecimalPlaces: 2)?.description == "64.3")
    #expect(try decimal("5").shifted(byDecimalPlaces: 3)?.description == "5000")
  }

  @Test func comparisonAgreesWithSubtraction() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let a = ExactDecimal(
        significand: Int128(Int.random(in: -999...999, using: &random)),
        scale: .random(in: 0...4, using: &random))
      let b = ExactDecimal(
        significand: Int128(Int.random(in: -999...999, using: &random)),
        scale: .random(in: 0...4, using: &random))
      #expect((a < b) == (a.subtracting(b)?.isNegative == true))
      #expect((a == b) == (a.subtracting(b)?.isZero == true))
    }
  }

  @Test func comparisonHoldsWhereDigitsRunOut() throws {
    let large = try decimal("99999999999999999999999999999999999999")
    let small = try decimal("0.00000000000000000000000000000000000001")
    #expect(small < large)
    #expect(!(large < small))
    let negative = try #require(large.negated)
    #expect(negative < small)
    #expect(!(small < negative))
    let less = ExactDecimal(significand: .max, scale: 1)
    let more = ExactDecimal(significand: 17_014_118_346_046_923_173_168_730_371_588_410_573, scale: 0)
    #expect(less < more)
    #expect(!(more < less))
  }

  @Test func aQuotientIsRoundedOnce() throws {
    #expect(try decimal("1148").quotient(dividedBy: decimal("201606")) == 1148.0 / 201606.0)
    #expect(try decimal("-1").quotient(dividedBy: decimal("0.3")) == -10.0 / 3.0)
    #expect(try decimal("1").quotient(dividedBy: .zero) == nil)
    #expect(try decimal("0").quotient(dividedBy: decimal("-3")) == 0)
    #expect(try decimal("0.1").nearestDouble == 0.1)
    #expect(try decimal("9007199254740993").nearestDouble == 9007199254740992)
  }
}
