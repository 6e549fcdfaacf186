extension ConditionSyntax {
  /// The top-level parts joined by `and`.
  var conjuncts: [ConditionSyntax] {
    if case .and(let parts) = self { return parts.flatMap(\.conjuncts) }
    return [self]
  }

  var alternatives: [ConditionSyntax] {
    if case .or(let parts) = self { return parts }
    return [self]
  }

  /// Every field named, left to right.
  var fields: [NameSyntax] {
    switch self {
    case .comparison(let field, _, _), .membership(let field, _, _), .range(let field, _, _, _),
      .contains(let field, _), .isMissing(let field, _):
      [field]
    case .not(let inner): inner.fields
    case .and(let parts), .or(let parts): parts.flatMap(\.fields)
    }
  }
}
