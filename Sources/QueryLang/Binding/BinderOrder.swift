// The order of the rows: `sort`, `top` and `bottom`.
extension Binder {
  mutating func bindSort(
    _ sort: [SortKeySyntax], _ keys: [BoundKey], _ expressions: inout ExpressionBinder
  ) -> [BoundSortKey] {
    sort.compactMap { item in
      if case .name(let name, nil) = item.key, let position = position(of: name, in: keys) {
        return BoundSortKey(target: .key(position), isDescending: item.isDescending)
      }
      if case .name(let name, nil) = item.key, isField(name) {
        report(.sortKeyNotInResult(name.text), at: name.span)
        return nil
      }
      return expressions.bind(item.key).map {
        BoundSortKey(target: .expression($0), isDescending: item.isDescending)
      }
    }
  }

  private func isField(_ name: NameSyntax) -> Bool {
    context.lexicon.meanings(of: name.text).contains(where: \.isGroupable)
  }

  /// The key whose members become columns must be one of `by`, and something must remain to be a row of.
  mutating func bindPivot(_ name: NameSyntax?, _ keys: [BoundKey]) -> Int? {
    guard let name else { return nil }
    let found = position(of: name, in: keys)
    if found == nil { report(.pivotNotAKey(Localized(both: name.text)), at: name.span) }
    return found
  }

  private func position(of name: NameSyntax, in keys: [BoundKey]) -> Int? {
    let meanings = context.lexicon.meanings(of: name.text)
    return keys.firstIndex { key in
      switch key {
      case .dimension(let dimension): meanings.contains(.dimension(dimension))
      case .time(let field): meanings.contains(.timeField(field))
      }
    }
  }

  mutating func bindRanking(
    _ ranking: RankingSyntax?, _ keys: [BoundKey], _ measures: [BoundMeasure],
    _ expressions: inout ExpressionBinder
  ) -> BoundRanking? {
    guard let ranking else { return nil }
    var perKey: Int?
    if let per = ranking.per {
      perKey = position(of: per, in: keys)
      if perKey == nil { report(.perNotAKey(Localized(both: per.text)), at: per.span) }
    }
    var expression = measures.first?.expression
    if let by = ranking.by {
      if case .name(let name, nil) = by, isField(name) {
        report(.rankingByDimension(name.text), at: name.span)
        return nil
      }
      expression = expressions.bind(by)
    }
    return expression.map {
      BoundRanking(
        isBottom: ranking.isBottom, count: ranking.count, perKey: perKey, expression: $0,
        withOthers: ranking.withOthers)
    }
  }
}
