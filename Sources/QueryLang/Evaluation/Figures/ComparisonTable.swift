/// `compare`: measures as rows, what is compared as columns, each against the first.
struct ComparisonTable {
  private let plan: FigurePlan
  private let resolver: FigureResolver
  private let builder: ResultBuilder
  private let values: [GroupKey]
  /// Of each group its measures that are hidden, and whether because they are small counts themselves; what is held
  /// against a hidden one would tell it, and is hidden too.
  var hidden: [Group: [Int: Bool]] = [:]
  private var query: BoundQuery { plan.query }

  /// What the rows are called by.
  static let measureColumn = "measure"

  init(_ plan: FigurePlan, _ resolver: FigureResolver, comparing values: [GroupKey]) {
    self.plan = plan
    self.resolver = resolver
    self.values = values
    builder = ResultBuilder(plan, resolver)
  }

  /// - Parameter long: the same figures, one row for each value that is compared.
  func table(_ rows: [EvaluatedRow], beside long: ResultTable) -> ResultTable {
    let shown = rows.map { ShownRow($0) }
    let sources = builder.sourcePositions(shown)
    let width = builder.keyColumns(query.keys[0]).count
    let others = query.keys.dropFirst().flatMap { builder.keyColumns($0) }
    let named = values.map { name($0) }
    var columns =
      [
        ResultColumn(
          name: ComparisonTable.measureColumn, title: Localized(vi: "chỉ số", en: "measure"), role: .key)
      ] + others
    columns += named.enumerated().flatMap { position, name -> [ResultColumn] in
      var own = ResultColumn(name: name.canonical, title: name.shown, role: .measure(isShare: false))
      own.family = ComparisonTable.measureColumn
      guard position > 0 else { return [own] }
      return [own] + differenceColumns(name.canonical, name.shown)
    }
    var table = long
    table.columns = columns
    table.rows = query.measures.indices.flatMap { measure in
      groups(rows).map { group in
        row(measure, group.keys, group.rows, width: width, sources)
      }
    }
    return table
  }

  private func differenceColumns(_ name: String, _ shown: Localized) -> [ResultColumn] {
    [
      ResultColumn(
        name: name + "_difference",
        title: Localized(vi: "\(shown.vietnamese), chênh lệch", en: "\(shown.english), difference"),
        role: .measure(isShare: false)),
      ResultColumn(
        name: name + "_ratio",
        title: Localized(vi: "\(shown.vietnamese), tỷ số", en: "\(shown.english), ratio"),
        role: .measure(isShare: false)),
    ]
  }

  /// The rows by their other keys.
  private func groups(_ rows: [EvaluatedRow]) -> [(keys: [GroupKey], rows: [EvaluatedRow])] {
    var order: [[GroupKey]] = []
    var parts: [[GroupKey]: [EvaluatedRow]] = [:]
    for row in rows {
      let keys = Array(row.group.keys.dropFirst())
      if parts[keys] == nil { order.append(keys) }
      parts[keys, default: []].append(row)
    }
    if order.isEmpty, query.keys.count == 1 { order = [[]] }
    return order.map { ($0, parts[$0] ?? []) }
  }

  private func row(
    _ measure: Int, _ keys: [GroupKey], _ rows: [EvaluatedRow], width: Int, _ sources: [Int: Int]
  ) -> ResultRow {
    let own = query.measures[measure]
    let form: NumberForm = own.isShare ? .share : .plain
    let answers = values.map { value in
      rows.first { $0.group.keys[0] == value }?.answers[measure] ?? .missing
    }
    var cells = [ResultCell(.name(canonical: own.name, shown: own.title))]
    cells += builder.keyCells([nil] + keys).dropFirst(width)
    let secrets = values.map { hidden[Group(keys: [$0] + keys)]?[measure] }
    for (position, answer) in answers.enumerated() {
      let secret = secrets[position].map { ResultCell(hiddenBelow: $0 ? query.hideBelow : nil) }
      cells.append(secret ?? builder.cell(answer, sources, form))
      guard position > 0 else { continue }
      if secrets[position] != nil || secrets[0] != nil {
        cells += [ResultCell(hiddenBelow: nil), ResultCell(hiddenBelow: nil)]
        continue
      }
      let difference = Comparison.change(answer, answers[0])
      let shown = own.isShare ? Comparison.points(difference) : difference
      cells.append(builder.cell(shown, sources, own.isShare ? .points : .plain))
      cells.append(builder.cell(Comparison.ratio(answer, answers[0]), sources, .plain))
    }
    return ResultRow(cells: cells)
  }

  private func name(_ value: GroupKey) -> (canonical: String, shown: Localized) {
    switch value {
    case .period(let period): return (period.description, Localized(both: period.display))
    case .member(let member):
      guard case .dimension(let dimension) = query.keys[0] else { return ("", Localized(both: "")) }
      return builder.name(of: MemberReference(dimension: dimension, member: member))
    case .missing: return ("", Localized(both: "–"))
    }
  }
}
