/// Trials → the table of what failed, and what stands under it.
struct CheckResultBuilder {
  private let resolver: FigureResolver
  private let writer: CheckCellWriter
  private var catalog: Catalog { resolver.catalog }
  private let hasCondition: Bool
  /// What the trials' rules are positions in.
  private let rules: [CheckRule]

  /// - Parameters:
  ///   - hasCondition: whether only some findings were wanted.
  ///   - rules: those that were tried; `nil`: the catalog's.
  init(_ resolver: FigureResolver, hasCondition: Bool, rules: [CheckRule]? = nil) {
    self.resolver = resolver
    self.hasCondition = hasCondition
    self.rules = rules ?? resolver.catalog.checks
    writer = CheckCellWriter(resolver.catalog)
  }

  func report(_ trials: [CheckTrial], ruleCount: Int, notes: [Localized]) -> CheckReport {
    let errors = trials.count { !$0.holds && rules[$0.rule].severity == .error }
    let warnings = trials.count { !$0.holds } - errors
    return report(trials, foot: [note(trials, ruleCount, errors: errors, warnings: warnings)] + notes)
  }

  /// What failed, with a foot of its own.
  func report(_ trials: [CheckTrial], foot: [Localized]) -> CheckReport {
    let failed = trials.filter { !$0.holds }.sorted { Position($0, resolver) < Position($1, resolver) }
    let used = Set(failed.flatMap { $0.figures.map { resolver.index[$0].source } }).sorted()
    let sourcePosition = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
    let table = ResultTable(
      columns: columns, rows: failed.map { ResultRow(cells: cells(of: $0, sourcePosition)) },
      notes: foot,
      sources: used.map { ResultSource(id: catalog.sources[$0].id, title: catalog.sources[$0].title) })
    return CheckReport(table: table, hasErrors: failed.contains { rules[$0.rule].severity == .error })
  }

  // MARK: Order

  /// Where the first of the figures at fault stands.
  private struct Position: Comparable {
    private let source: Int
    private let line: Int
    private let ordinal: Int
    private let rule: Int

    init(_ trial: CheckTrial, _ resolver: FigureResolver) {
      let figures = trial.stated.figures.isEmpty ? trial.figures : trial.stated.figures
      let first = figures.map { resolver.index[$0] }
        .min { ($0.source, $0.line, $0.ordinal) < ($1.source, $1.line, $1.ordinal) }
      source = first?.source ?? .max
      line = first?.line ?? .max
      ordinal = first?.ordinal ?? .max
      rule = trial.rule
    }

    static func < (left: Position, right: Position) -> Bool {
      (left.source, left.line, left.ordinal, left.rule)
        < (right.source, right.line, right.ordinal, right.rule)
    }
  }

  // MARK: Columns

  private var columns: [ResultColumn] {
    func key(_ name: String, _ vi: String, _ en: String) -> ResultColumn {
      ResultColumn(name: name, title: Localized(vi: vi, en: en), role: .key)
    }
    func number(_ name: String, _ vi: String, _ en: String) -> ResultColumn {
      ResultColumn(name: name, title: Localized(vi: vi, en: en), role: .measure(isShare: false))
    }
    return [key("rule", "phép kiểm tra", "rule"), key("severity", "mức lỗi", "severity")]
      + writer.placeColumns + [
        key("cell", "ô", "cell"), key("period", "kỳ", "period"), key("measure", "chỉ số", "measure"),
        number("stated", "nêu", "stated"), number("expected", "phải là", "expected"),
        number("difference", "chênh lệch", "difference"), key("documents", "văn bản", "documents"),
        key("lines", "dòng", "lines"),
        ResultColumn(name: "message", title: Localized(vi: "diễn giải", en: "message"), role: .text),
      ]
  }

  private func cells(of trial: CheckTrial, _ sourcePosition: [Int: Int]) -> [ResultCell] {
    let rule = rules[trial.rule]
    let isShare = trial.subject.isShare(in: catalog)
    func number(_ amount: Amount, _ figures: Set<Int>) -> ResultCell {
      let sources = Set(figures.map { resolver.index[$0].source }).sorted().compactMap { sourcePosition[$0] }
      var cell = ResultCell(value(amount), sources: sources)
      cell.form = isShare ? .share : .plain
      return cell
    }
    let difference = Arithmetic.apply(.subtract, trial.stated.amount, trial.expected.amount)
    return [
      ResultCell(.name(canonical: rule.id, shown: nil)),
      ResultCell(.name(canonical: rule.severity.rawValue, shown: rule.severity.names)),
    ] + writer.places(of: trial.cell) + [
      writer.description(of: trial.cell), ResultCell(.period(trial.period)), subject(trial.subject),
      number(trial.stated.amount, trial.stated.figures),
      number(trial.expected.amount, trial.expected.figures),
      number(difference, trial.figures),
      writer.text(documents(trial.figures)), writer.text(lines(trial.figures)),
      ResultCell(.text(rule.message)),
    ]
  }

  private func value(_ amount: Amount) -> ResultCell.Value {
    switch amount {
    case .number(let quantity): .number(quantity)
    case .bounded(let bound, let limit): .bounded(bound, limit)
    case .undefined: .undefined
    }
  }

  private func subject(_ expression: BoundExpression) -> ResultCell {
    let name = writer.canonical.write(expression)
    guard case .measure(let reference) = expression, reference.filter.isEmpty else {
      return writer.text(name)
    }
    return ResultCell(.name(canonical: name, shown: catalog.measures[reference.measure].names))
  }

  // MARK: Documents

  private func documents(_ figures: Set<Int>) -> String {
    Set(figures.map { resolver.index[$0].source }).sorted().map { catalog.sources[$0].id }
      .joined(separator: ", ")
  }

  /// `54, 55, 137`; of several documents `000: 54; 004: 120`.
  private func lines(_ figures: Set<Int>) -> String {
    let bySource = Dictionary(grouping: figures.map { resolver.index[$0] }, by: \.source)
    let texts = bySource.sorted { $0.key < $1.key }.map { source, figures in
      let lines = Set(figures.map(\.line)).sorted().map(String.init).joined(separator: ", ")
      return bySource.count > 1 ? "\(catalog.sources[source].id): \(lines)" : lines
    }
    return texts.joined(separator: "; ")
  }

  // MARK: Foot

  private func note(_ trials: [CheckTrial], _ ruleCount: Int, errors: Int, warnings: Int) -> Localized {
    let tried = Set(trials.map(\.rule)).count
    if tried == 0 { return nothingTried(ruleCount) }
    let cells = Set(trials.map { CheckPlace(cell: $0.cell, period: $0.period) }).count
    let found: Localized =
      errors + warnings == 0
      ? Localized(vi: "tất cả đều đúng", en: "all rules hold")
      : Localized(
        vi: "\(errors) lỗi, \(warnings) cảnh báo",
        en: "\(count(errors, "error")), \(count(warnings, "warning"))")
    return Localized(
      vi: "đã thử \(tried) trong \(ruleCount) phép kiểm tra ở \(cells) ô: \(found.vietnamese)",
      en: "tried \(tried) of \(count(ruleCount, "rule")) on \(count(cells, "cell")): \(found.english)")
  }

  private func nothingTried(_ ruleCount: Int) -> Localized {
    Localized(
      vi: "đã thử 0 trong \(ruleCount) phép kiểm tra: "
        + (hasCondition ? "không có gì để thử với các điều kiện này" : "không có gì để thử"),
      en: "tried 0 of \(count(ruleCount, "rule")): "
        + (hasCondition ? "there is nothing to try under these conditions" : "there is nothing to try"))
  }

  private func count(_ count: Int, _ noun: String) -> String {
    "\(countText(count, .english)) \(noun)\(count == 1 ? "" : "s")"
  }
}
