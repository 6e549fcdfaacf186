/// Dim texts drawn over cells that libedit takes for blank, while the editor waits for a key.
///
/// They are wiped with blanks before the key is handled, so libedit's picture of the screen stays true.
struct ScreenOverlay: Equatable, Sendable {
  struct Piece: Equatable, Sendable {
    var place: ScreenLayout.Cell
    var text: String
    var widthInColumns: Int
  }

  /// Where the cursor stands and comes back to.
  var cursor: ScreenLayout.Cell
  var pieces: [Piece]
  /// For which the places hold.
  var size: TerminalSize

  /// What to write to show the pieces, or to wipe them.
  func sequence(isShown: Bool, style: (String) -> String) -> String {
    let drawn = pieces.map { piece in
      move(to: piece.place)
        + (isShown ? style(piece.text) : String(repeating: " ", count: piece.widthInColumns))
    }
    return "\u{1B}7" + drawn.joined() + "\u{1B}8"
  }

  private func move(to place: ScreenLayout.Cell) -> String {
    let rows = place.row - cursor.row
    let vertical = rows == 0 ? "" : rows < 0 ? "\u{1B}[\(-rows)A" : "\u{1B}[\(rows)B"
    let horizontal = place.column == 0 ? "" : "\u{1B}[\(place.column)C"
    return "\u{1B}8\(vertical)\r\(horizontal)"
  }
}
