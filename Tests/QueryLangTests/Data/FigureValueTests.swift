import Testing

@testable import QueryLang

/// A value must be one that its measure can have; else it is named with place, reason and remedy.
struct FigureValueTests {
  /// The small package with rules for values: counts that cannot be negative, a share, a free percentage.
  private func package() throws -> SmallPackage {
    let package = try SmallPackage()
    try package.write(
      """
      id,name_vi,name_en,unit,kind,formula,dimensions,non_negative,decimals,maximum
      got,số nhận,got,hồ sơ,flow,,place|kind,true,,
      kept,số giữ,kept,hồ sơ,flow,,place,false,,
      total,tổng cộng,total,hồ sơ,balance,got + kept,place,true,,
      paid,số tiền,paid,tỷ đồng,flow,,place,true,3,
      share,tỷ lệ,share,%,stated,,place,true,,
      growth,tăng trưởng,growth,%,stated,,place,false,,
      plan,so kế hoạch,against plan,%,stated,,place,true,,250
      rank,xếp hạng,ranking,hạng,rank,,place,true,,

      """, to: "measures.csv")
    return package
  }

  private func problems(_ measure: String, _ value: String, decimals: String = "") throws -> [String] {
    let package = try package()
    try package.write(
      "document,line,ordinal,measure,period,place,value,decimals\nA,1,1,\(measure),2021-Q2,1,\(value),\(decimals)\n",
      to: "figures.csv")
    return package.problems()
  }

  @Test(arguments: [
    ("got", "0"), ("got", "-0"), ("got", "5"), ("got", "5.0"), ("kept", "-5"), ("paid", "12.125"),
    ("share", "100"), ("share", "100.00"), ("share", "0.05"), ("growth", "-12.5"), ("growth", "250"),
    ("plan", "250"), ("rank", "3"), ("got", String(repeating: "9", count: 38)),
  ])
  func whatAMeasureCanBeLoads(measure: String, value: String) throws {
    #expect(try problems(measure, value) == [])
  }

  @Test(arguments: [
    ("got", "5.5", "‘5.5’ has more decimals than the 0 that got may have", "how many in column decimals"),
    ("total", "5.5", "‘5.5’ has more decimals than the 0 that total may have", "how many in column decimals"),
    (
      "paid", "1.2345", "‘1.2345’ has more decimals than the 3 that paid may have",
      "how many in column decimals"
    ),
    ("rank", "2.5", "‘2.5’ has more decimals than the 0 that rank may have", "how many in column decimals"),
    ("got", "-5", "‘-5’ is negative and got cannot be", "‘false’ in column non_negative"),
    ("share", "-0.1", "‘-0.1’ is negative and share cannot be", "‘false’ in column non_negative"),
    (
      "share", "100.1", "‘100.1’ is more than 100, the most that share can be",
      "the maximum in column maximum"
    ),
    ("share", "6430", "‘6430’ is more than 100, the most that share can be", "the maximum in column maximum"),
    ("plan", "251", "‘251’ is more than 250, the most that plan can be", "the maximum in column maximum"),
  ])
  func whatItCannotBeIsNamed(measure: String, value: String, reason: String, remedy: String) throws {
    let expected = "\(reason); correct the value, or write \(remedy) of measures.csv"
    #expect(try problems(measure, value) == ["figures.csv:2, column value: \(expected)"])
  }

  @Test(arguments: ["got", "growth"], ["", "0.", "-", "-0."])
  func aNumberOfTooManyDigitsIsNamed(measure: String, start: String) throws {
    let value = start + String(repeating: "9", count: 39)
    #expect(
      try problems(measure, value) == [
        "figures.csv:2, column value: ‘\(value)’ has more than 38 digits; round it as it was printed"
      ])
  }

  @Test func aPercentageNeedsTwoDigitsMoreAsAFraction() throws {
    let value = "0." + String(repeating: "9", count: 37)
    #expect(
      try problems("growth", value) == [
        "figures.csv:2, column value: ‘\(value)’ has more than 38 digits; round it as it was printed"
      ])
  }

  @Test func decimalsAsPrintedHoldTheValue() throws {
    #expect(try problems("share", "64.3", decimals: "1") == [])
    #expect(try problems("share", "64.3", decimals: "2") == [])
    #expect(
      try problems("share", "64.35", decimals: "1") == [
        "figures.csv:2, column decimals: ‘64.35’ has more decimals than 1; correct either, or leave this cell empty"
      ])
    for wrong in ["-1", "39", "x", "99999999999999999999"] {
      #expect(
        try problems("share", "64.3", decimals: wrong) == [
          "figures.csv:2, column decimals: ‘\(wrong)’ is not a whole number from 0 to 38 / số nguyên"
        ])
    }
  }

  @Test func aLimitThatIsNoNumberIsNamed() throws {
    let package = try package()
    try package.replace("true,3,", by: "true,many,", in: "measures.csv")
    try package.replace("true,,250", by: "true,,all", in: "measures.csv")
    #expect(
      package.problems() == [
        "measures.csv:5, column decimals: ‘many’ is not a whole number from 0 to 38 / số nguyên",
        "measures.csv:8, column maximum: ‘all’ is not a number such as 64.3 / số",
      ])
  }

  @Test func allThatShipsIsWithinItsLimits() {
    #expect(ShippedData.library.store.figures.count == 418)
  }

  /// At start the rules of shipped data are not read; here they are.
  @Test func rulesThatShipAreOfTheLanguage() throws {
    let library = try Library().loading(folder: ShippedData.datasets, language: .english)
    #expect(!library.catalog.checks.isEmpty)
  }
}
