/// What the value of a parameter is at the place where it stands.
enum ParameterReading {
  /// Where a value can stand.
  enum Place {
    /// Beside a time field, after `as of`.
    case time
    /// In an expression, after `top`.
    case number
    /// Beside a dimension.
    case member
    /// Where a period or a member can stand: after `vs` and `compare`.
    case any
  }

  /// A text from outside: a number where it is written like one, else text.
  static func value(ofText text: String) -> ValueSyntax {
    let name = quoted(text)
    return number(text).map { .number($0, name) } ?? .name(name)
  }

  /// `nil` where the value cannot stand there.
  static func value(_ value: ValueSyntax, at place: Place) -> ValueSyntax? {
    switch place {
    case .time: time(value)
    case .number:
      switch value {
      case .number: value
      // Members can be named by numbers: `param n = 3` may have been read as one.
      case .name(let name): number(name.text).map { .number($0, name) }
      case .period, .latest, .parameter, .invalid: nil
      }
    case .member: value
    case .any: time(value) ?? value
    }
  }

  static func time(_ value: ValueSyntax) -> ValueSyntax? {
    switch value {
    case .period, .latest: return value
    case .name(let name), .number(_, let name):
      if latestWords.contains(folded(name.text)) { return .latest(span: name.span) }
      return (try? TimeLiteral.parse(name.text)).map { .period($0, span: name.span) }
    case .parameter, .invalid: return nil
    }
  }

  private static let latestWords = Set(Keyword.latest.spellings.map { $0.joined(separator: " ") })

  /// Numbers as the language writes them: `1_000`, `0.5`, `1%`, `-3`; `nil` for anything else.
  static func number(_ text: String) -> ExactDecimal? {
    switch try? Parser.parseExpression(text, names: NameLexicon()) {
    case .number(let value, _): value
    case .negated(.number(let value, _), _): value.negated
    default: nil
    }
  }

  static func text(of value: ValueSyntax) -> String {
    switch value {
    case .name(let name), .number(_, let name): name.text
    case .period(let period, _): period.display
    case .latest: Keyword.latest.canonical
    case .parameter(let name, _): "$" + name
    case .invalid: "?"
    }
  }

  static func quoted(_ text: String) -> NameSyntax {
    NameSyntax(text, isQuoted: true, span: SourceSpan(0, 0))
  }
}

extension ValueSyntax {
  /// The same, standing at another place.
  func moved(to span: SourceSpan) -> ValueSyntax {
    func moved(_ name: NameSyntax) -> NameSyntax {
      NameSyntax(name.text, isQuoted: name.isQuoted, span: span)
    }
    return switch self {
    case .name(let name): .name(moved(name))
    case .number(let number, let name): .number(number, moved(name))
    case .period(let period, _): .period(period, span: span)
    case .latest: .latest(span: span)
    case .parameter(let name, _): .parameter(name, span: span)
    case .invalid: .invalid(span: span)
    }
  }
}
