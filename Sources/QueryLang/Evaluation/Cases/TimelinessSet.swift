/// Some of the states of ``Timeliness``.
struct TimelinessSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  static let early = TimelinessSet(rawValue: 1)
  static let onTime = TimelinessSet(rawValue: 2)
  static let overdue = TimelinessSet(rawValue: 4)
  static let inTime = TimelinessSet(rawValue: 8)
  static let noDue = TimelinessSet(rawValue: 16)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ states: Set<Timeliness>) {
    var set: TimelinessSet = []
    for state in states {
      switch state {
      case .early: set.insert(.early)
      case .onTime: set.insert(.onTime)
      case .overdue: set.insert(.overdue)
      case .inTime: set.insert(.inTime)
      case .noDue: set.insert(.noDue)
      }
    }
    self = set
  }
}
