/// One reported number at one cell, with where it stands in its document.
package struct Figure: Sendable {
  package let measure: Int
  package let cell: Cell
  /// Nominal period.
  package let period: Period
  package let exactDates: ExactDates
  /// Counts the nominal period only up to an earlier day; never part of a longer period.
  package let isIncomplete: Bool
  /// Percentages as fractions.
  package let value: ExactDecimal
  /// Only a bound is known.
  package let bound: Bound?
  package let isApproximate: Bool
  /// What a stated percentage is a share of, in the query language; empty when unknown.
  package let denominator: String
  /// Decimals as printed (of the percentage, where it is one).
  package let decimals: Int
  /// Position in ``Catalog/sources``.
  package let source: Int
  package let section: String
  package let line: Int
  /// The n-th figure of that line.
  package let ordinal: Int
  package let dataset: Int

  package var marks: CellMarks {
    var marks: CellMarks = []
    if isIncomplete { marks.insert(.incomplete) }
    if bound != nil { marks.insert(.bound) }
    if isApproximate { marks.insert(.approx) }
    return marks
  }
}

/// All loaded figures, found by measure.
package struct FigureStore: Sendable {
  package private(set) var figures: [Figure] = []
  private var positionsByMeasure: [[Int]] = []
  /// Documents that a loaded document supersedes: their figures stay for `why`, not for answers.
  package var supersededSources: Set<Int> = [] { didSet { directory = FigureDirectory() } }
  /// Shared by copies until one of them changes.
  private var directory = FigureDirectory()

  package init() {}

  init(_ figures: [Figure], supersededSources: Set<Int>) {
    self.figures = figures
    self.supersededSources = supersededSources
    notePositions(from: 0)
  }

  package mutating func append(contentsOf added: [Figure]) {
    let start = figures.count
    figures += added
    notePositions(from: start)
    directory = FigureDirectory()
  }

  private mutating func notePositions(from start: Int) {
    for position in start..<figures.count {
      let measure = figures[position].measure
      while positionsByMeasure.count <= measure { positionsByMeasure.append([]) }
      positionsByMeasure[measure].append(position)
    }
  }

  /// The figures of a measure that a query may use: of the chosen datasets (none named: of all), not superseded.
  package func figures(ofMeasure measure: Int, from datasets: Set<Int>) -> MeasureFigures {
    directory.figures(FigureDirectory.Key(measure: measure, datasets: datasets)) {
      let usable = positions(ofMeasure: measure).filter { position in
        (datasets.isEmpty || datasets.contains(figures[position].dataset))
          && !supersededSources.contains(figures[position].source)
      }
      return MeasureFigures(usable, of: figures)
    }
  }

  /// Positions of the figures of a measure, in loading order.
  package func positions(ofMeasure measure: Int) -> [Int] {
    measure < positionsByMeasure.count ? positionsByMeasure[measure] : []
  }

  package func removing(dataset: Int) -> FigureStore {
    var store = FigureStore()
    store.supersededSources = supersededSources
    store.append(contentsOf: figures.filter { $0.dataset != dataset })
    return store
  }
}
