/// The codes of one column, as narrow as their number allows.
package enum CodeValues: Sendable {
  case one(ColumnValues<UInt8>)
  case two(ColumnValues<UInt16>)
  case four(ColumnValues<UInt32>)

  package subscript(row: Int) -> Int {
    switch self {
    case .one(let values): Int(values[row])
    case .two(let values): Int(values[row])
    case .four(let values): Int(values[row])
    }
  }

  /// Valid while the column is held.
  var start: UnsafeRawPointer {
    switch self {
    case .one(let values): UnsafeRawPointer(values.pointer)
    case .two(let values): UnsafeRawPointer(values.pointer)
    case .four(let values): UnsafeRawPointer(values.pointer)
    }
  }

  package var bytesOfValue: Int {
    switch self {
    case .one: 1
    case .two: 2
    case .four: 4
    }
  }

  package var byteCount: Int {
    switch self {
    case .one(let values): values.byteCount
    case .two(let values): values.byteCount
    case .four(let values): values.byteCount
    }
  }
}

/// Which member of a dimension each case has.
package struct MemberColumn: Sendable {
  /// Of the catalog.
  package let dimension: Int
  package let codes: CodeValues
  /// The catalog's member of each code, in an order that the data decide; the last is ``noMember`` where some case has
  /// none.
  package let members: [Int]

  package static let noMember = -1

  /// `nil` for the code of cases that have none.
  func member(ofCode code: Int) -> Int? { members[code] == MemberColumn.noMember ? nil : members[code] }

  package init(dimension: Int, codes: CodeValues, members: [Int]) {
    self.dimension = dimension
    self.codes = codes
    self.members = members
  }
}

/// A number of each case: a fee, a count of pages.
package struct NumberColumn: Sendable {
  /// Canonical name and what people read.
  package let id: String
  package let names: Localized
  /// Digits after the point; the values are integers of the last of them.
  package let decimals: Int
  package let values: ColumnValues<Int64>
}

/// The name that each case has in its own system.
package struct IdentifierColumn: Sendable {
  /// The bytes of a run of cases, one behind the other.
  package struct Run: Sendable {
    package let firstRow: Int
    package let bytes: MappedMemory
    package let byteCount: Int
  }

  /// Where each begins within its run.
  enum Places: Sendable {
    case listed(ColumnValues<UInt32>)
    /// All have the same number of bytes, as numbers of cases often do: so none is written down.
    case evenly(apart: Int, rowCount: Int)

    var rowCount: Int {
      switch self {
      case .listed(let offsets): offsets.count
      case .evenly(_, let rowCount): rowCount
      }
    }
  }

  let places: Places
  /// In order of rows.
  package let runs: [Run]

  init(offsets: ColumnValues<UInt32>, runs: [Run]) {
    places = .listed(offsets)
    self.runs = runs
  }

  /// - Complexity: O(log *runs*).
  package subscript(row: Int) -> String { String(decoding: bytes(ofRow: row), as: UTF8.self) }

  func byteCount(ofRow row: Int) -> Int { bytes(ofRow: row).count }

  /// Valid while the column is held.
  func bytes(ofRow row: Int) -> UnsafeRawBufferPointer {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].firstRow <= row { low = middle } else { high = middle }
    }
    let run = runs[low]
    switch places {
    case .listed(let offsets):
      let start = Int(offsets[row])
      let end = row + 1 < endOfRun(low) ? Int(offsets[row + 1]) : run.byteCount
      return UnsafeRawBufferPointer(start: run.bytes.base + start, count: end - start)
    case .evenly(let length, _):
      return UnsafeRawBufferPointer(start: run.bytes.base + (row - run.firstRow) * length, count: length)
    }
  }

  private func endOfRun(_ index: Int) -> Int {
    index + 1 < runs.count ? runs[index + 1].firstRow : places.rowCount
  }

  package var byteCount: Int {
    let ofPlaces = if case .listed(let offsets) = places { offsets.byteCount } else { 0 }
    return ofPlaces + runs.reduce(0) { $0 + $1.byteCount }
  }
}

extension IdentifierColumn {
  /// The same without a list of places, where all identifiers are equally long.
  func withoutNeedlessPlaces() -> IdentifierColumn {
    guard case .listed(let offsets) = places, offsets.count > 0 else { return self }
    let length = bytes(ofRow: 0).count
    let isEven = runs.indices.allSatisfy { index in
      let rows = runs[index].firstRow..<endOfRun(index)
      guard runs[index].byteCount == rows.count * length else { return false }
      let offsets = offsets.pointer + rows.lowerBound
      var difference: UInt32 = 0
      for row in 0..<rows.count { difference |= offsets[row] ^ UInt32(truncatingIfNeeded: row &* length) }
      return difference == 0
    }
    return isEven
      ? IdentifierColumn(places: .evenly(apart: length, rowCount: offsets.count), runs: runs) : self
  }

  private init(places: Places, runs: [Run]) {
    self.places = places
    self.runs = runs
  }
}

/// The least and greatest values of a column in each block of cases: what a scan may leave out.
package struct BlockRanges: Sendable {
  /// Cases of a block.
  package static let blockSize = 1 << 16

  package let least: [UInt32]
  package let greatest: [UInt32]

  package init(least: [UInt32], greatest: [UInt32]) {
    self.least = least
    self.greatest = greatest
  }
}

/// A day of each case.
package struct DayColumn: Sendable {
  package let values: ColumnValues<UInt16>
  /// Of the days that are known, with ``someMissing`` added to the greatest where others are missing; of a block
  /// without any day both are ``CaseDays/missing``.
  package let ranges: BlockRanges

  package static let someMissing: UInt32 = 1 << 16

  /// The greatest day of a block that is known.
  func greatestKnown(_ block: Int) -> UInt32 { ranges.greatest[block] & (DayColumn.someMissing - 1) }

  func hasMissing(_ block: Int) -> Bool { ranges.greatest[block] >= DayColumn.someMissing }

  /// What ``ranges`` say of a block of some days.
  static func range(of days: UnsafePointer<UInt16>, _ rows: Range<Int>) -> (least: UInt32, greatest: UInt32) {
    var least = UInt16.max
    var greatest = UInt16.min
    // A missing day becomes 0 when one is added: so it is the least then, and never the greatest.
    var leastAfterOne = UInt16.max
    for row in rows {
      least = min(least, days[row])
      greatest = max(greatest, days[row] &+ 1)
      leastAfterOne = min(leastAfterOne, days[row] &+ 1)
    }
    if greatest == 0 { return (UInt32(CaseDays.missing), UInt32(CaseDays.missing)) }
    return (UInt32(least), UInt32(greatest - 1) + (leastAfterOne == 0 ? someMissing : 0))
  }
}
