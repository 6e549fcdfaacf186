/// A pipe table (GitHub Flavored Markdown), numbers as in human tables, the foot as a list below.
///
/// Characters that Markdown would act on are escaped with a backslash; a newline is `<br>`.
package struct MarkdownRenderer: ResultRenderer {
  package init() {}

  package func render(_ table: ResultTable, options: RenderOptions) -> String {
    let human = HumanTable(table, options)
    var output = ""
    if !human.columns.isEmpty {
      output += line(human.columns.map { escaped($0.title) })
      output += line(human.columns.map { $0.isRightAligned ? "---:" : "---" })
      for row in human.rows where !options.observer.isStopped {
        output += line(row.cells.map { cellText($0, row.kind) })
      }
      output += "\n"
    }
    for line in ResultFoot(table, options).lines(toWidth: .max) { output += "- \(escaped(line))\n" }
    return output
  }

  private func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  private func cellText(_ cell: HumanTable.Cell, _ kind: ResultRow.Kind) -> String {
    let text = escaped(cell.text + cell.signs)
    return kind == .group || text.isEmpty ? text : "**\(text)**"
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        result += "<br>"
        continue
      case "\\", "|", "`", "*", "_", "[", "]", "<", ">", "&", "~": result += "\\"
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
