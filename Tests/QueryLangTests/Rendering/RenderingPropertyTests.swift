import Testing

@testable import QueryLang

/// Random tables of hostile text on every width: nothing steers, nothing stands out, everything is aligned.
struct RenderingPropertyTests {
  /// What data must not bring to a terminal, and what takes more or less than one column.
  private static let pieces: [String] = {
    let controls = (Array(0..<0x20) + Array(0x7F..<0xA0)).compactMap { Unicode.Scalar(UInt32($0)) }
    let others: [Unicode.Scalar] = [
      "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}",
      "\u{2067}",
      "\u{2068}", "\u{2069}", "\u{061C}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{00AD}", "\u{200B}",
      "\u{E0041}",
    ]
    let texts = [
      "\r", "\r\n", "\n", "\u{1B}[2J", "\u{1B}]0;x\u{7}", "\u{9B}31m",
      "e" + String(repeating: "\u{301}", count: 500),
      String(repeating: "\u{301}", count: 40), "東京都", "👩‍👩‍👧‍👦", "🇻🇳", "Hue\u{302}\u{301}", "Bắc Giang", "ﷺ", "กำ",
      " ",
      "  ", "a", "received_to_process", String(repeating: "x", count: 90), "한국어", "\u{1160}", "नमस्ते", "➔", "½",
    ]
    return (controls + others).map { String($0) } + texts
  }()

  private func text(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      Self.pieces.randomElement(using: &generator) ?? ""
    }
    .joined()
  }

  private func cell(_ generator: inout SeededGenerator) -> ResultCell {
    switch Int.random(in: 0...5, using: &generator) {
    case 0: ResultCell(.missing)
    case 1: ResultCell(.undefined)
    case 2: figureCell("1234567", .partial, coverage: [oneOfTwoSectors], marks: .conflict)
    case 3: realCell(0.25)
    case 4: keyCell(text(&generator))
    default: ResultCell(.text(Localized(both: text(&generator))))
    }
  }

  private func table(_ generator: inout SeededGenerator) -> ResultTable {
    let roles: [ResultColumn.Role] = [.key, .text, .measure(isShare: false), .measure(isShare: true)]
    let columns = (0..<Int.random(in: 1...7, using: &generator)).map { index in
      ResultColumn(
        name: "c\(index)", title: Localized(both: text(&generator)),
        role: roles.randomElement(using: &generator) ?? .key)
    }
    let kinds: [ResultRow.Kind] = [.group, .group, .group, .totalOfRows, .reportedTotal, .others]
    let rows = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      ResultRow(
        kind: kinds.randomElement(using: &generator) ?? .group, cells: columns.map { _ in cell(&generator) })
    }
    return ResultTable(
      columns: columns, rows: rows, notes: [Localized(both: text(&generator))],
      sources: [ResultSource(id: text(&generator), title: Localized(both: ""))], echo: text(&generator))
  }

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n"
      case .lineSeparator, .paragraphSeparator: false
      case .format: scalar.value == 0x200D
      default: true
      }
    }
  }

  private func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  /// Lines of the box: from its first corner to its last.
  private func box(_ text: String) -> [String] {
    let all = lines(text)
    guard let first = all.firstIndex(where: { $0.hasPrefix("╭") }),
      let last = all.lastIndex(where: { $0.hasPrefix("╰") })
    else { return [] }
    return Array(all[first...last])
  }

  @Test(arguments: 0..<40)
  func randomTablesStayInTheirPlace(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<10 {
      let table = table(&generator)
      let width = [nil, 1, 2, 20, 40, 41, 57, 80, 100, 143, 200, 300].randomElement(using: &generator) ?? nil
      let options = RenderOptions(
        language: .english, widthInColumns: width, showsStatus: Bool.random(using: &generator))
      for format in OutputFormat.allCases where !format.isMachine {
        let shown = format.renderer.render(table, options: options)
        #expect(isHarmless(shown), "\(format) \(shown.debugDescription)")
        guard let width, format != .markdown else { continue }
        #expect(
          lines(shown).allSatisfy { displayWidth($0) <= max(width, 20) }, "\(format) \(width)\n\(shown)")
      }
      let widths = Set(box(TableRenderer().render(table, options: options)).map { displayWidth($0) })
      #expect(widths.count <= 1)
    }
  }

  @Test(arguments: [nil, 40, 100, 300])
  func aCellOfTenThousandColumnsIsCutOnAPageOnlyAndSaid(width: Int?) {
    let long = String(repeating: "đ", count: 10_000)
    let table = provinceTable([groupRow(keyCell(long), figureCell("1"), figureCell("0"))])
    let options = RenderOptions(language: .english, widthInColumns: width)
    let shown = TableRenderer().render(table, options: options)
    #expect(Set(box(shown).map { displayWidth($0) }).count == 1)
    let count = shown.count { $0 == "đ" }
    if width == nil || width == 300 && count == 10_000 {
      #expect(count == 10_000)
    } else {
      #expect(count < 10_000)
      #expect(shown.contains("1 cell is cut: ‘| vertical’ shows all"))
      #expect(shown.contains("…"))
    }
    #expect(VerticalRenderer().render(table, options: options).count { $0 == "đ" } == 10_000)
  }

  @Test func identifiersBreakAtTheirSeams() {
    #expect(wrapped("received_to_process", toWidth: 12) == ["received_to_", "process"])
    #expect(wrapped("a_bcdefghijklmno", toWidth: 8) == ["a_bcdefg", "hijklmno"])
  }
}
