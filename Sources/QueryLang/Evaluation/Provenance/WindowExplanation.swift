// What a row is among others: the rows that `share`, `rank`, `cumulative` and `change` look at.
extension ExplanationWriter {
  /// `nil` where the derivation is no function over rows, or its rows do not bear out the answer.
  func windowRows(_ derivation: Derivation) -> RowsTold? {
    guard let group, case .expression(.window(let window)) = derivation.label,
      let answer = group.windows[window]
    else { return nil }
    let rows = WindowRows(window, derivations, among: group)
    switch window.function {
    case .share: return share(rows, answer)
    case .rank: return rank(rows)
    case .cumulative: return cumulative(rows, answer)
    case .change: return change(rows)
    }
  }

  /// The figure of the row itself is told before.
  private func share(_ rows: WindowRows, _ answer: Resolved) -> RowsTold? {
    guard answer.status != .missing else {
      return RowsTold(
        road: rows.own.status == .missing
          ? Localized(vi: "không có số liệu", en: "there is no figure")
          : Localized(
            vi:
              "dòng này không nằm trong tổng: đã tính trong dòng khác, hoặc các dòng không phải là các phần rời nhau",
            en: "this row is in no sum: counted inside others, or the rows are not separate parts of a whole")
      )
    }
    let counted = rows.summands
    guard let start = counted.first?.answer else { return nil }
    let whole = counted.dropFirst().reduce(start) { Resolved.combining($0, $1.answer, Arithmetic.add) }
    guard Comparison.ratio(rows.own, whole).amount == answer.amount else { return nil }
    let told = rowsTold(counted, isShare: rows.isShare)
    let node = ExplanationNode(
      role: .part, title: Localized(vi: "toàn bộ", en: "the whole"), name: "whole", value: value(whole),
      isShare: rows.isShare, road: told.road, absent: Localized(both: ""), step: "rows",
      calculation: told.calculation, source: nil, parts: told.nodes)
    return RowsTold(
      road: Localized(vi: "phần của dòng này trong toàn bộ", en: "this row of the whole"),
      calculation: [
        .value(value(rows.own).value, isShare: rows.isShare), .text(" / "),
        .value(node.value.value, isShare: rows.isShare),
      ], nodes: [node])
  }

  private func rank(_ rows: WindowRows) -> RowsTold? {
    guard let own = rows.own.amount.quantity else { return nil }
    let known = rows.all.filter { $0.answer.amount.quantity != nil }
    let larger = known.filter { other in other.answer.amount.quantity.map { own < $0 } ?? false }
    let order = RowOrder.byValue(larger.map(\.answer.amount.quantity), isDescending: true)
    let nodes = order.map { rowNode(larger[$0].row, larger[$0].answer, isShare: rows.isShare) }
    return RowsTold(
      road: Localized(
        vi: "\(larger.count) trong \(known.count) dòng lớn hơn",
        en: "\(larger.count) of \(known.count) rows are larger"), nodes: nodes)
  }

  private func cumulative(_ rows: WindowRows, _ answer: Resolved) -> RowsTold? {
    let known = rows.upToOwn.filter { $0.answer.status != .missing }
    guard let start = known.first?.answer else { return nil }
    let sum = known.dropFirst().reduce(start) { Resolved.combining($0, $1.answer, Arithmetic.add) }
    return sum.amount == answer.amount ? rowsTold(known, isShare: rows.isShare) : nil
  }

  private func change(_ rows: WindowRows) -> RowsTold? {
    guard let earlier = rows.before else {
      return RowsTold(
        road: Localized(vi: "không có dòng của kỳ trước", en: "there is no row of the period before"))
    }
    let node = rowNode(earlier.row, earlier.answer, isShare: rows.isShare)
    return RowsTold(
      road: Localized(vi: "so với kỳ trước", en: "against the period before"),
      calculation: [
        .value(value(rows.own).value, isShare: rows.isShare), .text(" − "),
        .value(node.value.value, isShare: rows.isShare),
      ], nodes: [node])
  }
}

extension Amount {
  fileprivate var quantity: Quantity? { if case .number(let quantity) = self { quantity } else { nil } }
}

/// All rows found with what a window looks at in each.
private struct WindowRows {
  typealias Row = (row: EvaluatedRow, answer: Resolved)

  let all: [Row]
  let own: Resolved
  let isShare: Bool
  private let window: WindowCall
  private let group: Group
  private let derivations: CellDerivations
  private var query: BoundQuery { derivations.plan.query }

  init(_ window: WindowCall, _ derivations: CellDerivations, among own: EvaluatedRow) {
    let resolver = derivations.resolver
    let columns = ColumnEvaluation(resolver)
    let operand = FigurePlanner(resolver.catalog).plan(window.operand)
    all = derivations.record.found.map { ($0, columns.answer(operand, at: $0.coordinates)) }
    self.own = columns.answer(operand, at: own.coordinates)
    isShare = window.operand.isShare(in: resolver.catalog)
    group = own.group
    self.window = window
    self.derivations = derivations
  }

  /// The rows whose sum is the whole of this one.
  var summands: [Row] {
    var sums = RowSums(derivations.plan, derivations.resolver)
    let counted = Set(sums.summands(all.map(\.row)).map(\.group))
    let position = window.within.flatMap { query.keys.firstIndex(of: $0) }
    return all.filter { row, answer in
      counted.contains(row.group) && answer.status != .missing
        && position.map { row.group.keys[$0] == group.keys[$0] } ?? true
    }
  }

  private var timePosition: Int? {
    query.keys.finestTimeField.flatMap { query.keys.firstIndex(of: .time($0)) }
  }

  /// The rows that differ from this one in time alone, by time, up to it.
  var upToOwn: [Row] {
    guard let time = timePosition else {
      let end = all.firstIndex { $0.row.group == group }.map { $0 + 1 } ?? 0
      return Array(all[..<end])
    }
    let series = all.filter { row, _ in
      query.keys.indices.allSatisfy { query.keys[$0].isTime || row.group.keys[$0] == group.keys[$0] }
    }
    guard case .period(let last) = group.keys[time] else { return [] }
    return series.compactMap { row -> (Period, Row)? in
      guard case .period(let period) = row.row.group.keys[time], period <= last else { return nil }
      return (period, row)
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  var before: Row? {
    guard let time = timePosition, case .period(let own) = group.keys[time] else { return nil }
    return upToOwn.last { row, answer in
      row.group.keys[time] == own.previous.map { .period($0) } && answer.status != .missing
    }
  }
}
