/// Derivations → explanation: names for members and measures, words for roads.
struct ExplanationWriter {
  let derivations: CellDerivations
  let canonical: CanonicalText
  var resolver: FigureResolver { derivations.resolver }
  var catalog: Catalog { resolver.catalog }

  init(_ derivations: CellDerivations) {
    self.derivations = derivations
    canonical = CanonicalText(derivations.resolver.catalog)
  }

  func explanation(ofRows rows: [Int], limit: Int) throws(QueryError) -> Explanation {
    let table = derivations.table
    let query = derivations.plan.query
    let measured = table.columns.indices.filter { table.columns[$0].isMeasure }
    let keys = table.columns.indices.filter { table.columns[$0].role == .key }
    let cells = try derivations.cells(ofRows: rows, limit: limit).map { cell in
      let title = query.measures[cell.column].title
      return Explanation.Cell(
        keys: keys.map { table.rows[cell.row].cells[$0] }, column: table.columns[measured[cell.column]],
        root: root(cell, [title, place(cell.derivation)].filter { !$0.isEmpty }.joined(" · ")))
    }
    let named = Set(cells.flatMap { $0.root.all.compactMap { $0.source?.document } })
    return Explanation(
      keyColumns: keys.map { table.columns[$0] }, cells: cells,
      cellsLeftOut: rows.count * query.measures.count - cells.count,
      documents: catalog.sources.filter { named.contains($0.id) }, notes: notes(cells), echo: table.echo)
  }

  /// Advice on what is missing stands under the tree as it does under the table.
  private func notes(_ cells: [Explanation.Cell]) -> [Localized] {
    let isAnyMissing = cells.contains { $0.root.value.status == .missing }
    guard isAnyMissing else { return [] }
    return MissingAdvice(derivations.plan, resolver, spans: derivations.record.spans)
      .notes(derivations.record.rows).capped(at: FigureFoot.mostNotes)
  }

  // MARK: Nodes

  private func root(_ cell: CellDerivations.Cell, _ title: Localized) -> ExplanationNode {
    let name = derivations.plan.query.measures[cell.column].name
    return node(cell.derivation, .part, title, name)
  }

  private func node(_ derivation: Derivation, _ role: ExplanationNode.Role) -> ExplanationNode {
    node(derivation, role, title(derivation), name(derivation))
  }

  private func node(
    _ derivation: Derivation, _ role: ExplanationNode.Role, _ title: Localized, _ name: String
  ) -> ExplanationNode {
    // One figure of the very cell says all by itself.
    let single = derivation.step == .reported && derivation.parts.count == 1 ? derivation.parts.first : nil
    var parts = single == nil ? derivation.parts.map { node($0, .part) } : []
    parts += derivation.besides.map { beside in
      node(beside.derivation, ExplanationNode.Role(rawValue: beside.relation.rawValue) ?? .agrees)
    }
    parts += nearest(derivation)
    return ExplanationNode(
      role: role, title: title, name: name, value: value(derivation.answer),
      isShare: isShare(derivation), road: road(derivation), absent: absent(derivation),
      step: stepWord(derivation.step),
      calculation: calculation(derivation), source: source(single ?? derivation), parts: parts)
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

  private func value(_ answer: Resolved) -> ResultCell {
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
      guard (2...ExplanationWriter.longestSum).contains(derivation.parts.count) else { return [] }
      let values = derivation.parts.map {
        ExplanationNode.Piece.value(value($0.answer).value, isShare: isShare($0))
      }
      return Array(values.map { [$0] }.joined(separator: [.text(" + ")]))
    case .reported, .figure, .stock, .missing: return []
    }
  }

  /// Longer sums are told by their parts alone.
  private static let longestSum = 6
}
