/// Writes a syntax tree in the canonical English form; reading that gives the same tree.
package struct SyntaxPrinter: Sendable {
  package init() {}

  package func print(_ statement: StatementSyntax) -> String {
    ([print(statement.kind)] + statement.stages.map { "| " + print($0) }).joined(separator: " ")
  }

  // MARK: Statements

  private func print(_ kind: StatementSyntaxKind) -> String {
    switch kind {
    case .query(let query): print(query)
    case .compare(let compare): print(compare)
    case .list(let fields, let clauses): words("list", list(fields.map(print)), print(clauses))
    case .check(let dataset, let against, let condition):
      words(
        "check", dataset.map(print), against.map { "against " + print($0) },
        condition.map { "where " + print($0) })
    case .why(let query): "why " + print(query)
    case .whyComparison(let compare): "why " + print(compare)
    case .explain(let query, let analyze): words("explain", analyze ? "analyze" : nil, print(query))
    case .explainComparison(let compare, let analyze):
      words("explain", analyze ? "analyze" : nil, print(compare))
    case .show(let kind, let dimension, let condition):
      words(
        "show", kind.rawValue, dimension.map { "of " + print($0) }, condition.map { "where " + print($0) })
    case .define(let name, let expression): "let \(print(name)) = \(print(expression))"
    case .parameter(let name, let type, let value):
      words("param", print(name), type.map { ": " + print($0) }, value.map { "= " + print($0) })
    case .assert(let test, let clauses): words("assert", print(test), print(clauses))
    default: printSession(kind)
    }
  }

  private func printSession(_ kind: StatementSyntaxKind) -> String {
    switch kind {
    case .load(let paths, let name, let rejects):
      words(
        "load", list(paths.map(quoted)), name.map { "as " + print($0) },
        rejects.map { ($0.replacing ? "rejects! " : "rejects ") + quoted($0.path) })
    case .unload(let name): "unload " + print(name)
    case .save(let dataset, let path): "save \(print(dataset)) \(quoted(path))"
    case .attach(let url, let table, let name):
      "attach clickhouse \(quoted(url)) table \(print(table)) as \(print(name))"
    case .detach(let name): "detach " + print(name)
    case .push(let dataset, let name): "push \(print(dataset)) to \(print(name))"
    case .use(let name): "use " + print(name)
    case .source(let path): "source " + quoted(path)
    case .set(let name, let value): words("set", print(name), value.map(print))
    case .help(let word): words("help", word.map(print))
    case .quit: "quit"
    default: ""
    }
  }

  package func print(_ query: QuerySyntax) -> String {
    switch query.subject {
    case .lastResult: words("_", print(query.clauses))
    case .measures(let measures): words(list(measures.map(print)), print(query.clauses))
    }
  }

  private func print(_ compare: CompareSyntax) -> String {
    words(
      "compare", compare.dimension.map(print), list(compare.values.map(print)), "on",
      list(compare.measures.map(print)), print(compare.clauses))
  }

  private func print(_ measure: MeasureSyntax) -> String {
    words(print(measure.expression), measure.alias.map { "as " + print($0) })
  }

  private func print(_ stage: StageSyntax) -> String {
    switch stage {
    case .format(let format): format.rawValue
    case .html: "html"
    case .chart(let kind): "chart " + print(kind)
    case .into(let path, let replacing): (replacing ? "into! " : "into ") + quoted(path)
    }
  }

  // MARK: Clauses

  private func print(_ clauses: ClausesSyntax) -> String? {
    let texts = clauseTexts(clauses)
    return texts.isEmpty ? nil : texts.joined(separator: " ")
  }

  /// The subject of a query, then each of its clauses.
  package func clauseTexts(_ query: QuerySyntax) -> [String] {
    let bare = QuerySyntax(subject: query.subject, clauses: ClausesSyntax(), span: query.span)
    return [print(bare)] + clauseTexts(query.clauses)
  }

  /// What is compared, then each clause.
  package func clauseTexts(_ compare: CompareSyntax) -> [String] {
    var bare = compare
    bare.clauses = ClausesSyntax()
    return [print(bare)] + clauseTexts(compare.clauses)
  }

  private func clauseTexts(_ clauses: ClausesSyntax) -> [String] {
    [
      clauses.from.map { "from " + print($0) },
      clauses.by.isEmpty ? nil : "by " + list(clauses.by.map(print)),
      clauses.condition.map { "where " + print($0) },
      clauses.having.map { "having " + print($0) },
      clauses.baseline.map { "vs " + print($0) },
      clauses.sort.isEmpty ? nil : "sort " + list(clauses.sort.map(print)),
      clauses.ranking.map(print),
      clauses.pivot.map { "pivot " + print($0) },
      clauses.with.isEmpty ? nil : clauses.with.map { "with " + $0.word.rawValue }.joined(separator: " "),
      clauses.asOf.map { "as of " + print($0) },
    ].compactMap { $0 }
  }

  private func print(_ key: SortKeySyntax) -> String {
    words(print(key.key), key.isDescending ? "desc" : nil)
  }

  private func print(_ ranking: RankingSyntax) -> String {
    words(
      ranking.isBottom ? "bottom" : "top", ranking.countParameter.map(print) ?? String(ranking.count),
      ranking.per.map { "per " + print($0) },
      ranking.by.map { "by " + print($0) }, ranking.withOthers ? "with others" : nil)
  }

  private func print(_ baseline: BaselineSyntax) -> String {
    switch baseline {
    case .previous(let grain): "previous " + print(grain)
    case .sameGrainLastYear(let grain): "same \(print(grain)) last year"
    case .target: "target"
    case .value(let value): print(value)
    }
  }

  // MARK: Conditions and tests

  package func print(_ condition: ConditionSyntax) -> String {
    switch condition {
    case .comparison(let field, let comparison, let value):
      "\(print(field)) \(comparison.rawValue) \(print(value))"
    case .membership(let field, let values, let isNegated):
      "\(print(field)) \(isNegated ? "not in" : "in") (\(list(values.map(print))))"
    case .range(let field, let lower, let upper, let isNegated):
      "\(print(field)) \(isNegated ? "not in" : "in") \(print(lower))..\(print(upper))"
    case .contains(let field, let text): "\(print(field)) ~ \(print(text))"
    case .isMissing(let field, let isNegated): "\(print(field)) is \(isNegated ? "not " : "")missing"
    case .not(let inner): "not (\(print(inner)))"
    case .and(let parts): parts.map { grouped($0) }.joined(separator: " and ")
    case .or(let parts): parts.map { grouped($0) }.joined(separator: " or ")
    }
  }

  private func grouped(_ condition: ConditionSyntax) -> String {
    switch condition {
    case .and, .or: "(\(print(condition)))"
    default: print(condition)
    }
  }

  package func print(_ test: TestSyntax) -> String {
    switch test {
    case .comparison(let left, let comparison, let right):
      "\(print(left)) \(comparison.rawValue) \(print(right))"
    case .state(let expression, let state, let isNegated):
      "\(print(expression)) is \(isNegated ? "not " : "")\(state.rawValue)"
    case .not(let inner): "not (\(print(inner)))"
    case .and(let parts): parts.map { grouped($0) }.joined(separator: " and ")
    case .or(let parts): parts.map { grouped($0) }.joined(separator: " or ")
    }
  }

  private func grouped(_ test: TestSyntax) -> String {
    switch test {
    case .and, .or: "(\(print(test)))"
    default: print(test)
    }
  }

  // MARK: Expressions and values

  package func print(_ expression: ExpressionSyntax) -> String { print(expression, within: 0) }

  /// Brackets only where precedence asks for them: sums 1, products 2, operands of `-` 3.
  private func print(_ expression: ExpressionSyntax, within precedence: Int) -> String {
    switch expression {
    case .number(let value, _): return value.description
    case .name(let name, let filter): return print(name) + (filter.map { "{\(print($0))}" } ?? "")
    case .parameter(let name, _): return "$" + name
    case .invalid: return "?"
    case .negated(let operand, _): return "-" + print(operand, within: 3)
    case .call(let function, let arguments, let dimension, _):
      let texts = arguments.map { print($0) } + (dimension.map { ["of " + print($0)] } ?? [])
      return "\(function.rawValue)(\(list(texts)))"
    case .binary(let operation, let left, let right):
      let own = operation == .add || operation == .subtract ? 1 : 2
      let text = "\(print(left, within: own)) \(operation.rawValue) \(print(right, within: own + 1))"
      return own < precedence ? "(\(text))" : text
    }
  }

  private func print(_ value: ValueSyntax) -> String {
    switch value {
    case .name(let name): print(name)
    case .number(_, let name): name.text
    case .period(let period, _):
      period.grain == .span ? "\(period.first.dayMonthYear)..\(period.last.dayMonthYear)" : period.display
    case .latest: "latest"
    case .parameter(let name, _): "$" + name
    case .invalid: "?"
    }
  }

  private func print(_ name: NameSyntax) -> String {
    name.isParameter ? "$" + name.text : name.isQuoted ? quoted(name.text) : name.text
  }

  /// A text in double quotes with its escapes. Characters that turn the reading order may not stand there, and
  /// names are known without them.
  package func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars where !character.properties.isBidiControl {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.unicodeScalars.append(character)
    }
    return result + "\""
  }

  private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

  private func words(_ texts: String?...) -> String {
    texts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
