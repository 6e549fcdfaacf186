/// Puts the rows that statements brought back together into groups. Several rows may be of one group: names written
/// in two ways are one member.
struct RemoteGroupAssembly {
  private let aggregation: CaseAggregation
  private let cases: RemoteCases
  private let address: String
  private var groups: [[CaseGroupKey]: [CasePart]] = [:]
  /// Arrivals less departures, by group without time: of each atom, of each slot.
  private var changes: [[CaseGroupKey]: [Int: [Int]]] = [:]

  init(_ aggregation: CaseAggregation, _ cases: RemoteCases, address: String) {
    self.aggregation = aggregation
    self.cases = cases
    self.address = address
  }

  private var broken: QueryError { QueryError(.remote(address, .brokenAnswer), at: nil) }

  mutating func add(_ rows: [[String?]], _ statement: CaseStatement) throws(QueryError) {
    for row in rows {
      let keys = try keys(row, statement)
      switch statement.purpose {
      case .parts:
        for part in statement.parts { try add(self.part(row, part), part.atom, keys) }
      case .histogram(let atom):
        guard let value = try number(row[statement.firstPart - 1], statement.parts[0].decimals) else {
          throw broken
        }
        try add(.histogram([value: try count(row[statement.firstPart])]), atom, keys)
      case .arrivals: try note(row, keys, statement, sign: 1)
      case .departures: try note(row, keys, statement, sign: -1)
      }
    }
  }

  // MARK: Cells

  private func keys(_ row: [String?], _ statement: CaseStatement) throws(QueryError) -> [CaseGroupKey] {
    var keys: [CaseGroupKey] = []
    for key in statement.keys {
      switch key {
      case .member(let codes, let columns):
        let texts = columns.map { RawText(row[$0] ?? "") }
        guard let code = cases.members[codes.column].codes[texts] else {
          // A name that was not there when the table was attached.
          throw QueryError(.remote(address, .changed), at: nil)
        }
        keys.append(.member(codes.memberOfKey[codes.keyOfCode?[code] ?? code]))
      case .timeliness(let column):
        let state = try count(row[column])
        guard Timeliness.allCases.indices.contains(state) else { throw broken }
        keys.append(.timeliness(Timeliness.allCases[state]))
      case .slot(let column):
        let slot = try count(row[column])
        guard aggregation.slots.indices.contains(slot) else { throw broken }
        keys.append(.slot(slot))
      case .onlySlot(let slot): keys.append(.slot(slot))
      case .onlyState(let state): keys.append(.timeliness(state))
      }
    }
    return keys
  }

  private func part(_ row: [String?], _ part: CaseStatement.Part) throws(QueryError) -> CasePart {
    let count = try count(row[part.column])
    switch part.statistic {
    case .count: return .count(count)
    case .histogram: return .none
    case .sum:
      guard count > 0 else { return .none }
      guard let total = try number(row[part.column + 1], part.decimals) else { throw broken }
      return .sum(count: count, total: total)
    case .extremes:
      guard count > 0 else { return .none }
      guard let least = try number(row[part.column + 1], part.decimals),
        let greatest = try number(row[part.column + 2], part.decimals)
      else { throw broken }
      return .extremes(least: least, greatest: greatest)
    }
  }

  private func count(_ text: String?) throws(QueryError) -> Int {
    guard let text, let count = Int(text), count >= 0 else { throw broken }
    return count
  }

  private func number(_ text: String?, _ decimals: Int) throws(QueryError) -> Int? {
    try RemoteNumber.read(text, decimals, broken: broken)
  }

  // MARK: Groups

  private mutating func add(
    _ part: CasePart, _ atom: Int, _ keys: [CaseGroupKey]
  ) throws(QueryError) {
    if part == .none || part == .count(0) { return }
    if groups[keys] == nil {
      guard groups.count < CaseEngine.mostGroups else {
        throw QueryError(.tooManyGroups(limit: CaseEngine.mostGroups), at: nil)
      }
      groups[keys] = nothing
    }
    guard let merged = groups[keys]?[atom].merged(with: part) else {
      throw QueryError(.sumTooLarge, at: nil)
    }
    groups[keys]?[atom] = merged
  }

  private var nothing: [CasePart] {
    aggregation.atoms.map { $0.statistic == .count ? .count(0) : .none }
  }

  private mutating func note(
    _ row: [String?], _ keys: [CaseGroupKey], _ statement: CaseStatement, sign: Int
  ) throws(QueryError) {
    guard let place = aggregation.keys.firstIndex(of: .slot), case .slot(let slot) = keys[place] else {
      throw broken
    }
    var timeless = keys
    timeless[place] = .slot(0)
    for part in statement.parts {
      let count = try count(row[part.column])
      if count == 0 { continue }
      let none = [Int](repeating: 0, count: aggregation.slots.count)
      changes[timeless, default: [:]][part.atom, default: none][slot] += sign * count
    }
  }

  /// Stocks are what has come so far less what has gone.
  mutating func finish() throws(QueryError) -> CaseGroups {
    if let place = aggregation.keys.firstIndex(of: .slot) {
      for (timeless, atoms) in changes {
        for (atom, slots) in atoms {
          var (stock, keys) = (0, timeless)
          for (slot, change) in slots.enumerated() {
            stock += change
            if stock < 0 { throw broken }
            keys[place] = .slot(slot)
            try add(.count(stock), atom, keys)
          }
        }
      }
    }
    var found = CaseGroups(of: aggregation)
    if aggregation.keys.isEmpty, groups.isEmpty { found.append([], nothing) }
    for (keys, parts) in groups { found.append(keys, parts) }
    return found
  }
}
