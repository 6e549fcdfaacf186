extension Period {
  /// `II/2021`, as reports write a quarter; `nil` for other grains.
  var romanQuarter: String? {
    guard grain == .quarter else { return nil }
    let (year, month, _) = first.civil
    return "\(["I", "II", "III", "IV"][month / 3])/\(year)"
  }
}
