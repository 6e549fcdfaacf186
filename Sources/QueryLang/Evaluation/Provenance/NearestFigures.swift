/// Figures near a cell that has none: other periods, other members, first those of the measure itself.
struct NearestFigures {
  let resolver: FigureResolver
  private static let listed = 3

  /// Positions, nearest first.
  func positions(_ measure: Int, _ coordinates: Coordinates) -> [Int] {
    let own = resolver.figures(of: measure).map { score($0, isOwn: true, measure, coordinates) }
    let parts = resolver.index.closure(of: measure).subtracting([measure]).sorted()
      .flatMap { resolver.figures(of: $0) }.map { score($0, isOwn: false, measure, coordinates) }
    return (own + parts).sorted().prefix(NearestFigures.listed).map(\.position)
  }

  private struct Score: Comparable {
    let position: Int
    /// Members that contradict the question, days between the periods, members it does not ask for, and whether
    /// the figure is of another measure.
    let distances: [Int]

    static func < (left: Score, right: Score) -> Bool {
      if left.distances != right.distances {
        return left.distances.lexicographicallyPrecedes(right.distances)
      }
      return left.position < right.position
    }
  }

  private func score(_ position: Int, isOwn: Bool, _ measure: Int, _ coordinates: Coordinates) -> Score {
    let figure = resolver.index[position]
    let asked = resolver.settle(measure, coordinates)?.cell ?? coordinates.cell
    let contradictions =
      asked.members.count { reference in
        figure.cell.member(of: reference.dimension).map { $0 != reference.member } ?? false
      }
      + coordinates.conditions.count { selection in
        resolver.member(of: selection.dimension, in: figure.cell).map { !selection.members.contains($0) }
          ?? false
      }
    let further = figure.cell.members.count { !asked.has($0.dimension) }
    return Score(
      position: position,
      distances: [contradictions, isOwn ? 0 : 1, days(figure.period, coordinates.time), further])
  }

  /// Days by which two spans differ at their ends.
  private func days(_ period: Period, _ time: TimeExtent) -> Int {
    abs(period.first.daysSince1970 - time.first.first.daysSince1970)
      + abs(period.last.daysSince1970 - time.last.last.daysSince1970)
  }
}
