import Testing

@testable import QueryLang

struct NumberFormatTests {
  private func text(
    _ quantity: Quantity, isShare: Bool = false, language: Language = .vietnamese
  ) -> String? {
    var format = NumberFormat(language: language, form: isShare ? .share : .plain)
    format.widen(for: quantity)
    return format.text(quantity)
  }

  private func exact(_ digits: String) -> Quantity { .exact(ExactDecimal(plainASCII: digits.utf8) ?? .zero) }

  @Test(arguments: [
    ("0", "0"), ("7", "7"), ("999", "999"), ("1000", "1.000"), ("201606", "201.606"), ("-3.25", "−3,25"),
    ("-1234567", "−1.234.567"), ("0.00004", "< 0,0001"), ("-0.00004", "> −0,0001"), ("1.23456", "1,2346"),
    (
      "12345678901234567890123456789012345678",
      "12.345.678.901.234.567.890.123.456.789.012.345.678"
    ),
  ])
  func plainNumbersInVietnamese(digits: String, expected: String) {
    #expect(text(exact(digits)) == expected)
  }

  @Test(arguments: [
    ("0.643", "64,3 %"), ("0", "0 %"), ("1", "100 %"), ("0.00001", "< 0,01 %"), ("-0.5", "−50 %"),
    ("0.12345", "12,35 %"), ("-0.00001", "> −0,01 %"), ("12.5", "1.250 %"),
  ])
  func sharesAreAsPreciseAsNeeded(digits: String, expected: String) {
    #expect(text(exact(digits), isShare: true) == expected)
  }

  @Test func englishSeparators() {
    #expect(text(exact("201606.5"), language: .english) == "201,606.5")
    #expect(text(exact("0.643"), isShare: true, language: .english) == "64.3 %")
  }

  @Test func percentagesOfAColumnShareTheirDecimals() {
    var format = NumberFormat(language: .vietnamese, form: .share)
    for quantity in [exact("0.5"), exact("0.643")] { format.widen(for: quantity) }
    #expect(format.text(exact("0.5")) == "50,0 %")
  }

  @Test(arguments: [
    (0.1 + 0.2, "0,3"), (1.0 / 3, "0,3333"), (-0.0, "0"), (1e20, "100.000.000.000.000.000.000"),
    (1e-300, "< 0,0001"),
    (0.99996, "1"), (123_456.789, "123.456,789"),
  ])
  func realsGetFourDecimals(value: Double, expected: String) {
    #expect(text(.real(value)) == expected)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNoNumberHasNoText(value: Double) {
    #expect(text(.real(value)) == nil)
    #expect(Quantity.real(value).machineText == nil)
  }

  @Test(arguments: [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, 1e16, 1e-5, 0.1])
  func machineNumbersReadBackExactly(value: Double) throws {
    let text = try #require(Quantity.real(value).machineText)
    #expect(Double(text) == value)
    #expect(!text.contains("e"))
  }

  @Test func extremeDecimalsAreWritten() {
    let smallest = ExactDecimal(significand: .min, scale: 0)
    #expect(text(.exact(smallest)) == "−170.141.183.460.469.231.731.687.303.715.884.105.728")
    #expect(Quantity.exact(smallest).machineText == "-170141183460469231731687303715884105728")
    #expect(text(.exact(ExactDecimal(significand: 1, scale: 38))) == "< 0,0001")
  }

  @Test func boundsShowTheirSign() {
    let format = NumberFormat(language: .vietnamese, form: .share)
    #expect(format.text(.greaterThan, ExactDecimal(significand: 1, scale: 1)) == "> 10 %")
    #expect(format.text(.atMost, ExactDecimal(significand: 125, scale: 3)) == "≤ 12,5 %")
  }
}
