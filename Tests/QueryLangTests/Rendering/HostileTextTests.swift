import Testing

@testable import QueryLang

struct HostileTextTests {
  /// Steering characters in every place that holds text.
  private let table: ResultTable = {
    let attack = "\u{1B}[2J\u{9B}31m\u{7}\u{0}\u{7F}\r\u{202E}\u{2066}\u{200B}\u{2028}\u{E0041}x"
    var table = textTable(attack)
    let unit = Localized(both: attack)
    table.columns.append(ResultColumn(name: attack, title: unit, role: .measure(isShare: false)))
    for (index, known) in [1, 2].enumerated() {
      let coverage = [Coverage(known: known, total: 3, unit: unit)]
      table.rows[index].cells.append(figureCell("1", .partial, coverage: coverage))
    }
    return table
  }()

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n"
      case .format, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
  }

  @Test(arguments: OutputFormat.allCases.filter { !$0.isMachine }, [nil, 40, 80])
  func neverReachesAHumanFormat(format: OutputFormat, width: Int?) {
    for showsStatus in [false, true] {
      let options = RenderOptions(language: .english, widthInColumns: width, showsStatus: showsStatus)
      #expect(isHarmless(format.renderer.render(table, options: options)))
    }
  }

  @Test func neverReachesJSONOrStandardError() throws {
    #expect(isHarmless(JSONRenderer().render(table, options: inEnglish)))
    #expect(isHarmless(try #require(machineNote(for: table, language: .vietnamese))))
  }
}
