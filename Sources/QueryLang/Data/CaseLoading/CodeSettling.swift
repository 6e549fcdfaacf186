/// Turning the numbers of texts into codes of members, row by row: the loops.
///
/// A text may mean another member under another parent (`Châu Thành` of two provinces) or at another time (a
/// province before and after a merger), so that a row's place in the table of members is made of all three.
struct CodeSettling: Sendable {
  let rowCount: Int
  let texts: CodeValues
  let textCount: Int
  /// Codes of the parent column and how many there are.
  let parents: (codes: CodeValues, count: Int)?
  /// The era of each day code, by the day of receipt; `nil` where there is one only.
  let eras: (ofDay: [UInt8], received: ColumnValues<UInt16>, count: Int)?

  private static let mostPlaces = 1 << 25

  /// Rows taken at a time, so that what lies between two loops stays near the processor.
  static let chunkSize = 4096

  /// How many places there are; `nil` where they are too many for a table.
  let placeCount: Int?

  /// - Parameter textCount: at least 1.
  init(
    rowCount: Int, texts: CodeValues, textCount: Int, parents: (codes: CodeValues, count: Int)?,
    eras: (ofDay: [UInt8], received: ColumnValues<UInt16>, count: Int)?
  ) {
    self.rowCount = rowCount
    self.texts = texts
    self.textCount = textCount
    self.parents = parents
    self.eras = eras
    let (product, hasOverflow) = textCount.multipliedReportingOverflow(
      by: (parents?.count ?? 1) * (eras?.count ?? 1))
    placeCount = hasOverflow || product > CodeSettling.mostPlaces ? nil : product
  }

  /// What a place is made of: it is (era · parents + parent) · texts + text.
  /// - Precondition: there is a table of places: ``placeCount`` is not `nil`.
  func parts(ofPlace place: UInt32) -> (text: Int, parent: Int, era: Int) {
    let (above, text) = place.quotientAndRemainder(dividingBy: UInt32(textCount))
    let (era, parent) = above.quotientAndRemainder(dividingBy: UInt32(parents?.count ?? 1))
    return (Int(text), Int(parent), Int(era))
  }

  /// Writes the places of some rows.
  @inline(__always) private func places(
    _ rows: Range<Int>, into places: UnsafeMutablePointer<UInt32>
  ) {
    switch texts {
    case .one(let values): CodeSettling.widen(values.pointer + rows.lowerBound, rows.count, places)
    case .two(let values): CodeSettling.widen(values.pointer + rows.lowerBound, rows.count, places)
    case .four(let values): CodeSettling.widen(values.pointer + rows.lowerBound, rows.count, places)
    }
    if let parents {
      let factor = UInt32(textCount)
      switch parents.codes {
      case .one(let codes): CodeSettling.add(codes.pointer + rows.lowerBound, factor, rows.count, places)
      case .two(let codes): CodeSettling.add(codes.pointer + rows.lowerBound, factor, rows.count, places)
      case .four(let codes): CodeSettling.add(codes.pointer + rows.lowerBound, factor, rows.count, places)
      }
    }
    if let eras {
      let factor = UInt32(textCount * (parents?.count ?? 1))
      let received = eras.received.pointer + rows.lowerBound
      eras.ofDay.withUnsafeBufferPointer { eraOfDay in
        for index in 0..<rows.count { places[index] &+= UInt32(eraOfDay[Int(received[index])]) &* factor }
      }
    }
  }

  @inline(__always) private static func widen<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ count: Int, _ places: UnsafeMutablePointer<UInt32>
  ) {
    for index in 0..<count { places[index] = UInt32(truncatingIfNeeded: codes[index]) }
  }

  @inline(__always) private static func add<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ factor: UInt32, _ count: Int, _ places: UnsafeMutablePointer<UInt32>
  ) {
    for index in 0..<count { places[index] &+= UInt32(truncatingIfNeeded: codes[index]) &* factor }
  }

  // MARK: Passes

  /// Few rows leave most of many places empty: then those they have are numbered, and nothing is as large as the table
  /// of all places would be.
  private var isSparse: Bool {
    !hasOnlyTexts && rowCount < BlockWork.fewestForThreads
      && (placeCount ?? 0) > 4 * max(rowCount, CodeSettling.chunkSize)
  }

  /// A place is a text's number, and each text is of some row.
  private var hasOnlyTexts: Bool { parents == nil && eras == nil }

  /// The places that rows are at.
  struct UsedPlaces {
    let all: [UInt32]
    /// By row, which of them it is at; `nil` where that is found in a table of all places, in whose order they then are.
    fileprivate let numbers: [UInt32]?
  }

  func usedPlaces(_ observer: WorkObserver) -> UsedPlaces {
    if rowCount == 0 { return UsedPlaces(all: [], numbers: nil) }
    let count = placeCount ?? 0
    if hasOnlyTexts { return UsedPlaces(all: Array(0..<UInt32(count)), numbers: nil) }
    if isSparse { return numberedPlaces(observer) }
    let occupied = occupied(count, observer)
    return UsedPlaces(
      all: occupied.indices.lazy.filter { occupied[$0] }.map { UInt32($0) }, numbers: nil)
  }

  private func numberedPlaces(_ observer: WorkObserver) -> UsedPlaces {
    var numbers = [UInt32](repeating: 0, count: rowCount)
    var table = PlaceTable(rowCount: rowCount)
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      BlockWork.chunks(0..<rowCount, of: CodeSettling.chunkSize) { chunk in
        // Stopped, any answer will do: the next checkpoint throws it away.
        if observer.isStopped { return }
        places(chunk, into: start + chunk.lowerBound)
        for row in chunk { numbers[row] = table.number(of: numbers[row]) }
      }
    }
    return UsedPlaces(all: table.places, numbers: numbers)
  }

  private func occupied(_ count: Int, _ observer: WorkObserver) -> [Bool] {
    let found = BlockWork.map(rowCount) { rows -> [Bool] in
      var occupied = [Bool](repeating: false, count: count)
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CodeSettling.chunkSize) { buffer in
        guard let places = buffer.baseAddress else { return }
        occupied.withUnsafeMutableBufferPointer { occupied in
          BlockWork.chunks(rows, of: CodeSettling.chunkSize) { chunk in
            if observer.isStopped { return }
            self.places(chunk, into: places)
            for index in 0..<chunk.count { occupied[Int(places[index])] = true }
          }
        }
      }
      return occupied
    }
    guard var all = found.first else { return Array(repeating: false, count: count) }
    for part in found.dropFirst() {
      for index in all.indices where part[index] { all[index] = true }
    }
    return all
  }

  /// The code of every row by its place, and the ranges of each block.
  /// - Parameter codes: of the used places.
  /// - Returns: `nil` where the system has no memory.
  func rewrite(_ codes: [UInt32], of used: UsedPlaces, codeCount: Int, _ observer: WorkObserver) -> (
    CodeValues, BlockRanges
  )? {
    var codeOfPlace = codes
    if used.numbers == nil, used.all.count < placeCount ?? 0 {
      codeOfPlace = [UInt32](repeating: 0, count: placeCount ?? 0)
      for (place, code) in zip(used.all, codes) { codeOfPlace[Int(place)] = code }
    }
    if codeCount <= 1 << 8 {
      return rewrite(codeOfPlace, used.numbers, as: UInt8.self, observer).map { (.one($0), $1) }
    }
    if codeCount <= 1 << 16 {
      return rewrite(codeOfPlace, used.numbers, as: UInt16.self, observer).map { (.two($0), $1) }
    }
    return rewrite(codeOfPlace, used.numbers, as: UInt32.self, observer).map { (.four($0), $1) }
  }

  /// - Parameters:
  ///   - codeOf: by place, or by number where rows have those.
  ///   - numbers: by row.
  private func rewrite<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ codeOf: [UInt32], _ numbers: [UInt32]?, as type: Code.Type, _ observer: WorkObserver
  ) -> (ColumnValues<Code>, BlockRanges)? {
    guard let memory = MappedMemory(reserving: rowCount * MemoryLayout<Code>.stride) else { return nil }
    nonisolated(unsafe) let target = memory.base.bindMemory(to: Code.self, capacity: rowCount)
    let ranges = BlockWork.blocks(rowCount) { block in
      var least = Code.max
      var greatest = Code.min
      codeOf.withUnsafeBufferPointer { codes in
        func take(_ number: UInt32, _ row: Int) {
          let code = Code(truncatingIfNeeded: codes[Int(number)])
          target[row] = code
          least = min(least, code)
          greatest = max(greatest, code)
        }
        if let numbers {
          for row in block { take(numbers[row], row) }
          return
        }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CodeSettling.chunkSize) { buffer in
          guard let places = buffer.baseAddress else { return }
          BlockWork.chunks(block, of: CodeSettling.chunkSize) { chunk in
            if observer.isStopped { return }
            self.places(chunk, into: places)
            for index in 0..<chunk.count { take(places[index], chunk.lowerBound &+ index) }
          }
        }
      }
      return (UInt32(truncatingIfNeeded: least), UInt32(truncatingIfNeeded: greatest))
    }
    return (ColumnValues(memory, count: rowCount), ranges)
  }
}

/// Numbers places in the order of their first coming.
private struct PlaceTable {
  private(set) var places: [UInt32] = []
  /// Open addressing, at most half full: 1 + a place's number, or 0.
  private var slots: [UInt32]
  private let shift: Int
  /// Odd, and another for each table: places follow from the file, and nobody who writes one can know it.
  private let factor = UInt64.random(in: .min ... .max) | 1

  init(rowCount: Int) {
    let bits = Int.bitWidth - max(16, 2 * rowCount - 1).leadingZeroBitCount
    slots = Array(repeating: 0, count: 1 << bits)
    shift = UInt64.bitWidth - bits
  }

  mutating func number(of place: UInt32) -> UInt32 {
    var slot = Int(truncatingIfNeeded: (UInt64(place) &* factor) >> UInt64(shift))
    while slots[slot] > 0 {
      let number = slots[slot] - 1
      if places[Int(number)] == place { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    places.append(place)
    slots[slot] = UInt32(places.count)
    return UInt32(places.count - 1)
  }
}
