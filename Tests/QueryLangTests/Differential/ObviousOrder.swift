// swift-format-ignore-file: NeverForceUnwrap

@testable import QueryLang

// Which groups are shown, and in which order.
extension ObviousEvaluator {
  /// `nil`: not decided.
  func holds(_ test: BoundTest, _ group: Group) -> Bool? {
    switch test {
    case .comparison(let left, let comparison, let right):
      return compare(evaluate(left, group), comparison, evaluate(right, group))
    case .state(let expression, let state, let isNegated):
      let status = evaluate(expression, group).status
      let wanted: CellStatus =
        switch state {
        case .missing: .missing
        case .undefined: .undefined
        case .partial: .partial
        }
      return (status == wanted) != isNegated
    case .not(let inner): return holds(inner, group).map { !$0 }
    case .and(let parts):
      let results = parts.map { holds($0, group) }
      return results.contains(false) ? false : results.contains(nil) ? nil : true
    case .or(let parts):
      let results = parts.map { holds($0, group) }
      return results.contains(true) ? true : results.contains(nil) ? nil : false
    }
  }

  /// The numbers an answer may stand for: lowest and highest, and whether these are among them.
  struct Range {
    var low = -Double.infinity
    var high = Double.infinity
    var hasLow = false
    var hasHigh = false
  }

  func range(_ answer: ObviousAnswer) -> Range? {
    switch answer.value {
    case .missing, .undefined: return nil
    case .exact, .real:
      let number = answer.number!
      return Range(low: number, high: number, hasLow: true, hasHigh: true)
    case .bounded(let bound, let limit):
      let number = limit.nearestDouble
      return switch bound {
      case .greaterThan: Range(low: number)
      case .atLeast: Range(low: number, hasLow: true)
      case .atMost: Range(high: number, hasHigh: true)
      case .lessThan: Range(high: number)
      }
    }
  }

  func compare(_ left: ObviousAnswer, _ comparison: ComparisonOperator, _ right: ObviousAnswer)
    -> Bool?
  {
    guard let a = range(left), let b = range(right) else { return nil }
    let alwaysLess = a.high < b.low || a.high == b.low && !(a.hasHigh && b.hasLow)
    let alwaysGreater = b.high < a.low || b.high == a.low && !(b.hasHigh && a.hasLow)
    let alwaysEqual = a.low == a.high && b.low == b.high && a.low == b.low
    let neverGreater = a.high <= b.low
    let neverLess = b.high <= a.low
    switch comparison {
    case .less: return alwaysLess ? true : neverLess ? false : nil
    case .greater: return alwaysGreater ? true : neverGreater ? false : nil
    case .lessOrEqual: return neverGreater ? true : alwaysGreater ? false : nil
    case .greaterOrEqual: return neverLess ? true : alwaysLess ? false : nil
    case .equal: return alwaysEqual ? true : alwaysLess || alwaysGreater ? false : nil
    case .notEqual: return alwaysEqual ? false : alwaysLess || alwaysGreater ? true : nil
    }
  }

  func isBefore(_ left: [KeyValue], _ right: [KeyValue]) -> Bool {
    for (index, key) in query.keys.enumerated() {
      if let order = isBefore(left[index], right[index], key) { return order }
    }
    return false
  }

  /// `nil`: the same.
  func isBefore(_ left: KeyValue, _ right: KeyValue, _ key: BoundKey) -> Bool? {
    if left == right { return nil }
    switch (left, right, key) {
    case (.period(let a), .period(let b), _): return a < b
    case (.member(let a, _), .member(let b, _), .dimension(let dimension)):
      let members = catalog.dimensions[dimension].members
      return order(members[a], dimension) < order(members[b], dimension)
    default: return nil
    }
  }

  /// Places and agencies stand with their province; units dimension by dimension.
  func order(_ member: Member, _ dimension: Int) -> (Int, Int, Int, Int) {
    let origin = member.origin?.dimension ?? dimension
    let parent = member.parent.map {
      catalog.dimensions[catalog.dimensions[origin].parent!].members[$0].order
    }
    return (parent ?? 0, origin, member.order, member.index)
  }

  func stably<Item>(_ items: [Item], _ isBefore: (Item, Item) -> Bool) -> [Item] {
    var sorted: [Item] = []
    for item in items {
      let position = sorted.lastIndex { !isBefore(item, $0) }.map { $0 + 1 } ?? 0
      sorted.insert(item, at: position)
    }
    return sorted
  }

  /// What has no number comes last, whatever the direction.
  func order(_ left: ObviousAnswer, _ right: ObviousAnswer, descending: Bool) -> Bool? {
    switch (left.number, right.number) {
    case (nil, nil): return nil
    case (nil, _): return false
    case (_, nil): return true
    case (let a?, let b?): return a == b ? nil : descending ? a > b : a < b
    }
  }

  func ranked(_ groups: [Group], _ ranking: BoundRanking) -> [Group] {
    let values = groups.map { evaluate(ranking.expression, $0) }
    let inOrder = stably(Array(groups.indices)) {
      order(values[$0], values[$1], descending: !ranking.isBottom) ?? false
    }.map { groups[$0] }
    var taken: [String: Int] = [:]
    return inOrder.filter { group in
      let within = ranking.perKey.map { text(group.keys[$0]) } ?? ""
      taken[within, default: 0] += 1
      return taken[within]! <= ranking.count
    }
  }

  func sorted(_ groups: [Group]) -> [Group] {
    let values = query.sort.map { key -> [ObviousAnswer] in
      guard case .expression(let expression) = key.target else { return [] }
      return groups.map { evaluate(expression, $0) }
    }
    return stably(Array(groups.indices)) { left, right in
      for (key, values) in zip(query.sort, values) {
        let isFirst: Bool? =
          switch key.target {
          case .key(let position):
            isBefore(groups[left].keys[position], groups[right].keys[position], query.keys[position])
              .map { $0 != key.isDescending }
          case .expression: order(values[left], values[right], descending: key.isDescending)
          }
        if let isFirst { return isFirst }
      }
      return false
    }.map { groups[$0] }
  }
}
