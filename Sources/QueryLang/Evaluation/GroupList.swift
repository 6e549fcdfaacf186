/// Groups by position, with what each says at every key.
protocol GroupList {
  var count: Int { get }
  func key(_ key: Int, of group: Int) -> GroupKey
}

extension [Group]: GroupList {
  func key(_ key: Int, of group: Int) -> GroupKey { self[group].keys[key] }
}

/// Some groups of a list, in an order of their own.
struct ChosenGroups<List: GroupList>: GroupList {
  let list: List
  let positions: [Int]
  var count: Int { positions.count }
  func key(_ key: Int, of group: Int) -> GroupKey { list.key(key, of: positions[group]) }
}

extension GroupList {
  func chosen(_ positions: [Int]) -> ChosenGroups<Self> { ChosenGroups(list: self, positions: positions) }
}
