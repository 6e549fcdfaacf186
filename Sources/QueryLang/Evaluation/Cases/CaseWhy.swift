/// `why` over cases: for each thing that a query counts, the cases behind it, as a list that can be run.
struct CaseWhy {
  private let table: CaseTable
  private let library: Library
  private let observer: WorkObserver

  private var catalog: Catalog { library.catalog }

  /// - Parameter table: that of the query's dataset; without rows where they are on a server.
  init(_ table: CaseTable, _ library: Library, _ observer: WorkObserver) {
    self.table = table
    self.library = library
    self.observer = observer
  }

  /// One row for each part of each measure: what it counts, how many cases, and the list of them.
  /// - Throws: that a measure is not one of cases; an interruption.
  func explain(_ query: BoundQuery) throws(QueryError) -> ResultTable {
    let plan = try CasePlanner(table, catalog).plan(query)
    let reporter = CasePlanReporter(table: table, catalog: catalog)
    var rows: [ResultRow] = []
    for measure in query.measures {
      var usesRates = false
      let expressions = [measure.expression] + measure.expression.windows.map(\.operand)
      let parts = expressions.flatMap { CasePlanner.expanded($0, catalog, &usesRates).measures }
      for (position, part) in parts.enumerated() where !parts[..<position].contains(part) {
        guard let leaf = plan.leaves[part] else { continue }
        let list = list(of: leaf.atom, plan)
        let count = try library.rows(of: list, observer)?.count() ?? 0
        rows.append(
          ResultRow(cells: [
            ResultCell(.text(Localized(both: measure.name))),
            ResultCell(.text(catalog.measures[part.measure].names)),
            ResultCell(.text(reporter.describe(plan.aggregation.atoms[leaf.atom]))),
            ResultCell(.number(.exact(ExactDecimal(count)))),
            ResultCell(.text(Localized(both: list.canonicalText))),
          ]))
      }
    }
    return ResultTable(columns: columns, rows: rows, notes: query.keys.isEmpty ? [] : [groupNote])
  }

  private var columns: [ResultColumn] {
    [
      ("measure", "chỉ số", "measure"), ("part", "phần", "part"), ("counted", "đếm gì", "counted"),
      ("cases", "số hồ sơ", "cases"), ("list", "danh sách", "list"),
    ].map { name, vi, en in
      ResultColumn(
        name: name, title: Localized(vi: vi, en: en), role: name == "cases" ? .measure(isShare: false) : .text
      )
    }
  }

  private var groupNote: Localized {
    Localized(
      vi: "danh sách có hồ sơ của mọi dòng; thêm điều kiện (ví dụ tỉnh = …) để xem hồ sơ của một dòng",
      en: "the lists have the cases of all rows; add a condition (such as province = …) for those of one row")
  }

  // MARK: Lists

  private func list(of atom: Int, _ plan: CasePlan) -> BoundList {
    let asked = plan.aggregation
    let part = asked.atoms[atom]
    var query = BoundQuery(measures: [])
    query.selections = (asked.conditions + part.conditions).filter {
      CaseCodes($0.dimension, of: table, in: catalog) != nil
    }
    query.restrictions = asked.restrictions
    query.datasets = plan.query.datasets
    query.datasetName = plan.query.datasetName
    let ranges = asked.slots.flatMap(\.ranges).map {
      $0.lowerBound.daysSince1970...$0.upperBound.daysSince1970
    }
    switch part.placing {
    case .event(let day):
      add(CaseRestriction(.day(day), decimals: 0, ranges: ranges), to: &query)
      if let states = part.timeliness { query.selections += selection(states) }
    case .closing: addStock(asked.slots.last?.closing, part.timeliness, to: &query)
    case .opening: addStock(asked.slots.first?.opening, part.timeliness, to: &query)
    }
    switch part.statistic {
    case .count: break
    case .sum(let number), .extremes(let number), .histogram(let number):
      let value = value(number)
      add(
        CaseRestriction(value, decimals: table.decimals(of: value), ranges: [CaseRestriction.everything]),
        to: &query)
    }
    query.selections.sort { $0.dimension < $1.dimension }
    let fields: [CaseValue] = [.identifier, .day(.received), .day(.due), .day(.finished)]
    var list = BoundList(
      fields: fields.filter(table.has).map { .value($0) }, query: query, sort: [], count: nil)
    list.canonicalText = CanonicalText(catalog).write(list)
    return list
  }

  /// Who was there at the end of a day: come by then, not gone by then.
  private func addStock(_ day: Day?, _ states: Set<Timeliness>?, to query: inout BoundQuery) {
    guard let day = day?.daysSince1970 else { return }
    let all = CaseRestriction.everything
    func range(_ value: CaseDay, _ lower: Int, _ upper: Int, orMissing: Bool) -> CaseRestriction {
      CaseRestriction(.day(value), decimals: 0, ranges: [lower...upper], takesMissing: orMissing)
    }
    add(range(.received, all.lowerBound, day, orMissing: false), to: &query)
    if table.has(.day(.finished)) {
      add(range(.finished, day + 1, all.upperBound, orMissing: true), to: &query)
    }
    guard let pending = states?.intersection([.overdue, .inTime]), pending.count == 1, table.has(.day(.due))
    else { return }
    add(
      pending == [.overdue]
        ? range(.due, all.lowerBound, day - 1, orMissing: false)
        : range(.due, day, all.upperBound, orMissing: true), to: &query)
  }

  private func add(_ restriction: CaseRestriction, to query: inout BoundQuery) {
    guard let known = query.restrictions.firstIndex(where: { $0.value == restriction.value }) else {
      return query.restrictions.append(restriction)
    }
    query.restrictions[known] = query.restrictions[known].intersection(restriction)
  }

  private func selection(_ states: Set<Timeliness>) -> [Selection] {
    guard let dimension = catalog.dimensions.indices.first(where: { catalog.isTimeliness($0) }) else {
      return []
    }
    let members = states.compactMap { catalog.dimensions[dimension].member(id: $0.rawValue) }
    return [Selection(dimension: dimension, members: members.sorted())]
  }

  private func value(_ number: CaseNumber) -> CaseValue {
    switch number {
    case .processingDays: .processingDays
    case .column(let column): .number(table.numbers[column].id)
    }
  }
}
