/// Random queries, as text, over the catalog of ``RandomFigures``.
struct RandomQueries {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0xD1FF) }

  mutating func next() -> String {
    var columns: [String] = []
    let keys = pickKeys()
    let hasBaseline = random.chance(25)
    for position in 0..<random.pick([1, 1, 1, 2, 2, 3]) {
      if !keys.isEmpty, !hasBaseline, random.chance(15) {
        columns.append("\(window(keys)) as w\(position)")
      } else {
        columns.append(random.chance(65) ? measure() : "\(expression(2)) as x\(position)")
      }
    }
    var parts = [columns.joined(separator: ", ")]
    if !keys.isEmpty { parts.append("by " + keys.joined(separator: ", ")) }
    let conditions = timeConditions(keys) + memberConditions(keys)
    if !conditions.isEmpty { parts.append("where " + conditions.joined(separator: " and ")) }
    if hasBaseline { parts.append("vs " + baseline()) }
    if random.chance(20) { parts.append("having " + test(hasBaseline ? [] : keys)) }
    if random.chance(20) { parts.append("sort " + sortKey(keys)) }
    if !keys.isEmpty, random.chance(20) { parts.append("pivot " + random.pick(keys)) }
    if random.chance(20) { parts.append(ranking(keys)) }
    if random.chance(10) { parts.append("with missing") }
    if !keys.isEmpty, random.chance(35) { parts.append("with totals") }
    return parts.joined(separator: " ")
  }

  // MARK: Measures

  private mutating func measure() -> String {
    let name = random.pick(RandomFigures.measures)
    return random.chance(20) ? "\(name){\(filter())}" : name
  }

  private mutating func filter() -> String {
    let first = memberCondition(
      random.pick(["sector", "channel", "tier", "province", "channel", "scenario", "agency"]))
    return random.chance(15) ? "\(first) and \(memberCondition("field"))" : first
  }

  private mutating func additive() -> String {
    let name = random.pick([
      "got", "fresh", "opened", "done", "intime", "late", "open_all", "open_ok", "open_late", "over",
      "change_net",
    ])
    return random.chance(15) ? "\(name){\(filter())}" : name
  }

  private mutating func expression(_ depth: Int) -> String {
    switch random.below(depth == 0 ? 2 : 12) {
    case 0: return measure()
    case 1, 2: return additive()
    case 3, 4, 5: return "\(additive()) / \(additive())"
    case 6, 7: return "(\(additive()) \(random.pick(["+", "-"])) \(additive()))"
    case 8: return "\(additive()) * \(random.pick(["2", "0.5", "10%"]))"
    case 9: return "coalesce(\(measure()), \(random.pick(["0", "7", additive()])))"
    case 10: return "round(\(expression(depth - 1)), \(random.below(3)))"
    default: return "(\(expression(depth - 1)) \(random.pick(["+", "-", "*", "/"])) \(expression(depth - 1)))"
    }
  }

  /// A function over rows.
  private mutating func window(_ keys: [String]) -> String {
    switch random.below(10) {
    case 0, 1, 2: return "share(\(sum())\(random.chance(40) ? ", of \(random.pick(keys))" : ""))"
    case 3, 4: return "rank(\(random.chance(50) ? measure() : expression(1)))"
    case 5: return "rank(coalesce(\(measure()), 7))"
    case 6, 7:
      return "cumulative(\(random.pick(["fresh", "done", "intime", "late", "late + intime", "change_net"])))"
    case 8: return "change(\(measure()))"
    default: return "\(random.pick(["share", "rank"]))(\(additive())) * 100"
    }
  }

  private mutating func sum() -> String {
    random.chance(75)
      ? additive() : "(\(additive()) + \(random.chance(60) ? additive() : "coalesce(\(additive()), 0)"))"
  }

  private mutating func baseline() -> String {
    switch random.below(10) {
    case 0: quarter()
    case 1: random.pick(["2023", "H1/2024", "06/2024", "30/06/2024"])
    case 2, 3: "previous \(random.pick(["quarter", "quarter", "half", "year", "month"]))"
    case 4: "same \(random.pick(["quarter", "half", "month"])) last year"
    case 5: "target"
    case 6, 7: random.pick(["pa", "pb"])
    case 8: random.pick(["local", "vertical", "upper", "lower", "online", "desk"])
    default: random.pick(["da1", "da2", "aa1", "land", "sysone", "both", "center"])
    }
  }

  // MARK: Keys

  private mutating func pickKeys() -> [String] {
    var keys: [String] = []
    for _ in 0..<random.pick([0, 0, 1, 1, 1, 2, 2, 3]) {
      let key = random.pick([
        "province", "province", "district", "agency", "unit", "tier", "sector", "channel", "field", "system",
        "scenario",
        "period", "quarter", "year", "half", "month", "date", "quarter",
      ])
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  // MARK: Conditions

  private mutating func timeConditions(_ keys: [String]) -> [String] {
    let isGrouped = keys.contains { ["period", "quarter", "year", "half", "month", "date"].contains($0) }
    if isGrouped, random.chance(50) { return [] }
    switch random.below(isGrouped ? 16 : 14) {
    case 0, 1: return ["quarter = \(quarter())"]
    case 2, 3: return ["year = \(random.pick(["2023", "2024", "2024"]))"]
    case 4, 5: return ["half = \(random.pick(["H1/2024", "H1/2024", "H2/2024", "H2/2023"]))"]
    case 6: return ["month = \(random.pick(["06/2024", "04/2024", "01/2024", "12/2023"]))"]
    case 7: return ["period = \(random.pick(["9T/2024", "Q2/2024", "2024", "30/06/2024"]))"]
    case 8: return ["quarter in (\(quarter()), \(quarter()))"]
    case 9: return ["period in (\(quarter()), \(random.pick(["04/2024", "H1/2024", "2023", "Q2/2024"])))"]
    case 10:
      return [
        "period in \(random.pick(["Q1/2024..Q2/2024", "Q1/2024..Q4/2024", "04/2024..05/2024", "Q4/2023..Q1/2024"]))"
      ]
    case 11: return [random.pick(["quarter = latest", "period = latest", "year = latest", "half = latest"])]
    case 12: return ["date = \(random.pick(["30/06/2024", "01/01/2024", "31/12/2024"]))"]
    case 13:
      return [
        random.pick([
          "quarter != Q1/2024", "month in (04/2024, 05/2024, 06/2024)",
          "date >= 01/04/2024 and date <= 30/06/2024",
        ])
      ]
    case 14: return ["date >= 01/01/2024"]
    default: return ["quarter not in (\(quarter()), Q4/2024)"]
    }
  }

  private mutating func quarter() -> String {
    random.pick(["Q1/2024", "Q2/2024", "Q3/2024", "Q4/2024", "Q4/2023", "Q2/2024"])
  }

  private mutating func memberConditions(_ keys: [String]) -> [String] {
    var conditions: [String] = []
    if random.chance(45) { conditions.append(memberCondition("province")) }
    for _ in 0..<random.pick([0, 0, 1, 1, 2]) {
      let dimension = random.pick([
        "sector", "sector", "tier", "channel", "district", "agency", "unit", "field", "system", "scenario",
      ])
      conditions.append(memberCondition(dimension))
    }
    return conditions
  }

  private static let members: [String: [String]] = [
    "province": ["pa", "pb"], "district": ["da1", "da2", "db1"], "agency": ["aa1", "aa2", "ab1", "center"],
    "unit": ["aa1", "da1", "center", "db1"], "tier": ["upper", "lower", "both", "ending"],
    "sector": ["local", "local", "vertical"],
    "channel": ["online", "desk", "post"], "field": ["land", "tax"], "system": ["sysone", "systwo"],
    "scenario": ["actual", "target"],
  ]

  private mutating func memberCondition(_ dimension: String) -> String {
    let members = RandomQueries.members[dimension] ?? []
    let first = random.pick(members)
    switch random.below(12) {
    case 0: return "\(dimension) != \(first)"
    case 1: return "\(dimension) not in (\(first), \(random.pick(members)))"
    case 2, 3: return "\(dimension) in (\(members.joined(separator: ", ")))"
    case 4: return "\(dimension) in (\(first), \(random.pick(members)))"
    case 5: return "\(dimension) ~ \"\(first.prefix(1))\""
    case 6: return "(\(dimension) = \(first) or \(dimension) = \(random.pick(members)))"
    case 7 where random.chance(30): return "\(dimension) is not missing"
    case 8 where random.chance(30): return "\(dimension) is missing"
    default: return "\(dimension) = \(first)"
    }
  }

  // MARK: Rows

  private mutating func test(_ keys: [String]) -> String {
    let simple: String
    switch random.below(5) {
    case 2 where !keys.isEmpty && random.chance(30):
      simple = "\(window(keys)) \(random.pick(["<", ">="])) \(random.pick(["1", "3", "30%"]))"
    case 0:
      simple =
        "\(random.pick(RandomFigures.measures)) is \(random.pick(["", "not "]))\(random.pick(["missing", "undefined", "partial"]))"
    case 1: simple = "\(additive()) \(random.pick(["<", ">="])) \(additive())"
    default:
      simple =
        "\(measure()) \(random.pick(["<", "<=", ">", ">=", "=", "!="])) \(random.pick(["0", "10", "30", "100", "50%", "3"]))"
    }
    switch random.below(8) {
    case 0: return "not \(simple)"
    case 1: return "\(simple) and \(additive()) > 5"
    case 2: return "\(simple) or \(additive()) > 50"
    default: return simple
    }
  }

  private mutating func sortKey(_ keys: [String]) -> String {
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
    if random.chance(30) { text += " by \(additive())" }
    if !keys.isEmpty, random.chance(60) { text += " with others" }
    return text
  }
}
