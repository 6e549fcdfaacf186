import Foundation

@testable import QueryLang

/// A small random catalog with sparse random figures, as the CSV files of a data package.
///
/// The figures report sums over a hidden table of atoms, so that totals and parts mostly agree; some are disturbed.
struct RandomFigures {
  private(set) var files: [String: String] = [:]
  private var random: SeededRandom
  private let hasVertical: Bool
  private var rows: [String] = []

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    hasVertical = random.chance(80)
    writeCatalog()
    for _ in 0..<(3 + random.below(10)) { reportBlock() }
    files["figures.csv"] = ([RandomFigures.columns] + rows).joined(separator: "\n") + "\n"
    let resources = files.keys.sorted().map { "{\"name\": \"\($0.dropLast(4))\", \"path\": \"\($0)\"}" }
    files["datapackage.json"] =
      "{\"name\": \"random\", \"resources\": [\(resources.joined(separator: ", "))]}"
  }

  var figuresText: String { files["figures.csv"] ?? "" }

  /// The same catalog with other figures; the first line is the header.
  func withFigures(_ lines: [String]) -> RandomFigures {
    var copy = self
    copy.files["figures.csv"] = lines.joined(separator: "\n") + "\n"
    return copy
  }

  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
    }
  }

  // MARK: Catalog

  static let years = [2023, 2024]
  static let provinces = ["pa", "pb", "pc"]
  static let districts = [("da1", "pa"), ("da2", "pa"), ("db1", "pb")]
  static let agencies = [
    ("aa1", "pa", "local"), ("aa2", "pa", "vertical"), ("ab1", "pb", "local"), ("center", "pa", "local"),
  ]
  static let fields = ["land", "tax"]
  static let systems = ["sysone", "systwo"]

  private static let dimensionRows = """
    id,name_vi,name_en,aliases,parent,members,partition,list,implies,default,union_of,order
    province,tinh,province,,,provinces,whole,closed,,,,1
    district,huyen,district,,province,districts,,closed,sector = local,,,2
    agency,coquan,agency,,province,agencies,,open,,,,3
    unit,donvi,unit,,,,sector = local,open,,,agency|district,4
    tier,cap,tier,,,tiers,sector = local,closed,sector = local,,,5
    sector,khoi,sector,,,sectors,whole,closed,,,,6
    channel,kenh,channel,,,channels,whole,closed,,,,7
    field,linhvuc,field,,,fields,whole,open,,,,8
    system,hethong,system,,,systems,,open,,,,9
    scenario,kichban,scenario,,,scenarios,,closed,,actual,,10

    """

  private static let measureRows:
    [(id: String, unit: String, kind: String, formula: String, lacks: Set<String>)] = [
      ("got", "case", "balance", "fresh + opened", []),
      ("fresh", "case", "flow", "", []),
      ("opened", "case", "opening", "", ["channel"]),
      ("done", "case", "flow", "intime + late", []),
      ("intime", "case", "flow", "", []),
      ("late", "case", "flow", "", []),
      ("open_all", "case", "closing", "open_ok + open_late", []),
      ("open_ok", "case", "closing", "", []),
      ("open_late", "case", "closing", "", []),
      ("over", "case", "balance", "late + open_late", []),
      ("late_rate", "%", "ratio", "late / done", []),
      ("done_rate", "%", "ratio", "done / got", ["field"]),
      ("web_share", "%", "ratio", "fresh{channel = online} / fresh", ["channel"]),
      ("said", "%", "stated", "", ["unit", "channel"]),
      ("score", "", "index", "", ["district", "agency", "unit", "tier", "channel", "field"]),
      ("place", "", "rank", "", ["district", "agency", "unit", "tier", "channel", "field"]),
      ("reply", "", "code", "", ["tier", "channel", "field"]),
      ("change_net", "case", "flow", "", ["sector", "channel", "field", "agency", "unit"]),
    ]

  private static let allDimensions = [
    "province", "district", "agency", "unit", "tier", "sector", "channel", "field", "system", "scenario",
  ]

  static let measures = measureRows.map(\.id)

  static func dimensions(of measure: String) -> [String] {
    let lacking = measureRows.first { $0.id == measure }?.lacks ?? []
    return allDimensions.filter { !lacking.contains($0) }
  }

  static func kind(of measure: String) -> String { measureRows.first { $0.id == measure }?.kind ?? "" }

  static func unit(of measure: String) -> String { measureRows.first { $0.id == measure }?.unit ?? "" }

  private mutating func writeCatalog() {
    files["dimensions.csv"] = RandomFigures.dimensionRows
    files["provinces.csv"] = table(
      "id,name", RandomFigures.provinces.prefix(2 + random.below(2)).map { "\($0),\($0)" })
    files["districts.csv"] = table(
      "id,name,province", RandomFigures.districts.map { "\($0.0),\($0.0),\($0.1)" })
    files["agencies.csv"] = table(
      "id,name,province,sector,counted_inside",
      RandomFigures.agencies.filter { hasVertical || $0.2 == "local" }.map {
        "\($0.0),\($0.0),\($0.1),\($0.2),\($0.0 == "center")"
      })
    files["tiers.csv"] = table(
      "id,name_vi,name_en,order,union_of,summand,valid_to",
      [
        "upper,u,upper,1,,,", "lower,l,lower,2,,,", "ending,e,ending,3,,,2023-12-31",
        "both,b,both,4,upper|lower,false,",
      ])
    files["sectors.csv"] = table(
      "id,name_vi,name_en", ["local,l,local"] + (hasVertical ? ["vertical,v,vertical"] : []))
    files["channels.csv"] = table(
      "id,name_vi,name_en,order,summand", ["online,o,online,1,", "desk,d,desk,2,", "post,p,post,3,false"])
    files["fields.csv"] = table("id,name_vi,name_en", RandomFigures.fields.map { "\($0),\($0)1,\($0)" })
    files["systems.csv"] = table("id,name_vi,name_en", RandomFigures.systems.map { "\($0),\($0)1,\($0)" })
    files["scenarios.csv"] = table("id,name_vi,name_en", ["actual,a,actual", "target,t,target"])
    files["sources.csv"] = table(
      "id,title_vi,title_en,period,period_basis,period_start,period_end", [source("s1"), source("s2")])
    let measures = RandomFigures.measureRows.map { row in
      let dimensions = RandomFigures.dimensions(of: row.id).joined(separator: "|")
      // Random parts are larger than their wholes.
      let maximum = row.unit == "%" ? "1000000" : ""
      let start = "\(row.id),\(row.id)_vi,\(row.id)_en,\(row.unit),\(row.kind),\(row.formula)"
      return "\(start),\(row.id != "change_net"),\(maximum),\(dimensions)"
    }
    files["measures.csv"] = table(
      "id,name_vi,name_en,unit,kind,formula,non_negative,maximum,dimensions", measures)
  }

  /// Now and then a document says which days it counts of its period.
  private mutating func source(_ id: String) -> String {
    let dates = random.chance(40) ? random.pick(RandomFigures.exactDates) : ",unknown,,"
    return "\(id),\(id),\(id),\(dates)"
  }

  private static let exactDates = [
    "2024-Q2,stated,2024-03-15,2024-06-14", "2024-Q2,stated,2024-04-01,2024-06-30",
    "2024-Q1,rule,2023-12-15,2024-03-14", "2024-H1,stated,2024-01-01,", "2024,stated,,2024-12-14",
  ]

  private func table(_ header: String, _ rows: [String]) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  // MARK: Figures

  private static let columns =
    "document,line,ordinal,measure,period,incomplete,province,district,agency,tier,sector,channel,field,system,scenario,value,qualifier,decimals"

  private static let periods: [[String]] = [
    ["2024"], ["2023", "2024"], ["2024-H1", "2024-H2"], ["2024-H1"],
    ["2024-Q1", "2024-Q2"], ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"], ["2024-Q3", "2024-Q4"], ["2024-Q2"],
    ["2024-04", "2024-05", "2024-06"], ["2024-06"], ["2024-01", "2024-02", "2024-03"], ["2024-9T"],
    ["2024-06-30"], ["2024-01-01"], ["2023-Q4", "2024-Q1"], ["2023-H2"], ["2023-12"],
    ["2024-04-01..2024-05-31"],
  ]

  /// A few measures at a few periods and one place, broken down by up to two dimensions, mostly with the totals.
  private mutating func reportBlock() {
    let measures = pickMeasures()
    var place: [String: String] = [:]
    if random.chance(75) { place["province"] = random.pick(["pa", "pa", "pb"]) }
    if random.chance(40) {
      place["sector"] = random.pick(hasVertical ? ["local", "local", "vertical"] : ["local"])
    }
    if random.chance(10) { place["channel"] = "online" }
    if random.chance(8) { place["field"] = "land" }
    if random.chance(10) { place["system"] = random.pick(RandomFigures.systems) }
    if random.chance(8) { place["scenario"] = random.pick(["actual", "target"]) }
    let breakdowns = random.some(
      of: ["province", "district", "agency", "tier", "sector", "channel", "field"], percent: 20)
    var cells = [place]
    for dimension in breakdowns.prefix(2) {
      cells = cells.flatMap { cell in parts(of: cell, by: dimension) }
    }
    let incomplete = random.chance(6)
    for period in random.pick(RandomFigures.periods) {
      for cell in cells {
        for measure in measures where random.chance(88) { report(measure, cell, period, incomplete) }
      }
    }
  }

  private mutating func pickMeasures() -> [String] {
    random.pick([
      ["got", "fresh", "opened"], ["fresh"], ["fresh", "got"], ["late", "done", "late_rate"],
      ["done", "intime", "late"],
      ["open_all", "open_ok", "open_late"], ["open_all"], ["over", "late", "open_late"],
      ["got", "done", "open_all"],
      ["done", "got", "done_rate"], ["fresh", "web_share"], ["said", "score"], ["place", "reply"],
      ["opened", "open_all"],
      ["change_net"], ["late", "open_late"], [random.pick(RandomFigures.measures)],
    ])
  }

  private mutating func parts(of cell: [String: String], by dimension: String) -> [[String: String]] {
    if cell[dimension] != nil { return [cell] }
    let members: [String]
    switch dimension {
    case "province": members = ["pa", "pb"]
    case "district":
      if let sector = cell["sector"], sector != "local" { return [cell] }
      if cell["tier"] != nil || cell["agency"] != nil { return [cell] }
      members = RandomFigures.districts.filter { cell["province"] == nil || cell["province"] == $0.1 }.map(
        \.0)
    case "agency":
      if cell["district"] != nil { return [cell] }
      members = RandomFigures.agencies.filter {
        (cell["province"] == nil || cell["province"] == $0.1)
          && (cell["sector"] == nil || cell["sector"] == $0.2)
          && (cell["tier"] == nil || $0.2 == "local") && (hasVertical || $0.2 == "local")
      }.map(\.0)
    case "tier":
      if let sector = cell["sector"], sector != "local" { return [cell] }
      if let agency = cell["agency"], agency == "aa2" { return [cell] }
      members = ["upper", "lower", "ending", "both"]
    case "sector":
      if cell["district"] != nil || cell["agency"] != nil || cell["tier"] != nil { return [cell] }
      members = hasVertical ? ["local", "vertical"] : ["local"]
    case "channel": members = ["online", "desk", "post"]
    default: members = RandomFigures.fields
    }
    var cells = random.some(of: members, percent: 85).map { member in
      var part = cell
      part[dimension] = member
      return part
    }
    if random.chance(55) { cells.append(cell) }
    return cells
  }

  private mutating func report(
    _ measure: String, _ cell: [String: String], _ period: String, _ incomplete: Bool
  ) {
    let dimensions = RandomFigures.dimensions(of: measure)
    var cell = cell
    if cell.keys.contains(where: { !dimensions.contains($0) }) {
      if random.chance(60) { return }
      for key in cell.keys where !dimensions.contains(key) { cell[key] = nil }
    }
    add(measure, cell, period, value(of: measure, cell, period), incomplete)
    if random.chance(6) {
      add(measure, cell, period, value(of: measure, cell, period), incomplete && random.chance(70))
    }
  }

  private mutating func add(
    _ measure: String, _ cell: [String: String], _ period: String, _ value: String, _ incomplete: Bool
  ) {
    var qualifier = ""
    if random.chance(3) {
      qualifier = random.pick(["greater_than", "at_least", "at_most", "less_than", "approx"])
    }
    let members = [
      "province", "district", "agency", "tier", "sector", "channel", "field", "system", "scenario",
    ]
    let named = members.map { cell[$0] ?? "" }.joined(separator: ",")
    let decimals = value.contains(".") ? 1 : 0
    let early = incomplete || random.chance(1)
    rows.append(
      "\(random.pick(["s1", "s1", "s2"])),\(rows.count + 1),1,\(measure),\(period),\(early ? "true" : ""),\(named),\(value),\(qualifier),\(decimals)"
    )
  }

  // MARK: Truth

  /// What the hidden table says, disturbed now and then.
  private mutating func value(of measure: String, _ cell: [String: String], _ period: String) -> String {
    let slip = random.chance(7) ? random.below(4) - 1 : 0
    switch RandomFigures.kind(of: measure) {
    case "ratio":
      let parts: (String, String) =
        switch measure {
        case "late_rate": ("late", "done")
        case "done_rate": ("done", "got")
        default: ("fresh", "fresh")
        }
      let divisor = truth(parts.1, cell, period)
      let above =
        measure == "web_share"
        ? truth("fresh", cell.merging(["channel": "online"]) { $1 }, period) : truth(parts.0, cell, period)
      let tenths = divisor == 0 ? 500 : max(0, (above * 2000 + divisor) / (2 * divisor) + slip)
      return "\(tenths / 10).\(tenths % 10)"
    case "stated", "index": return "\(random.below(100)).\(random.below(10))"
    case "rank", "code": return "\(1 + random.below(9))"
    default: return "\(max(0, truth(measure, cell, period) + slip))"
    }
  }

  private func truth(_ measure: String, _ cell: [String: String], _ period: String) -> Int {
    switch measure {
    case "got": return truth("fresh", cell, period) + truth("opened", cell, period)
    case "done": return truth("intime", cell, period) + truth("late", cell, period)
    case "open_all": return truth("open_ok", cell, period) + truth("open_late", cell, period)
    case "over": return truth("late", cell, period) + truth("open_late", cell, period)
    default: break
    }
    let months = RandomFigures.months(of: period)
    let kind = RandomFigures.kind(of: measure)
    let counted =
      kind == "opening" ? [months[0]] : kind == "closing" ? [months[months.count - 1] + 1] : months
    return Atom.all.filter { $0.isInside(cell) }.reduce(0) { sum, atom in
      counted.reduce(sum) { $0 + atom.count(of: measure, month: $1) }
    }
  }

  /// Months since the beginning of 2023.
  private static func months(of text: String) -> [Int] {
    let ends = text.split(separator: "..").map(String.init)
    guard let first = try? TimeLiteral.parse(ends[0]), let last = try? TimeLiteral.parse(ends[ends.count - 1])
    else { return [0] }
    func month(_ day: Day) -> Int { (day.civil.year - 2023) * 12 + day.civil.month - 1 }
    return Array(month(first.first)...month(last.last))
  }
}

/// One cell of the hidden table: fully broken down.
private struct Atom {
  let province, sector, tier, unit, channel, field: String

  static let all: [Atom] = {
    var atoms: [Atom] = []
    let units = [
      ("pa", "local", "lower", "da1"), ("pa", "local", "lower", "da2"), ("pa", "local", "upper", "aa1"),
      ("pa", "vertical", "", "aa2"), ("pb", "local", "lower", "db1"), ("pb", "local", "upper", "ab1"),
      ("pb", "vertical", "", ""),
      ("pc", "local", "upper", ""), ("pa", "local", "ending", ""),
    ]
    for (province, sector, tier, unit) in units {
      for channel in ["online", "desk"] {
        for field in ["land", "tax"] {
          atoms.append(
            Atom(province: province, sector: sector, tier: tier, unit: unit, channel: channel, field: field))
        }
      }
    }
    return atoms
  }()

  func isInside(_ cell: [String: String]) -> Bool {
    cell.allSatisfy { dimension, member in
      switch dimension {
      case "province": province == member
      case "district", "agency": unit == member || member == "center" && unit == "aa1"
      case "tier": tier == member || member == "both" && (tier == "upper" || tier == "lower")
      case "sector": sector == member
      case "channel": channel == member || member == "post" && channel == "desk"
      case "field": field == member
      default: true
      }
    }
  }

  func count(of measure: String, month: Int) -> Int {
    if tier == "ending", month >= 12 { return 0 }
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in (province + sector + tier + unit + channel + field + measure).utf8 {
      hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
    }
    hash = (hash ^ UInt64(month)) &* 1_099_511_628_211
    return Int((hash >> 20) % 4)
  }
}
