import Testing

@testable import QueryLang

struct JSONRendererTests {
  private let table = provinceTable([
    groupRow(keyCell("Huế"), figureCell("201606"), realCell(1e-7)),
    groupRow(keyCell("B"), ResultCell(.missing), ResultCell(.undefined)),
    groupRow(
      keyCell("C"), figureCell("1"), ResultCell(.bounded(.lessThan, ExactDecimal(significand: 1, scale: 1)))),
  ])

  @Test func anArrayOfObjects() {
    #expect(
      JSONRenderer().render(table, options: inVietnamese) == """
        [
        {"province":"Huế","received":201606,"rate":0.0000001},
        {"province":"B","received":null,"rate":null,"rate_status":"undefined"},
        {"province":"C","received":1,"rate":"<0.1"}
        ]

        """)
  }

  @Test func jsonLinesAreTheObjectsAlone() {
    let shown = shownLines(JSONLinesRenderer().render(table, options: inVietnamese))
    #expect(shown.count == 3)
    #expect(shown[0] == #"{"province":"Huế","received":201606,"rate":0.0000001}"#)
  }

  @Test func statusOnNamesEachKeyOnce() {
    let shown = shownLines(JSONLinesRenderer().render(table, options: RenderOptions(showsStatus: true)))
    #expect(
      shown[1] == """
        {"province":"B","received":null,"received_status":"missing","received_coverage":"",\
        "received_marks":"","rate":null,"rate_status":"undefined","rate_coverage":"","rate_marks":""}
        """)
  }

  @Test func textIsEscapedByTheRulesOfJSON() {
    let text = "\"\\\n\r\t\u{0}\u{1B}\u{7F}\u{9B}\u{202E}\u{2028}\u{FEFF}\u{E0041}é東👍"
    let shown = shownLines(JSONLinesRenderer().render(textTable(text), options: inEnglish))
    let expected =
      #"{"name":"\"\\\n\r\t\u0000\u001b\u007f\u009b\u202e\u2028\ufeff\udb40\udc41é東👍"}"#
    #expect(shown[0] == expected)
  }

  @Test func noRowsAreAnEmptyArray() {
    #expect(JSONRenderer().render(provinceTable([]), options: inEnglish) == "[]\n")
    #expect(JSONLinesRenderer().render(provinceTable([]), options: inEnglish).isEmpty)
  }

  @Test func whatIsNoNumberIsUndefined() {
    let shown = JSONLinesRenderer().render(
      provinceTable([groupRow(keyCell("A"), realCell(.nan), figureCell("0"))]), options: inEnglish)
    #expect(shown == #"{"province":"A","received":null,"received_status":"undefined","rate":0}"# + "\n")
  }
}
