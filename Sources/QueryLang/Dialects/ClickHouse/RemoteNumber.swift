/// Numbers as servers write them.
enum RemoteNumber {
  /// A number of so many decimals as an integer of the last of them; `nil` where there is none.
  /// - Throws: that it is too large to be held; `broken` where it is no such number.
  static func read(_ text: String?, _ decimals: Int, broken: QueryError) throws(QueryError) -> Int? {
    guard let text else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    // Trailing zeros beyond the column's decimals say nothing.
    guard fraction.dropFirst(decimals).allSatisfy({ $0 == "0" }) else { throw broken }
    let kept = fraction.prefix(decimals)
    let digits = parts[0] + kept + String(repeating: "0", count: decimals - kept.count)
    guard digits.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "-") }) else { throw broken }
    guard let number = Int(digits) else { throw QueryError(.sumTooLarge, at: nil) }
    return number
  }
}
