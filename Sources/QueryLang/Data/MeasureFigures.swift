internal import Synchronization

/// The figures of one measure, found by the cells they stand at.
package struct MeasureFigures: Sendable {
  /// Positions of all of them, in loading order.
  package let positions: [Int]
  /// The cells they stand at, each once.
  package private(set) var cells: [Cell] = []
  /// Their nominal periods, each once.
  package private(set) var periods: Set<Period> = []
  private var positionsOfCells: [[Int]] = []
  private var indexOfCells: [Cell: Int] = [:]
  private var shapes: [Shape] = []

  /// Cells that name members of the same dimensions.
  private struct Shape {
    let dimensions: [Int]
    /// Cells by each member that they name.
    var cells: [MemberReference: [Int]] = [:]
    /// The members named, by dimension.
    var members: [Int: Set<Int>] = [:]

    /// Of the cells with these members those with the rarest of them.
    func narrowest(_ members: [MemberReference]) -> [Int] {
      members.lazy.map { cells[$0] ?? [] }.min { $0.count < $1.count } ?? []
    }
  }

  init(_ positions: [Int], of figures: [Figure]) {
    self.positions = positions
    for position in positions {
      periods.insert(figures[position].period)
      let cell = figures[position].cell
      if let known = indexOfCells[cell] {
        positionsOfCells[known].append(position)
      } else {
        indexOfCells[cell] = cells.count
        cells.append(cell)
        positionsOfCells.append([position])
      }
    }
    for index in cells.indices { addToShape(index) }
  }

  private mutating func addToShape(_ index: Int) {
    let dimensions = cells[index].members.map(\.dimension)
    let position = shapes.firstIndex { $0.dimensions == dimensions } ?? shapes.count
    if position == shapes.count { shapes.append(Shape(dimensions: dimensions)) }
    for reference in cells[index].members {
      shapes[position].cells[reference, default: []].append(index)
      shapes[position].members[reference.dimension, default: []].insert(reference.member)
    }
  }

  /// Positions of the figures at exactly this cell.
  package func positions(at cell: Cell) -> [Int] { indexOfCells[cell].map { positionsOfCells[$0] } ?? [] }

  /// Positions of the figures at the cell of that index in ``cells``.
  package func positions(atCell index: Int) -> [Int] { positionsOfCells[index] }

  /// Whether some figure's cell lies inside the other: names all its members.
  package func hasCell(inside other: Cell) -> Bool {
    if other.members.isEmpty { return !cells.isEmpty }
    return shapes.contains { shape in
      guard other.members.allSatisfy({ shape.dimensions.contains($0.dimension) }) else { return false }
      return shape.narrowest(other.members).contains { cells[$0].isInside(other) }
    }
  }

  /// Members of a dimension that figures' cells name, where they name no other member than `fixed` does.
  package func members(of dimension: Int, compatibleWith fixed: Cell) -> Set<Int> {
    var found: Set<Int> = []
    for shape in shapes where shape.dimensions.contains(dimension) {
      let shared = fixed.members.filter { shape.dimensions.contains($0.dimension) }
      if shared.isEmpty {
        found.formUnion(shape.members[dimension] ?? [])
        continue
      }
      for index in shape.narrowest(shared) {
        let cell = cells[index]
        guard shared.allSatisfy({ cell.member(of: $0.dimension) == $0.member }) else { continue }
        if let member = cell.member(of: dimension) { found.insert(member) }
      }
    }
    return found
  }
}

/// Figures in order, made when first asked for and kept as long as the figures they are of.
final class FigureDirectory: Sendable {
  struct Key: Hashable {
    let measure: Int
    /// Datasets chosen; empty: all.
    let datasets: Set<Int>
  }

  private let found = Mutex<[Key: MeasureFigures]>([:])

  func figures(_ key: Key, _ make: () -> MeasureFigures) -> MeasureFigures {
    if let known = found.withLock({ $0[key] }) { return known }
    let made = make()
    found.withLock { $0[key] = made }
    return made
  }
}
