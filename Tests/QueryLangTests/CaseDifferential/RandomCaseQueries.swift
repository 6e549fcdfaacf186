/// Random queries over a table of ``RandomCases``, as text.
struct RandomCaseQueries {
  private var random: SeededRandom
  private let columns: [String]
  private let numbers: [String]
  private let dimensions: [String]
  private static let times = ["year", "half", "quarter", "month", "month", "date", "period"]
  /// The obvious evaluator goes through all cases for every day.
  private static let mostCasesByDay = 15
  private let allowsDays: Bool
  private static let counts = [
    "received", "received_new", "carried_over", "resolved", "not_late", "resolved_early", "resolved_on_time",
    "resolved_overdue", "pending", "pending_in_time", "pending_overdue", "overdue", "ineligible", "due",
    "resolved_no_due", "count()",
  ]
  private static let flows = [
    "received_new", "resolved", "not_late", "resolved_early", "resolved_overdue", "ineligible", "count()",
    "resolved_no_due",
  ]
  private static let rates = [
    "overdue_rate", "on_time_rate", "early_rate", "exact_on_time_rate", "online_share",
  ]

  init(seed: UInt64, _ data: RandomCases) {
    random = SeededRandom(seed: seed ^ 0xCA5E5)
    columns = data.columns
    numbers = data.numbers
    allowsDays = data.cases.count <= RandomCaseQueries.mostCasesByDay
    var dimensions = data.columns + ["timeliness"]
    // What one column alone tells.
    if data.columns.filter({ $0 == "district" || $0 == "agency" }).count == 1,
      !data.columns.contains("province")
    {
      dimensions.append("province")
    }
    if data.columns.filter({ ["district", "agency", "tier"].contains($0) }).count == 1,
      !data.columns.contains("sector")
    {
      dimensions.append("sector")
    }
    self.dimensions = dimensions
  }

  mutating func next() -> String {
    let keys = pickKeys()
    let hasBaseline = random.chance(16)
    var measures: [String] = []
    for position in 0..<random.pick([1, 1, 2, 2, 3]) {
      if !hasBaseline, !keys.isEmpty, random.chance(15) {
        measures.append("\(window(keys)) as w\(position)")
      } else {
        measures.append(random.chance(65) ? measure() : "\(expression(2)) as x\(position)")
      }
    }
    var parts = [measures.joined(separator: ", ") + " from cases"]
    if !keys.isEmpty { parts.append("by " + keys.joined(separator: ", ")) }
    var conditions = timeConditions()
    for _ in 0..<random.pick([0, 0, 1, 1, 2]) { conditions.append(condition(random.pick(dimensions))) }
    if !conditions.isEmpty { parts.append("where " + conditions.joined(separator: " and ")) }
    if random.chance(18) { parts.append("having " + test()) }
    if hasBaseline { parts.append("vs " + baseline(keys)) }
    if random.chance(20) { parts.append("sort " + sortKeys(keys)) }
    if random.chance(25) { parts.append(ranking(keys)) }
    if keys.count > 1, random.chance(25) { parts.append("pivot " + random.pick(keys)) }
    if random.chance(35) { parts.append("with totals") }
    if random.chance(8) { parts.append("with missing") }
    return parts.joined(separator: " ")
  }

  // MARK: Measures

  private mutating func count() -> String {
    let name = random.pick(RandomCaseQueries.counts)
    return name != "count()" && random.chance(18) ? "\(name){\(filter())}" : name
  }

  private mutating func measure() -> String {
    switch random.below(10) {
    case 0, 1: return rate()
    case 2, 3: return statistic()
    default: return count()
    }
  }

  private mutating func rate() -> String {
    let name = random.pick(RandomCaseQueries.rates)
    return name != "online_share" && random.chance(15) ? "\(name){\(filter())}" : name
  }

  private mutating func statistic() -> String {
    let fields = numbers.isEmpty ? ["processing_days"] : numbers + ["processing_days"]
    return "\(random.pick(["avg", "median", "p90", "min", "max"]))(\(random.pick(fields)))"
  }

  private mutating func filter() -> String {
    let first = condition(random.pick(dimensions))
    return random.chance(15) ? "\(first) and \(condition(random.pick(dimensions)))" : first
  }

  private mutating func expression(_ depth: Int) -> String {
    switch random.below(depth == 0 ? 3 : 11) {
    case 0: return measure()
    case 1, 2: return count()
    case 3: return "\(count()) / \(count())"
    case 4, 5: return "(\(count()) \(random.pick(["+", "-"])) \(count()))"
    case 6: return "\(count()) * \(random.pick(["2", "0.5", "10%"]))"
    case 7:
      return
        "coalesce(\(expression(depth - 1)), \(random.pick(["0", "7", "resolved", "max(processing_days)"])))"
    case 8: return "round(\(expression(depth - 1)), \(random.below(3)))"
    case 9: return "-\(count())"
    default: return "(\(expression(depth - 1)) \(random.pick(["+", "-", "*", "/"])) \(expression(depth - 1)))"
    }
  }

  private mutating func window(_ keys: [String]) -> String {
    let sums = random.chance(70) ? count() : "(\(count()) + \(count()))"
    switch random.below(6) {
    case 0: return "share(\(sums))"
    case 1: return "share(\(sums), of \(random.pick(keys)))"
    case 2: return "rank(\(measure()))"
    case 3: return "cumulative(\(random.pick(RandomCaseQueries.flows)))"
    case 4: return "round(share(\(sums)), 2)"
    default: return "change(\(measure()))"
    }
  }

  // MARK: Keys

  private mutating func pickKeys() -> [String] {
    var keys: [String] = []
    for _ in 0..<random.pick([0, 1, 1, 1, 2, 2, 3]) {
      let key = random.chance(35) ? random.pick(RandomCaseQueries.times) : random.pick(dimensions)
      let isSecondTime = key == "period" || keys.contains("period")
      if key == "date", !allowsDays { continue }
      if keys.contains(key) || isSecondTime && isTime(key) && keys.contains(where: isTime) { continue }
      keys.append(key)
    }
    return keys
  }

  private func isTime(_ key: String) -> Bool { RandomCaseQueries.times.contains(key) }

  // MARK: Conditions

  private mutating func timeConditions() -> [String] {
    if random.chance(40) { return [] }
    switch random.below(18) {
    case 0, 1: return ["quarter = \(quarter())"]
    case 2: return ["year = \(random.pick(["2020", "2021"]))"]
    case 3: return ["half = \(random.pick(["H1/2020", "H2/2020", "H1/2021"]))"]
    case 4: return ["month = \(month())"]
    case 5: return ["period = \(random.pick(["9T/2020", "2020", "15/03/2020", "02/2020"]))"]
    case 6: return ["quarter in (\(quarter()), \(quarter()))"]
    case 7: return ["period in (\(quarter()), \(month()), \(random.pick(["H1/2020", "2020", "2021"])))"]
    case 8: return ["period in \(random.pick(["Q1/2020..Q2/2020", "02/2020..05/2020", "Q4/2020..Q1/2021"]))"]
    case 9: return [random.pick(["quarter", "year", "half", "month", "date", "period"]) + " = latest"]
    case 10: return ["date = \(day())"]
    case 11: return ["quarter != \(quarter())"]
    case 12: return ["month not in (\(month()), \(month()))"]
    case 13: return ["date >= \(day())"]
    case 14: return ["date <= \(day())"]
    case 15: return ["date > \(day())", "date < \(random.pick(["31/12/2020", "30/06/2021"]))"]
    case 16: return ["year = 2020", "quarter != \(quarter())"]
    default: return ["quarter = latest", "period != \(quarter())"]
    }
  }

  private mutating func quarter() -> String {
    "Q\(1 + random.below(4))/\(random.pick(["2020", "2020", "2021"]))"
  }

  private mutating func month() -> String {
    let month = 1 + random.below(12)
    return "\(month < 10 ? "0" : "")\(month)/\(random.pick(["2020", "2020", "2021"]))"
  }

  private mutating func day() -> String {
    random.pick([
      "31/01/2020", "01/02/2020", "15/03/2020", "31/03/2020", "01/07/2020", "29/02/2020", "31/12/2020",
    ])
  }

  private mutating func condition(_ dimension: String) -> String {
    var members = RandomCases.members[dimension] ?? []
    if dimension == "timeliness" {
      members = ["early", "on_time", "not_late", "in_time", "overdue", "no_due"]
    }
    if dimension == "tier" { members.append("district_and_commune") }
    if dimension == "service_level" { members.append("3_4") }
    let written = members.map { "\"\($0)\"" }
    let (first, second) = (random.pick(written), random.pick(written))
    switch random.below(13) {
    case 0, 1: return "\(dimension) != \(first)"
    case 2: return "\(dimension) not in (\(first), \(second))"
    case 3, 4: return "\(dimension) in (\(first), \(second))"
    case 5: return "\(dimension) ~ \"\(random.pick(["i", "o", "n", "a", "2", "1"]))\""
    case 6: return "(\(dimension) = \(first) or \(dimension) = \(second))"
    case 7 where dimension != "timeliness": return "\(dimension) is missing"
    case 8: return "\(dimension) is not missing"
    default: return "\(dimension) = \(first)"
    }
  }

  // MARK: Rows

  private mutating func test() -> String {
    let simple: String
    switch random.below(5) {
    case 0: simple = "\(measure()) is \(random.pick(["", "not "]))\(random.pick(["missing", "undefined"]))"
    case 1: simple = "\(count()) \(random.pick(["<", ">="])) \(count())"
    default:
      simple =
        "\(measure()) \(random.pick(["<", "<=", ">", ">=", "=", "!="])) \(random.pick(["0", "1", "2", "5", "50%", "12.25"]))"
    }
    switch random.below(8) {
    case 0: return "not \(simple)"
    case 1: return "\(simple) and \(count()) > 0"
    case 2: return "\(simple) or \(count()) > 3"
    default: return simple
    }
  }

  private mutating func baseline(_ keys: [String]) -> String {
    switch random.below(6) {
    case 0, 1:
      return
        "previous \(keys.first(where: { isTime($0) && $0 != "period" }) ?? random.pick(["quarter", "month", "year"]))"
    case 2:
      return
        "same \(keys.first(where: { isTime($0) && $0 != "period" }) ?? random.pick(["quarter", "month", "year"])) last year"
    case 3: return random.pick([quarter(), month(), "2020"])
    default:
      let dimension = random.pick(dimensions)
      let members = dimension == "timeliness" ? ["early", "overdue"] : RandomCases.members[dimension] ?? []
      return "\"\(random.pick(members))\""
    }
  }

  private mutating func sortKeys(_ keys: [String]) -> String {
    var sort: [String] = []
    for _ in 0..<random.pick([1, 1, 2]) {
      let key = !keys.isEmpty && random.chance(40) ? random.pick(keys) : measure()
      sort.append(key + random.pick(["", " desc", " asc"]))
    }
    return sort.joined(separator: ", ")
  }

  private mutating func ranking(_ keys: [String]) -> String {
    var text = "\(random.pick(["top", "bottom"])) \(1 + random.below(4))"
    if !keys.isEmpty, random.chance(30) { text += " per \(random.pick(keys))" }
    if random.chance(40) { text += " by \(measure())" }
    if random.chance(50) { text += " with others" }
    return text
  }
}
