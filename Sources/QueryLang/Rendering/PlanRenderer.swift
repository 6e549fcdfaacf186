/// The plan of a query for people; all text is escaped for the terminal.
package enum PlanRenderer {
  package static func render(_ report: PlanReport, options: RenderOptions) -> String {
    let language = options.language
    var lines = report.clauses
    for part in report.parts.dropFirst() {
      lines.append("")
      lines.append(part.title[language])
      lines += report.items(ofPart: part.name).map { item in
        let indent = String(repeating: "  ", count: item.depth + 1)
        let count = item.count.map { " · " + countText($0, language) } ?? ""
        // What has a count of its own says by its words what is counted.
        let isCount = part.name == "count" || ["found", "with_value", "shown"].contains(item.name)
        let name = isCount ? "" : item.name + ": "
        return indent + name + item.detail[language] + count
      }
    }
    if !report.times.isEmpty {
      lines.append("")
      lines.append(Localized(vi: "thời gian (ms)", en: "time (ms)")[language])
      var format = NumberFormat(language: language, form: .plain)
      for time in report.times { format.widen(for: .exact(time.duration.inMilliseconds)) }
      lines += report.times.map { time in
        "  \(time.step.rawValue): \(format.text(.exact(time.duration.inMilliseconds)) ?? "")"
      }
    }
    let escaped = lines.map { escapedForTerminal($0) }.joined(separator: "\n") + "\n"
    return options.pageWidth.map { wrappedLines(escaped, toWidth: $0) } ?? escaped
  }
}
