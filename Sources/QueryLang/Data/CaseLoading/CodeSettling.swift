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

  /// Rows taken at a time, so that what lies between two loops stays near the processor.
  static let chunkSize = 4096

  /// How many places there are; `nil` where they are too many for a table.
  var placeCount: Int? {
    let (product, hasOverflow) = textCount.multipliedReportingOverflow(
      by: (parents?.count ?? 1) * (eras?.count ?? 1))
    return hasOverflow || product > 1 << 25 ? nil : product
  }

  func place(text: Int, parent: Int, era: Int) -> Int {
    (era * (parents?.count ?? 1) + parent) * textCount + text
  }

  /// What a place is made of.
  func parts(ofPlace place: Int) -> (text: Int, parent: Int, era: Int) {
    let parentCount = parents?.count ?? 1
    let above = place / textCount
    return (place % textCount, above % parentCount, above / parentCount)
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

  /// Few rows leave most of many places empty: then those they have are listed and looked up, and nothing is as large
  /// as the table of all places would be.
  private var isSparse: Bool {
    !hasOnlyTexts && rowCount < BlockWork.fewestForThreads
      && (placeCount ?? 0) > 4 * max(rowCount, CodeSettling.chunkSize)
  }

  /// A place is a text's number, and each text is of some row.
  private var hasOnlyTexts: Bool { parents == nil && eras == nil }

  /// The places that rows are at, ascending.
  func usedPlaces(_ observer: WorkObserver) -> [UInt32] {
    if rowCount == 0 { return [] }
    let count = placeCount ?? 0
    if hasOnlyTexts { return Array(0..<UInt32(count)) }
    if isSparse { return listedPlaces(observer) }
    let occupied = occupied(count, observer)
    return occupied.indices.lazy.filter { occupied[$0] }.map { UInt32($0) }
  }

  private func listedPlaces(_ observer: WorkObserver) -> [UInt32] {
    var listed = [UInt32](repeating: 0, count: rowCount)
    listed.withUnsafeMutableBufferPointer { listed in
      guard let start = listed.baseAddress else { return }
      BlockWork.chunks(0..<rowCount, of: CodeSettling.chunkSize) { chunk in
        // Stopped, any answer will do: the next checkpoint throws it away.
        if observer.isStopped { return }
        places(chunk, into: start + chunk.lowerBound)
      }
    }
    listed.sort()
    var count = 0
    for index in listed.indices where count == 0 || listed[count - 1] != listed[index] {
      listed[count] = listed[index]
      count += 1
    }
    return Array(listed.prefix(count))
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
  /// - Parameters:
  ///   - codes: of the used places.
  ///   - used: as ``usedPlaces(_:)`` gives them.
  /// - Returns: `nil` where the system has no memory.
  func rewrite(_ codes: [UInt32], of used: [UInt32], codeCount: Int, _ observer: WorkObserver) -> (
    CodeValues, BlockRanges
  )? {
    var codeOfPlace = codes
    if !isSparse, used.count < placeCount ?? 0 {
      codeOfPlace = [UInt32](repeating: 0, count: placeCount ?? 0)
      for (place, code) in zip(used, codes) { codeOfPlace[Int(place)] = code }
    }
    let listed = isSparse ? used : nil
    if codeCount <= 1 << 8 {
      return rewrite(codeOfPlace, listed, as: UInt8.self, observer).map { (.one($0), $1) }
    }
    if codeCount <= 1 << 16 {
      return rewrite(codeOfPlace, listed, as: UInt16.self, observer).map { (.two($0), $1) }
    }
    return rewrite(codeOfPlace, listed, as: UInt32.self, observer).map { (.four($0), $1) }
  }

  /// - Parameter listed: the places that the codes are of, where they are not of all.
  private func rewrite<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ codeOfPlace: [UInt32], _ listed: [UInt32]?, as type: Code.Type, _ observer: WorkObserver
  ) -> (ColumnValues<Code>, BlockRanges)? {
    guard let memory = MappedMemory(reserving: rowCount * MemoryLayout<Code>.stride) else { return nil }
    nonisolated(unsafe) let target = memory.base.bindMemory(to: Code.self, capacity: rowCount)
    let ranges = BlockWork.blocks(rowCount) { block in
      var least = Code.max
      var greatest = Code.min
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CodeSettling.chunkSize) { buffer in
        guard let places = buffer.baseAddress else { return }
        codeOfPlace.withUnsafeBufferPointer { codes in
          BlockWork.chunks(block, of: CodeSettling.chunkSize) { chunk in
            if observer.isStopped { return }
            self.places(chunk, into: places)
            if let listed { CodeSettling.rank(places, chunk.count, among: listed) }
            let target = target + chunk.lowerBound
            for index in 0..<chunk.count {
              let code = Code(truncatingIfNeeded: codes[Int(places[index])])
              target[index] = code
              least = min(least, code)
              greatest = max(greatest, code)
            }
          }
        }
      }
      return (UInt32(truncatingIfNeeded: least), UInt32(truncatingIfNeeded: greatest))
    }
    return (ColumnValues(memory, count: rowCount), ranges)
  }

  /// Puts in place of each number where it stands in a list, which is in order and has it.
  private static func rank(_ places: UnsafeMutablePointer<UInt32>, _ count: Int, among listed: [UInt32]) {
    for index in 0..<count {
      var (lower, upper) = (0, listed.count - 1)
      while lower < upper {
        let middle = (lower + upper) / 2
        if listed[middle] < places[index] { lower = middle + 1 } else { upper = middle }
      }
      places[index] = UInt32(lower)
    }
  }
}
