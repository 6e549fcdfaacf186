/// Numbers of a column: digits, a sign, a point; held as integers of the column's decimals.
enum NumberText {
  /// Stands for a number that is not given.
  static let missing = Int64.min

  /// `nil` for what is no number, has more decimals than the column, or is too large.
  ///
  /// Empty is missing. Thousands may be marked the Vietnamese way (`1.234.567`) only where the column has no
  /// decimals, since elsewhere a point may mean either.
  static func read(_ text: UnsafeBufferPointer<UInt8>, decimals: Int) -> Int64? {
    if text.isEmpty { return missing }
    var position = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative { position = 1 }
    var value: Int64 = 0
    var digitCount = 0
    var fraction = -1
    var groups: [Int] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte.isASCIIDigit {
        let (shifted, hasOverflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, hasCarry) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        if hasOverflow || hasCarry { return nil }
        value = sum
        digitCount += 1
        if fraction >= 0 { fraction += 1 }
      } else if byte == UInt8(ascii: "."), digitCount > 0 {
        if decimals > 0 {
          guard fraction < 0 else { return nil }
          fraction = 0
        } else {
          groups.append(digitCount)
        }
      } else {
        return nil
      }
    }
    guard digitCount > 0, fraction != 0, fraction <= decimals else { return nil }
    if !groups.isEmpty {
      let ends = groups + [digitCount]
      guard groups[0] <= 3, zip(ends, ends.dropFirst()).allSatisfy({ $1 - $0 == 3 }) else { return nil }
    }
    for _ in 0..<(decimals - max(fraction, 0)) {
      let (shifted, hasOverflow) = value.multipliedReportingOverflow(by: 10)
      if hasOverflow { return nil }
      value = shifted
    }
    return isNegative ? -value : value
  }

  /// Some texts of a column, and whether they are numbers.
  ///
  /// A number that begins with 0 and goes on (`007`) is a code, and a point before three digits may mean
  /// thousands: such a column holds names unless the user says otherwise.
  struct Sample {
    /// Whether some text is no number.
    private(set) var hasOther = false
    private var mostDecimals = 0
    private var hasNumber = false

    /// Of the column; `nil` where it does not hold numbers.
    var decimals: Int? {
      hasNumber && !hasOther && mostDecimals <= 9 && mostDecimals != 3 ? mostDecimals : nil
    }

    mutating func add(_ text: [UInt8]) {
      if text.isEmpty || hasOther { return }
      let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
      let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      let isCode = digits.first == UInt8(ascii: "0") && digits.dropFirst().first?.isASCIIDigit ?? false
      // More digits than an integer holds are a number of an account or the like.
      guard digits.first?.isASCIIDigit ?? false, !isCode, digits.count <= 18, parts.count <= 2,
        parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) })
      else {
        hasOther = true
        return
      }
      hasNumber = true
      if parts.count == 2 { mostDecimals = max(mostDecimals, parts[1].count) }
    }
  }
}
