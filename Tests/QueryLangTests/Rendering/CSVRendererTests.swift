import Testing

@testable import QueryLang

struct CSVRendererTests {
  @Test func plainValuesUnderCanonicalNames() {
    var table = provinceTable([
      groupRow(keyCell("Bắc Giang"), figureCell("201606"), realCell(0.25)),
      groupRow(keyCell("Huế"), ResultCell(.missing), ResultCell(.undefined)),
      groupRow(
        ResultCell(.period(Period(year: 2021, quarter: 2) ?? Period(day: Day(daysSince1970: 0)))),
        figureCell("-0.5"),
        ResultCell(.bounded(.greaterThan, ExactDecimal(significand: 1, scale: 1)))),
    ])
    table.rows.append(
      ResultRow(kind: .totalOfRows, cells: [ResultCell(.missing), figureCell("9"), realCell(.infinity)]))
    #expect(
      CSVRenderer().render(table, options: inVietnamese) == """
        province,received,rate
        Bắc Giang,201606,0.25
        Huế,,NaN
        2021-Q2,-0.5,>0.1
        (total of rows),9,NaN

        """)
  }

  @Test func statusOnAddsThreeColumnsPerMeasure() {
    let cell = figureCell(
      "5", .partial, coverage: [oneOfTwoSectors, twoOfThreeTiers], marks: [.conflict, .approx])
    let table = provinceTable([
      groupRow(keyCell("A"), cell, realCell(0.5)),
      ResultRow(kind: .totalOfRows, cells: [keyCell("T"), figureCell("5"), figureCell("1")]),
    ])
    #expect(
      CSVRenderer().render(table, options: RenderOptions(showsStatus: true)) == """
        province,received,received_status,received_coverage,received_marks,\
        rate,rate_status,rate_coverage,rate_marks
        A,5,partial,1 of 2 sectors; 2 of 3 tiers,conflict|approx,0.5,derived,,
        T,5,sum,,,1,sum,,

        """)
  }

  @Test func whatIsWrittenReadsBack() {
    let texts = [
      "a,b", "say \"x\"", "two\nlines", "\r\n", "", " blank ", "\t", "\u{1B}[31m", "\u{202E}", "é",
    ]
    for text in texts {
      let records = readCSV(CSVRenderer().render(textTable(text), options: inEnglish))
      #expect(records == [["name"], [text], [text]])
    }
  }

  @Test func tabSeparatedValuesEscapeInsteadOfQuoting() {
    let shown = TSVRenderer().render(textTable("a\tb\n\"c\"\\\r"), options: inEnglish)
    #expect(shownLines(shown) == ["name", #"a\tb\n"c"\\\r"#, #"a\tb\n"c"\\\r"#])
  }

  @Test func codeColumnsOnRequestOnly() {
    var table = textTable("A")
    table.columns.append(ResultColumn(name: "code", title: Localized(both: "Mã"), role: .code))
    #expect(CSVRenderer().render(table, options: inEnglish).hasPrefix("name\n"))
    #expect(CSVRenderer().render(table, options: RenderOptions(showsCodes: true)).hasPrefix("name,code\n"))
  }
}

/// A tiny RFC 4180 reader; records end in LF.
private func readCSV(_ text: String) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var field = String.UnicodeScalarView()
  var isQuoted = false
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    switch (scalar, isQuoted) {
    case ("\"", false):
      if previous == "\"" { field.append(scalar) }  // the second of a doubled quote
      isQuoted = true
    case ("\"", true): isQuoted = false
    case (",", false), ("\n", false):
      record.append(String(field))
      field = String.UnicodeScalarView()
      if scalar == "\n" {
        records.append(record)
        record = []
      }
    default: field.append(scalar)
    }
    previous = scalar
  }
  return records
}
