// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

/// Answers a query over figures slowly and obviously: every member of every key is tried, every road of every cell
/// is walked. Written from LANGUAGE.md alone, to be compared with the evaluator that people use.
struct ObviousEvaluator {
  struct Row: Equatable {
    /// A member of a dimension by its id, a period by its days.
    var keys: [String]
    var cells: [ObviousAnswer]
  }

  /// What one column asks about: the cell of the row, the query's conditions beside it, and the periods.
  struct Scope: Hashable {
    /// Members of the keys and of the parts that a sum is made of.
    var cell: Place = [:]
    /// For each dimension of the condition the members chosen.
    var choices: [Int: [Int]]
    var times: [Period]
  }

  /// What was found once is not looked for again: rows, sums and comparisons ask for the same cells.
  final class Memory {
    var partial: [Question: Sums?] = [:]
    var wholes: [Question: ObviousAnswer?] = [:]

    struct Question: Hashable {
      let measures: [MeasureReference]
      let scope: Scope
    }
  }

  let catalog: Catalog
  let figures: [Figure]
  let query: BoundQuery
  let resolver: ObviousResolver
  let memory = Memory()

  init(_ query: BoundQuery, _ library: Library) {
    self.query = query
    catalog = library.catalog
    figures = library.store.figures.filter { figure in
      (query.datasets.isEmpty || query.datasets.contains(figure.dataset))
        && !library.store.supersededSources.contains(figure.source)
    }
    resolver = ObviousResolver(catalog, figures, asOf: query.asOf)
  }

  struct Group {
    let scope: Scope
    let keys: [KeyValue]
    /// What functions over rows come to in this one.
    var windows: [WindowCall: ObviousAnswer] = [:]
  }

  enum KeyValue: Equatable {
    case member(Int, id: String)
    case period(Period)
  }

  /// The rows that are answered, and those that `top` cut off, before sums.
  func rows() -> (all: [Group], shown: [Group], cut: [Group]) {
    let all = withWindows(groups())
    var groups = all
    if let having = query.having { groups = groups.filter { holds(having, $0) == true } }
    let tested = groups
    if let ranking = query.ranking { groups = ranked(groups, ranking) }
    let cut = tested.filter { group in !groups.contains { $0.keys == group.keys } }
    if !query.sort.isEmpty { groups = sorted(groups) }
    return (all, groups, cut)
  }

  func answer() -> [Row] {
    let (_, shown, cut) = rows()
    return shown.map { group in Row(keys: group.keys.map(text), cells: cells(group)) } + sums(shown, cut)
  }

  func text(_ key: KeyValue) -> String {
    switch key {
    case .member(_, let id): id
    case .period(let period): period.description
    }
  }
}
