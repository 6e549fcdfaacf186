// What atoms ask of where cases stand against their due date, the same for every engine.
extension CaseAggregation {
  /// What the atom and the whole query ask for together; `nil`: all.
  func states(of atom: CaseAtom) -> Set<Timeliness>? {
    guard let own = atom.timeliness else { return timeliness }
    return timeliness.map { own.intersection($0) } ?? own
  }

  /// Two conditions on where a case stands contradict each other, or a stock is asked for finished cases.
  func asksForNothing(_ atom: CaseAtom) -> Bool {
    guard let states = states(of: atom) else { return false }
    if case .event = atom.placing { return states.isEmpty }
    return states.isDisjoint(with: [.overdue, .inTime])
  }

  /// The stay of the atom's cases; of a stock that is told apart by where its cases stand, one for each of the two
  /// states that pending cases can be in.
  func stays(of atom: CaseAtom) -> [(stay: CaseStay, state: Timeliness?)] {
    if case .event = atom.placing { return [(.pending, nil)] }
    guard keys.contains(.timeliness) else { return [(stay(of: atom), nil)] }
    let asked = states(of: atom) ?? [.overdue, .inTime]
    return [Timeliness.overdue, .inTime].filter(asked.contains).map { state in
      (state == .overdue ? .overdue : .inTime, state)
    }
  }

  /// Stocks of overdue cases begin and end on other days than those of all.
  private func stay(of atom: CaseAtom) -> CaseStay {
    if case .event = atom.placing { return .pending }
    guard let states = states(of: atom) else { return .pending }
    let ofPending = states.intersection([.overdue, .inTime])
    return ofPending == [.overdue] ? .overdue : ofPending == [.inTime] ? .inTime : .pending
  }
}

/// From when to when a case is in a stock.
enum CaseStay: Sendable {
  /// From its receipt to its finish.
  case pending
  /// From the day after its due date.
  case overdue
  /// To its due date.
  case inTime
}
