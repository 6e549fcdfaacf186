/// A file of cases with its header read.
struct OpenCaseFile {
  let file: CaseFile
  let header: CaseHeader
  let limits: CaseLoadLimits
  /// What to read, between bad rows; the whole file at first.
  var segments: [Range<Int>]

  /// A range without others, which are in order.
  static func segments(of whole: Range<Int>, without excluded: [Range<Int>]) -> [Range<Int>] {
    var segments: [Range<Int>] = []
    var start = whole.lowerBound
    for range in excluded {
      if range.lowerBound > start { segments.append(start..<range.lowerBound) }
      start = max(start, range.upperBound)
    }
    if start < whole.upperBound { segments.append(start..<whole.upperBound) }
    return segments
  }
}

extension CaseRowExaminer {
  init(_ file: OpenCaseFile, _ observer: WorkObserver, _ dayText: DayText? = nil) {
    self.init(
      file: file.file, columns: file.header.fields, names: file.header.names,
      delimiter: file.header.delimiter, dayText: dayText ?? DayText.of(.usual), observer: observer,
      limits: file.limits)
    start = file.header.end
  }
}
