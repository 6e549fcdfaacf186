/// Where libedit has drawn a prompt and a text, by its own rules, with the prompt's first cell as origin.
struct ScreenLayout: Sendable {
  struct Cell: Equatable, Sendable {
    var row: Int
    var column: Int
  }

  let cursor: Cell
  /// The cell behind the text.
  let end: Cell
  /// The first cell of each line of the text after the first.
  let continuationStarts: [Cell]

  /// - Parameters:
  ///   - text: what is edited.
  ///   - promptWidth: in columns.
  ///   - columns: the width of the terminal.
  ///   - width: what libedit takes for the width of a scalar.
  /// - Complexity: O(n) in the length of the text.
  init(of text: EditedText, promptWidth: Int, columns: Int, width: (Unicode.Scalar) -> Int) {
    let columns = max(columns, 2)
    var place = Cell(row: promptWidth / columns, column: promptWidth % columns)
    var cursor: Cell?
    var starts: [Cell] = []
    for (offset, scalar) in text.scalars.enumerated() {
      if scalar != "\n", scalar != "\t" { place.makeRoom(for: width(scalar), columns: columns) }
      if offset == text.cursor { cursor = place }
      place.advance(over: scalar, columns: columns, width: width)
      if scalar == "\n" { starts.append(place) }
    }
    self.cursor = cursor ?? place
    end = place
    continuationStarts = starts
  }
}

extension ScreenLayout.Cell {
  /// A wide letter that does not fit goes to the next row whole.
  fileprivate mutating func makeRoom(for width: Int, columns: Int) {
    guard width > 1, width <= columns, column + width > columns else { return }
    row += 1
    column = 0
  }

  fileprivate mutating func advance(
    over scalar: Unicode.Scalar, columns: Int, width: (Unicode.Scalar) -> Int
  ) {
    switch scalar {
    case "\n":
      row += 1
      column = 0
      return
    case "\t": column = (column / 8 + 1) * 8
    default: column += width(scalar)
    }
    if column >= columns {
      row += 1
      column = scalar == "\t" ? 0 : column - columns
    }
  }
}
