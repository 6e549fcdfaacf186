/// The memory that a load fills, one column after another, for as many rows as the files can have at most.
struct CaseColumnMemory {
  let field: CaseColumnField
  let memory: MappedMemory?
  let texts: SharedTexts?
  /// Codes take four bytes instead of two.
  let isWide: Bool

  /// - Parameter hasOneReader: one task only is made of it.
  /// - Returns: `nil` where the system has no room.
  init?(_ field: CaseColumnField, mostRows: Int, isWide: Bool, hasOneReader: Bool) {
    self.field = field
    self.isWide = isWide
    let width: Int
    switch field {
    case .identifier: width = 4
    case .received, .due, .finished: width = 2
    case .dimension, .further: width = isWide ? 4 : 2
    case .number: width = 8
    case .skipped: width = 0
    }
    switch field {
    case .dimension, .further: texts = SharedTexts(hasOneReader: hasOneReader)
    case .identifier, .received, .due, .finished, .number, .skipped: texts = nil
    }
    self.width = width
    if width == 0 {
      memory = nil
    } else {
      guard let memory = MappedMemory(reserving: mostRows * width) else { return nil }
      self.memory = memory
    }
  }

  let width: Int

  /// The task of a thread that reads rows into this column.
  /// - Parameter firstRow: of the whole load, where the file's first row goes.
  func task(firstRow: Int) -> ColumnTask {
    let values = memory.map { $0.base + firstRow * width }
    switch field {
    case .identifier: return ColumnTask(kind: .identifier, values: values, texts: nil)
    case .received, .due, .finished: return ColumnTask(kind: .day, values: values, texts: nil)
    case .dimension, .further:
      return ColumnTask(kind: isWide ? .code32 : .code16, values: values, texts: texts.map(TextCodes.init))
    case .number(_, let decimals):
      return ColumnTask(kind: .number, values: values, texts: nil, decimals: decimals)
    case .skipped: return ColumnTask(kind: .ignored, values: nil, texts: nil)
    }
  }
}
