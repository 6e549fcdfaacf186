// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// `pivot`: the members of one key as columns, and one row for what the other keys say.
extension ObviousEvaluator {
  static let notShown = "not shown"

  /// A line for the names of the columns, then one for each row.
  func pivoted() -> [String] {
    let key = query.pivotKey!
    let (all, shown, cut) = rows()
    let left = query.ranking?.withOthers == true ? cut : []
    var members: [KeyValue] = []
    for group in shown + left where !members.contains(group.keys[key]) { members.append(group.keys[key]) }
    members.sort { isBefore($0, $1, query.keys[key]) ?? false }
    let names = query.measures.flatMap(columnNames)
    var lines = [names.flatMap { name in members.map { "\(name)_\(text($0))" } }.joined(separator: " | ")]
    var done: [[KeyValue]] = []
    for group in shown where !done.contains(others(group, key)) {
      done.append(others(group, key))
      let row = members.map { member in
        shown.first { $0.keys[key] == member && others($0, key) == others(group, key) }.map(cells)
      }
      lines.append(
        line(others(group, key).map(text), row, names.count) { position in
          let isKnown = all.contains {
            $0.keys[key] == members[position] && others($0, key) == others(group, key)
          }
          return isKnown ? ObviousEvaluator.notShown : ObviousAnswer.missing.description
        })
    }
    return lines + pivotedSums(members, shown, cut, names.count)
  }

  private func pivotedSums(_ members: [KeyValue], _ shown: [Group], _ cut: [Group], _ count: Int) -> [String]
  {
    let sums = sums(shown, cut)
    var lines: [String] = []
    var done: [[String]] = []
    // The keys of a sum: what it is, then what it is of, the pivoted key among it.
    let place = 1 + (query.ranking?.perKey.map { $0 < query.pivotKey! ? 1 : 0 } ?? 0)
    func label(_ row: Row) -> [String] {
      let position = row.keys[0] == ObviousEvaluator.total ? 1 : place
      return row.keys.enumerated().filter { $0.offset != position }.map(\.element)
    }
    func member(_ row: Row) -> String {
      row.keys[row.keys[0] == ObviousEvaluator.total ? 1 : place]
    }
    for sum in sums where !done.contains(label(sum)) {
      done.append(label(sum))
      let row = members.map { wanted in
        sums.first { label($0) == label(sum) && member($0) == text(wanted) }?.cells
      }
      lines.append(line(label(sum), row, count) { _ in ObviousAnswer.missing.description })
    }
    return lines
  }

  private func others(_ group: Group, _ key: Int) -> [KeyValue] {
    group.keys.enumerated().filter { $0.offset != key }.map(\.element)
  }

  /// Measure by measure, in each the members.
  private func line(
    _ keys: [String], _ cells: [[ObviousAnswer]?], _ count: Int, _ absent: (Int) -> String
  ) -> String {
    let values = (0..<count).flatMap { column in
      cells.enumerated().map { $0.element.map { $0[column].description } ?? absent($0.offset) }
    }
    return (keys + values).joined(separator: " | ")
  }

  private func columnNames(_ measure: BoundMeasure) -> [String] {
    let name = measure.name
    if query.baseline == nil { return [name] }
    if measure.isShare { return [name, name + "_baseline", name + "_change_points"] }
    return [name, name + "_baseline", name + "_change", name + "_change_pct"]
  }
}
