// What is taken of the rows that are meant, one by one.
extension ScanBranch {
  typealias Positions = UnsafePointer<UInt16>

  mutating func takeRows(_ row: Int, at positions: Positions, _ selected: Int) {
    switch scan.taking {
    case .count: takeCounts(selected)
    case .sum(.processingDays): sumDurations(row, at: positions, selected)
    case .sum(.column(let column)):
      let values = places.numbers(ofColumn: column).values(row)
      sum(at: positions, selected) { values[$0] == NumberText.missing ? nil : Int(values[$0]) }
    case .values(.processingDays):
      let (received, finished) = (days.received(row), days.finished(row))
      for index in 0..<selected {
        let position = Int(positions[index])
        let end = finished[position]
        if end != CaseDays.missing { tally.values.append((numbers[index], Int(end &- received[position]))) }
      }
    case .values(.column(let column)):
      let values = places.numbers(ofColumn: column).values(row)
      for index in 0..<selected {
        let value = values[Int(positions[index])]
        if value != NumberText.missing { tally.values.append((numbers[index], Int(value))) }
      }
    case .stays(let stay, let slotOfDay, let slotCount, let factor):
      slotOfDay.withUnsafeBufferPointer { slotOfDay in
        takeStays(stay, slotOfDay, slotCount, factor, row, at: positions, selected)
      }
    case .rows:
      for index in 0..<selected { rows.append(firstRow + row + Int(positions[index])) }
    }
  }

  private mutating func takeCounts(_ selected: Int) {
    if isDense {
      let (numbers, counts) = (numbers, counts)
      for index in 0..<selected { counts[Int(numbers[index])] &+= 1 }
    } else {
      for index in 0..<selected where !tally.table.add(numbers[index], count: 1, total: 0) {
        tally.isFull = true
        return
      }
    }
  }

  private mutating func sumDurations(_ row: Int, at positions: Positions, _ selected: Int) {
    let (received, finished) = (days.received(row), days.finished(row))
    guard isDense else {
      return sum(at: positions, selected) { position in
        let end = finished[position]
        return end == CaseDays.missing ? nil : Int(end &- received[position])
      }
    }
    CaseKernels.pickDurations(received, finished, at: positions, durations, selected)
    CaseKernels.addDurations(UnsafePointer(durations), under: numbers, counts, totals, selected)
  }

  @inline(__always) private mutating func sum(
    at positions: Positions, _ selected: Int, _ value: (Int) -> Int?
  ) {
    let (numbers, counts, totals) = (numbers, counts, totals)
    guard isDense else {
      for index in 0..<selected {
        guard let value = value(Int(positions[index])) else { continue }
        if !tally.table.add(numbers[index], count: 1, total: value) {
          tally.isFull = true
          return
        }
      }
      return
    }
    var hasOverflow = false
    for index in 0..<selected {
      guard let value = value(Int(positions[index])) else { continue }
      let key = Int(numbers[index])
      counts[key] &+= 1
      let (total, isTooLarge) = totals[key].addingReportingOverflow(value)
      totals[key] = total
      hasOverflow = hasOverflow || isTooLarge
    }
    if hasOverflow { tally.hasOverflow = true }
  }

  private mutating func takeStays(
    _ stay: CaseStay, _ slotOfDay: UnsafeBufferPointer<UInt16>, _ slotCount: Int, _ factor: UInt32,
    _ row: Int, at positions: Positions, _ selected: Int
  ) {
    let (received, finished, due) = (days.received(row), days.finished(row), days.due(row))
    for index in 0..<selected {
      let position = Int(positions[index])
      var start = Int(received[position])
      var stop = Int(finished[position])
      let limit = Int(due[position])
      switch stay {
      case .pending: break
      case .overdue: start = limit == Int(CaseDays.missing) ? stop : max(start, limit &+ 1)
      case .inTime: stop = limit == Int(CaseDays.missing) ? stop : min(stop, limit &+ 1)
      }
      guard start < stop else { continue }
      let arrival = slotOfDay[start]
      let departure = slotOfDay[stop]
      if arrival >= departure { continue }
      count(numbers[index] &+ UInt32(arrival) &* factor, 1)
      if Int(departure) < slotCount { count(numbers[index] &+ UInt32(departure) &* factor, -1) }
    }
  }

  @inline(__always) private mutating func count(_ key: UInt32, _ change: Int) {
    if isDense {
      counts[Int(key)] &+= change
    } else if !tally.table.add(key, count: change, total: 0) {
      tally.isFull = true
    }
  }
}
