/// A day of a case's life.
package enum CaseDay: String, Sendable, CaseIterable {
  case received, due, finished
}

/// Which cases a count counts in a period.
package enum CasePlacing: Hashable, Sendable {
  /// Those with that day in it.
  case event(CaseDay)
  /// Those pending as it begins: received before, and not finished before.
  case opening
  /// Those pending as it ends: received by then, and not finished by then.
  case closing
}

/// Where a case stands against its due date; the members of the dimension of that name by id.
///
/// Of a finished case by the day it was finished; of a pending one by the day at which it is looked at. A pending
/// case is overdue when that day is after its due date; one without a due date is in time then.
package enum Timeliness: String, Sendable, CaseIterable {
  case early, onTime = "on_time", overdue, inTime = "in_time", noDue = "no_due"
}

/// A number that a case has.
package enum CaseNumber: Hashable, Sendable {
  /// From receipt to finish, in calendar days; missing while pending.
  case processingDays
  /// A column of the data, by position.
  case column(Int)
}

/// What is computed of the cases of a group. Every one of them can be put together from those of its parts.
package enum CaseStatistic: Hashable, Sendable {
  case count
  /// Of the cases that have the number: how many, and their sum.
  case sum(CaseNumber)
  /// The least and the greatest.
  case extremes(CaseNumber)
  /// How often each value occurs: what a median is made of.
  case histogram(CaseNumber)
}

/// One thing to compute for every group: the smallest part of an answer over cases.
package struct CaseAtom: Hashable, Sendable {
  package let placing: CasePlacing
  /// Beside the conditions of the whole query; at most one for each dimension, in order of dimensions.
  package let conditions: [Selection]
  /// `nil`: all; else where the case must stand against its due date.
  package let timeliness: Set<Timeliness>?
  package let statistic: CaseStatistic

  package init(
    placing: CasePlacing, conditions: [Selection], timeliness: Set<Timeliness>?, statistic: CaseStatistic
  ) {
    self.placing = placing
    self.conditions = conditions
    self.timeliness = timeliness
    self.statistic = statistic
  }
}

/// A time that groups are made of, or the whole time asked for.
package struct CaseSlot: Hashable, Sendable {
  /// Its days: runs that do not touch, in order.
  package let ranges: [ClosedRange<Day>]
  /// What the slot is called as a group.
  package let period: Period?

  package init(ranges: [ClosedRange<Day>], period: Period?) {
    self.ranges = ranges
    self.period = period
  }

  /// Stocks are as of the end of this day.
  package var closing: Day { ranges[ranges.count - 1].upperBound }
  /// Opening stocks are as of the end of this day, the one before the first.
  package var opening: Day { ranges[0].lowerBound.advanced(byDays: -1) }
}

/// What is asked of the cases, whatever engine answers: keys and parts that add up, nothing else.
package struct CaseAggregation: Sendable {
  package enum Key: Hashable, Sendable {
    case dimension(Int)
    case timeliness
    case slot
  }

  package var keys: [Key]
  /// Hold for every atom; at most one for each dimension.
  package var conditions: [Selection]
  package var timeliness: Set<Timeliness>?
  /// Hold for every atom too: on days and numbers of the cases.
  package var restrictions: [CaseRestriction] = []
  /// In order of time. Where time is no key, one.
  package var slots: [CaseSlot]
  package var atoms: [CaseAtom]
  /// The day at which events look at pending cases.
  package var asOf: Day

  func with(slots: [CaseSlot]) -> CaseAggregation {
    var copy = self
    copy.slots = slots
    return copy
  }

  /// The positions of slots that do not overlap, so that a day belongs to one of them alone; each slot once.
  var layers: [[Int]] {
    var layers: [[Int]] = []
    for (index, slot) in slots.enumerated() {
      let free = layers.firstIndex { layer in
        layer.last.map { slots[$0].closing < slot.ranges[0].lowerBound } ?? true
      }
      if let free { layers[free].append(index) } else { layers.append([index]) }
    }
    return layers
  }
}
