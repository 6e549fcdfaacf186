/// The figures a query may use, found by measure.
struct FigureIndex {
  let catalog: Catalog
  private let store: FigureStore
  private let datasets: Set<Int>

  init(catalog: Catalog, store: FigureStore, datasets: [Int]) {
    self.catalog = catalog
    self.store = store
    self.datasets = Set(datasets)
  }

  subscript(position: Int) -> Figure { store.figures[position] }

  /// The nominal period of a figure, without the rest of it.
  func period(of position: Int) -> Period { store.figures[position].period }

  /// A measure's figures: of the chosen datasets, not superseded.
  func figures(of measure: Int) -> MeasureFigures { store.figures(ofMeasure: measure, from: datasets) }

  /// Positions of a measure's figures in documents that later ones replace.
  func supersededPositions(of measure: Int) -> [Int] {
    if store.supersededSources.isEmpty { return [] }
    return store.positions(ofMeasure: measure).filter { position in
      let figure = store.figures[position]
      return (datasets.isEmpty || datasets.contains(figure.dataset))
        && store.supersededSources.contains(figure.source)
    }
  }

  /// The measures a measure is made of, itself included.
  func closure(of measure: Int) -> Set<Int> { catalog.closure(of: measure) }
}
