/// Which cells of an answer over cases are hidden, so that no count of fewer cases than the limit can be read or
/// computed from the others.
///
/// Hidden are first the cells made of a small count: the count, rates and statistics of it; with one state of
/// timeliness all the states, since they add up to a whole that stays. Then in every column with a total so many
/// more, the smallest first, that the total tells no hidden cell: at least two, of at least the limit together.
struct SmallCounts {
  /// A row as far as it matters here.
  struct Row {
    let kind: ResultRow.Kind
    /// Rows of one part have a total of their own.
    let part: GroupKey?
    let parts: [CasePart]
    let baseline: [CasePart]
    let values: [Quantity?]
  }

  private let limit: Int
  private let own: Made
  private let baseline: Made?
  private let measures: [BoundMeasure]

  /// What the measures are made of.
  private struct Made {
    let atoms: [CaseAtom]
    /// The atoms of each measure.
    let used: [Set<Int>]

    init(
      _ atoms: [CaseAtom], _ leaves: [MeasureReference: CasePlan.Leaf], _ query: BoundQuery,
      _ catalog: Catalog
    ) {
      self.atoms = atoms
      used = query.measures.map { measure in
        var usesRates = false
        let expressions = [measure.expression] + measure.expression.windows.map(\.operand)
        let parts = expressions.flatMap { CasePlanner.expanded($0, catalog, &usesRates).measures }
        return Set(parts.compactMap { leaves[$0]?.atom })
      }
    }

    /// The measures that tell something of these atoms.
    func touched(by small: Set<Int>) -> [Int] {
      let placings = Set(small.filter { atoms[$0].timeliness != nil }.map { atoms[$0].placing })
      let all = small.union(
        atoms.indices.filter { atoms[$0].timeliness != nil && placings.contains(atoms[$0].placing) })
      return used.indices.filter { !used[$0].isDisjoint(with: all) }
    }
  }

  init(_ limit: Int, _ plan: CasePlan, _ catalog: Catalog) {
    self.limit = limit
    measures = plan.query.measures
    own = Made(plan.aggregation.atoms, plan.leaves, plan.query, catalog)
    baseline = plan.baseline.map { Made($0.aggregation.atoms, $0.leaves, plan.query, catalog) }
  }

  /// For each row the measures that are hidden, and whether because they are small themselves.
  func hidden(_ rows: [Row]) -> [[Int: Bool]] {
    var hidden = rows.map { row in
      let touched = Set(
        own.touched(by: small(row.parts)) + (baseline?.touched(by: small(row.baseline)) ?? []))
      return Dictionary(uniqueKeysWithValues: touched.map { ($0, isSmall(row.values[$0])) })
    }
    hideWindows(&hidden)
    while hideOneMore(rows, &hidden) {}
    return hidden
  }

  private func isSmall(_ value: Quantity?) -> Bool {
    guard case .exact(let number)? = value, number.scale == 0 else { return false }
    return number.significand >= 1 && number.significand < Int128(limit)
  }

  private func small(_ parts: [CasePart]) -> Set<Int> {
    var found: Set<Int> = []
    for (index, part) in parts.enumerated() {
      let count: Int
      switch part {
      case .count(let cases), .sum(let cases, _): count = cases
      case .histogram(let values): count = values.values.reduce(0, +)
      // The least and the greatest are what single cases have.
      case .extremes: count = 1
      case .none: count = 0
      }
      if count >= 1, count < limit { found.insert(index) }
    }
    return found
  }

  /// Shares, ranks and running sums tell of other rows too.
  private func hideWindows(_ hidden: inout [[Int: Bool]]) {
    for measure in measures.indices where !measures[measure].expression.windows.isEmpty {
      guard hidden.contains(where: { $0[measure] != nil }) else { continue }
      for row in hidden.indices { hidden[row][measure] = hidden[row][measure] ?? false }
    }
  }

  /// - Returns: `false` where nothing more needs to be hidden.
  private func hideOneMore(_ rows: [Row], _ hidden: inout [[Int: Bool]]) -> Bool {
    for total in rows.indices where rows[total].kind == .totalOfRows {
      let parts = rows.indices.filter { rows[$0].kind != .totalOfRows && rows[$0].part == rows[total].part }
      for measure in measures.indices where hidden[total][measure] == nil && isCount(measure) {
        let gone = parts.filter { hidden[$0][measure] != nil }
        guard !gone.isEmpty else { continue }
        let sum = gone.reduce(Int128(0)) { $0 + amount(rows[$1].values[measure]) }
        if gone.count > 1, sum >= Int128(limit) { continue }
        let left = parts.filter { hidden[$0][measure] == nil && amount(rows[$0].values[measure]) > 0 }
        let next = left.min { amount(rows[$0].values[measure]) < amount(rows[$1].values[measure]) }
        for also in own.touched(by: own.used[measure]) where hidden[next ?? total][also] == nil {
          hidden[next ?? total][also] = false
        }
        return true
      }
    }
    return false
  }

  /// Its rows add up to the total.
  private func isCount(_ measure: Int) -> Bool {
    !measures[measure].isShare && own.used[measure].allSatisfy { own.atoms[$0].statistic == .count }
  }

  private func amount(_ value: Quantity?) -> Int128 {
    guard case .exact(let number)? = value else { return 0 }
    return number.scale == 0 ? number.significand : 0
  }
}
