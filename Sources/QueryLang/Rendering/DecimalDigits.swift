/// A finite number written out in decimal digits: `digits × 10^-scale`.
struct DecimalDigits {
  private var isNegative: Bool
  /// Values 0…9 without leading zeros; empty for 0.
  private var digits: [UInt8]
  /// Digits after the point; negative when zeros follow the digits.
  private var scale: Int

  init(_ decimal: ExactDecimal) {
    isNegative = decimal.isNegative
    digits = decimal.isZero ? [] : String(decimal.significand.magnitude).utf8.map { $0 - 0x30 }
    scale = decimal.scale
  }

  /// The shortest digits that read back as `value`; `nil` when it is not finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    scale = 0
    var exponent: [UInt8] = []
    var isInFraction = false
    var isInExponent = false
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): isInFraction = true
      case UInt8(ascii: "e"): isInExponent = true
      case _ where isInExponent: exponent.append(byte)
      default:
        digits.append(byte &- 0x30)
        if isInFraction { scale += 1 }
      }
    }
    scale -= Int(String(decoding: exponent, as: UTF8.self)) ?? 0
    normalise()
  }

  init?(_ quantity: Quantity) {
    switch quantity {
    case .exact(let decimal): self.init(decimal)
    case .real(let value): self.init(value)
    }
  }

  var isZero: Bool { digits.isEmpty }
  var isBelowZero: Bool { isNegative }

  /// Decimals that are needed to write the number in full.
  var decimalCount: Int { max(0, scale) }

  /// A fraction as a percentage.
  var timesHundred: DecimalDigits {
    var copy = self
    copy.scale -= 2
    return copy
  }

  /// Rounded to at most `places` decimals, halves away from zero; trailing zeros dropped.
  func rounded(toPlaces places: Int) -> DecimalDigits {
    var result = self
    let surplus = scale - places
    if surplus > 0 {
      let kept = max(0, digits.count - surplus)
      let roundsUp = surplus <= digits.count && digits[kept] >= 5
      result.digits = Array(digits[..<kept])
      result.scale = places
      if roundsUp { result.increment() }
    }
    result.normalise()
    return result
  }

  /// Written with at least `places` decimals; `grouping` between thousands, `point` before decimals.
  func text(places: Int = 0, grouping: String = "", point: String = ".", minus: String = "-") -> String {
    let decimals = max(places, decimalCount)
    var all = digits
    all.append(contentsOf: repeatElement(0, count: decimals - scale))
    if all.count <= decimals {
      all.insert(contentsOf: repeatElement(0, count: decimals + 1 - all.count), at: 0)
    }
    let integerCount = all.count - decimals
    var text = isNegative && !isZero ? minus : ""
    for (offset, digit) in all.enumerated() {
      if offset == integerCount {
        text += point
      } else if offset > 0, offset < integerCount, (integerCount - offset) % 3 == 0 {
        text += grouping
      }
      text.unicodeScalars.append(Unicode.Scalar(digit + 0x30))
    }
    return text
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
  }

  private mutating func normalise() {
    digits.removeFirst(digits.prefix { $0 == 0 }.count)
    while scale > 0, digits.last == 0 {
      digits.removeLast()
      scale -= 1
    }
    if digits.isEmpty { scale = 0 }
  }
}
