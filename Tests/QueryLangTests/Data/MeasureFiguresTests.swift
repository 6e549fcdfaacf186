import Testing

@testable import QueryLang

/// What is found by index is what looking at every figure finds.
struct MeasureFiguresTests {
  private let store = ShippedData.library.store
  private let catalog = ShippedData.library.catalog

  /// Cells of figures with every choice of their members left out.
  private func cells(of positions: [Int]) -> Set<Cell> {
    var cells: Set<Cell> = []
    for position in positions {
      let members = store.figures[position].cell.members
      for choice in 0..<(1 << members.count) {
        cells.insert(Cell(members.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)))
      }
    }
    return cells
  }

  @Test func theIndexFindsWhatIsThere() {
    var compared = 0
    let all = cells(of: Array(store.figures.indices))
    for measure in catalog.measures.indices {
      let found = store.figures(ofMeasure: measure, from: [])
      let figures = found.positions.map { store.figures[$0] }
      #expect(found.periods == Set(figures.map(\.period)))
      guard !figures.isEmpty else { continue }
      for cell in all {
        compared += 1
        let exact = found.positions.filter { store.figures[$0].cell == cell }
        guard found.positions(at: cell) == exact,
          found.hasCell(inside: cell) == figures.contains(where: { $0.cell.isInside(cell) })
        else {
          Issue.record("\(catalog.measures[measure].id) at \(cell)")
          return
        }
      }
    }
    #expect(compared > 10_000)
  }

  @Test func theIndexFindsMembersOfFiguresThatContradictNothing() {
    for measure in catalog.measures.indices {
      let found = store.figures(ofMeasure: measure, from: [])
      let figures = found.positions.map { store.figures[$0] }
      for cell in cells(of: found.positions) {
        for dimension in Set(figures.flatMap { $0.cell.members.map(\.dimension) }) {
          let compatible = figures.filter { $0.cell.isCompatible(with: cell) }
          let expected = Set(compatible.compactMap { $0.cell.member(of: dimension) })
          #expect(found.members(of: dimension, compatibleWith: cell) == expected)
        }
      }
    }
  }

  @Test func aChosenDatasetAndASupersededDocumentAreSeenAtOnce() throws {
    let measure = try #require(catalog.measure("received")).index
    var store = store
    let all = store.figures(ofMeasure: measure, from: []).positions
    #expect(!all.isEmpty)
    #expect(store.figures(ofMeasure: measure, from: [99]).positions.isEmpty)
    let document = store.figures[all[0]].source
    store.supersededSources.insert(document)
    let rest = store.figures(ofMeasure: measure, from: []).positions
    #expect(rest == all.filter { store.figures[$0].source != document })
    #expect(self.store.figures(ofMeasure: measure, from: []).positions == all)
    store.append(contentsOf: [store.figures[all[0]], store.figures[rest[0]]])
    #expect(store.figures(ofMeasure: measure, from: []).positions.count == rest.count + 1)
  }
}
