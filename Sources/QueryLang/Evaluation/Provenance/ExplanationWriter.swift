/// Derivations → explanation: names for members and measures, words for roads.
struct ExplanationWriter {
  let derivations: CellDerivations
  let canonical: CanonicalText
  /// The group whose cell is being told; functions over rows speak of the others.
  var group: EvaluatedRow?
  var resolver: FigureResolver { derivations.resolver }
  var catalog: Catalog { resolver.catalog }

  init(_ derivations: CellDerivations) {
    self.derivations = derivations
    canonical = CanonicalText(derivations.resolver.catalog)
  }

  /// - Parameter limit: of the cells, those after which are counted.
  func explanation(of figures: [ExplainedFigure], limit: Int) throws(QueryError) -> Explanation {
    var cells: [Explanation.Cell] = []
    var count = 0
    for figure in figures {
      for part in derivations.parts(of: figure.measure) {
        count += 1
        guard cells.count < limit else { continue }
        try resolver.observer.checkpoint()
        cells.append(cell(figure, part.part, derivations.record.table.columns[part.column], part.column))
      }
    }
    return explanation(cells, leftOut: count - cells.count, notes(cells))
  }

  func explanation(_ cells: [Explanation.Cell], leftOut: Int, _ notes: [Localized]) -> Explanation {
    let named = Set(cells.flatMap { $0.root.all.compactMap { $0.source?.document } })
    let table = derivations.record.table
    return Explanation(
      keyColumns: keys.map { table.columns[$0] }, cells: cells, cellsLeftOut: leftOut,
      documents: catalog.sources.filter { named.contains($0.id) }, notes: notes, echo: table.echo)
  }

  private var keys: [Int] {
    derivations.record.table.columns.indices.filter { derivations.record.table.columns[$0].role == .key }
  }

  func cell(
    _ figure: ExplainedFigure, _ part: ExplainedPart, _ column: ResultColumn, _ position: Int
  ) -> Explanation.Cell {
    let row = derivations.record.table.rows[figure.row]
    return explained(row, column, root(figure, part, column, row.cell(position)))
  }

  func explained(_ row: ResultRow, _ column: ResultColumn, _ root: ExplanationNode) -> Explanation.Cell {
    Explanation.Cell(keys: keys.map { row.cell($0) }, column: column, root: root)
  }

  /// Advice on what is missing stands under the tree as it does under the table.
  private func notes(_ cells: [Explanation.Cell]) -> [Localized] {
    let isAnyMissing = cells.contains { $0.root.value.status == .missing }
    guard isAnyMissing else { return [] }
    return
      (sumNotes
      + MissingAdvice(derivations.plan, resolver, spans: derivations.record.spans)
      .notes(derivations.record.found)).capped(at: FigureFoot.mostNotes)
  }

  // MARK: Nodes

  private func root(
    _ figure: ExplainedFigure, _ part: ExplainedPart, _ column: ResultColumn, _ shown: ResultCell
  ) -> ExplanationNode {
    let row = derivations.explainedRow(figure.row)
    var node =
      switch part {
      case .own, .baseline: amount(of: row, figure.measure, isBaseline: part == .baseline, column)
      case .change, .changeRatio: change(figure, part, column, shown)
      }
    if shown.absence != nil { node.value = shown }
    return node
  }

  private func amount(of row: ExplainedRow, _ measure: Int, isBaseline: Bool, _ column: ResultColumn)
    -> ExplanationNode
  {
    switch row {
    case .sum(let sum): return self.sum(sum, measure, isBaseline: isBaseline, column)
    case .group(let group) where !isBaseline:
      var writer = self
      writer.group = group
      let derivation = derivations.derivation(
        column: measure, at: group.coordinates, windows: group.windows)
      return writer.placed(derivation, column)
    case .group(let group):
      guard let place = group.baseline else { return withoutBaseline(group, column) }
      return placed(derivations.derivation(column: measure, at: place), column)
    }
  }

  /// A derivation under the title of its column and its place.
  func placed(_ derivation: Derivation, _ column: ResultColumn, after label: Localized? = nil)
    -> ExplanationNode
  {
    let title = [label, column.title, place(derivation)].compactMap { $0 }.filter { !$0.isEmpty }
    return node(derivation, .part, title.joined(" · "), column.name)
  }

  func node(_ derivation: Derivation, _ role: ExplanationNode.Role) -> ExplanationNode {
    node(derivation, role, title(derivation), name(derivation))
  }

  private func node(
    _ derivation: Derivation, _ role: ExplanationNode.Role, _ title: Localized, _ name: String
  ) -> ExplanationNode {
    // One figure of the very cell says all by itself.
    let single = derivation.step == .reported && derivation.parts.count == 1 ? derivation.parts.first : nil
    var parts = single == nil ? derivation.parts.map { node($0, .part) } : []
    let rows = windowRows(derivation)
    parts += rows?.nodes ?? []
    parts += derivation.besides.map { beside in
      node(beside.derivation, ExplanationNode.Role(rawValue: beside.relation.rawValue) ?? .agrees)
    }
    parts += nearest(derivation)
    return ExplanationNode(
      role: role, title: title, name: name, value: value(derivation.answer),
      isShare: isShare(derivation), road: rows?.road ?? road(derivation), absent: absent(derivation),
      step: stepWord(derivation.step),
      calculation: rows?.calculation ?? calculation(derivation), source: source(single ?? derivation),
      parts: parts)
  }

  private func nearest(_ derivation: Derivation) -> [ExplanationNode] {
    guard derivation.step == .missing, let measure = derivation.measure else { return [] }
    return NearestFigures(resolver: resolver).positions(measure, derivation.coordinates).map { position in
      node(DerivationWalk(resolver).leaf(position, derivation.coordinates), .nearest)
    }
  }

  private func source(_ derivation: Derivation) -> ExplanationNode.Source? {
    guard case .figure(let position) = derivation.label else { return nil }
    let figure = resolver.index[position]
    let named = figure.cell.members.filter { !catalog.defaults.contains($0) }
    let selections = named.map { Selection(dimension: $0.dimension, members: [$0.member]) }
    return ExplanationNode.Source(
      document: catalog.sources[figure.source].id, section: figure.section, line: figure.line,
      ordinal: figure.ordinal, measure: catalog.measures[figure.measure].id,
      members: selections.map { canonical.write($0, among: selections) }.joined(separator: " and "),
      period: figure.period)
  }

  // MARK: Values

  func value(_ answer: Resolved) -> ResultCell {
    let value: ResultCell.Value =
      switch answer.amount {
      case _ where answer.status == .missing: .missing
      case .number(let quantity): .number(quantity)
      case .bounded(let bound, let limit): .bounded(bound, limit)
      case .undefined: .undefined
      }
    return ResultCell(value, status: answer.status, coverage: answer.coverage, marks: answer.marks)
  }

  private func isShare(_ derivation: Derivation) -> Bool {
    if let measure = derivation.measure { return catalog.measures[measure].isPercentage }
    guard case .expression(let expression) = derivation.label else { return false }
    return expression.isShare(in: catalog)
  }

  /// The formula with the values of its parts in the places of their names.
  private func calculation(_ derivation: Derivation) -> [ExplanationNode.Piece] {
    switch derivation.step {
    case .formula(let expression), .expression(let expression):
      guard expression.measures.count > 1 || derivation.parts.count > 1 else { return [] }
      return Calculation(derivation.parts.map { ($0, value($0.answer).value, isShare($0)) })
        .pieces(expression)
    case .allMembers, .selected, .united, .periods, .knownMembers:
      return sumPieces(derivation.parts.map { (value($0.answer).value, isShare($0)) })
    case .reported, .figure, .stock, .missing: return []
    }
  }

  /// `1.148 + 173`.
  func sumPieces(_ values: [(value: ResultCell.Value, isShare: Bool)]) -> [ExplanationNode.Piece] {
    guard (2...ExplanationWriter.longestSum).contains(values.count) else { return [] }
    let pieces = values.map { ExplanationNode.Piece.value($0.value, isShare: $0.isShare) }
    return Array(pieces.map { [$0] }.joined(separator: [.text(" + ")]))
  }

  /// Longer sums are told by their parts alone.
  private static let longestSum = 6
}
