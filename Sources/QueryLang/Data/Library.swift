/// Everything that is loaded: a catalog and the figures of all datasets.
///
/// A value: loading gives a new library, and what was loaded stays as it is when that fails.
package struct Library: Sendable {
  /// A loaded folder.
  package struct Dataset: Sendable {
    package let index: Int
    package let name: String
    package let folder: String
    /// Ships with the program.
    package let isBuiltIn: Bool
    package let figureCount: Int
    /// Of a dataset of cases; `nil` for figures.
    package var caseCount: Int?
    package let isLoaded: Bool
  }

  package private(set) var catalog: Catalog
  package private(set) var store = FigureStore()
  /// By position; an unloaded dataset keeps its place.
  package private(set) var datasets: [Dataset] = []
  /// The cases of datasets that are of cases, by the dataset's position.
  package private(set) var caseTables: [Int: CaseTable] = [:]

  /// Name under which the figures of all datasets are known together.
  package static let allFigures = Localized(vi: "số liệu", en: "figures")

  /// Those of them that are on a server, with their place; their tables have columns and no rows.
  package private(set) var attachedCases: [Int: AttachedCases] = [:]

  /// Where those are, by the dataset's position.
  package var serverAddresses: [Int: String] { attachedCases.mapValues(\.runner.address) }

  package init() {
    var catalog = Catalog()
    for field in TimeField.allCases {
      for name in [field.rawValue, field.names.vietnamese] + field.aliases {
        catalog.lexicon.add(name, .timeField(field))
      }
    }
    for name in [Library.allFigures.english, Library.allFigures.vietnamese] {
      catalog.lexicon.add(name, .dataset(-1))
    }
    self.catalog = catalog
  }

  /// As an image of loaded data has it.
  init(catalog: Catalog, store: FigureStore, datasets: [Dataset]) {
    self.catalog = catalog
    self.store = store
    self.datasets = datasets
  }

  /// This library with the data package in `folder` added under `name` (the package's own by default).
  /// - Parameter judgement: see ``DataPackage/init(folder:judgement:)``.
  /// - Throws: all problems of the folder, or that the name is taken; nothing is half loaded.
  package func loading(
    folder: String, as name: String? = nil, isBuiltIn: Bool = false, language: Language,
    observer: WorkObserver = .none, judgement: FileReading.Judgement? = nil
  ) throws(QueryError) -> Library {
    try loading(
      DataPackage(folder: folder, judgement: judgement), as: name, isBuiltIn: isBuiltIn, language: language,
      observer: observer)
  }

  /// This library with a package added.
  package func loading(
    _ package: DataPackage, as name: String? = nil, isBuiltIn: Bool = false, language: Language,
    observer: WorkObserver = .none
  ) throws(QueryError) -> Library {
    let folder = package.folder
    if isDatasetNameTaken(name ?? package.name) {
      if let name { throw QueryError(.datasetNameTaken(name), at: nil) }
      let place = DataPlace(file: folder + "/datapackage.json")
      throw QueryError(.data(place, .datasetNameTaken(package.name)), at: nil)
    }
    let name = name ?? package.name
    var library = self
    library.catalog = try CatalogLoader.load(
      package, onto: catalog, isBuiltIn: isBuiltIn, language: language)
    let figures = try library.figures(of: package, observer)
    library.store.append(contentsOf: figures)
    library.noteSuperseded()
    library.catalog.lexicon.add(name, .dataset(datasets.count))
    library.datasets.append(
      Dataset(
        index: datasets.count, name: name, folder: folder, isBuiltIn: isBuiltIn, figureCount: figures.count,
        isLoaded: true))
    return library
  }

  /// - Throws: that there are none; a folder that only names tables on servers needs none.
  private func figures(of package: DataPackage, _ observer: WorkObserver) throws(QueryError) -> [Figure] {
    if let table = try package.table("figures", observer: observer) {
      return try FigureLoader.load(table, dataset: datasets.count, catalog: catalog, observer: observer)
    }
    if package.has(AttachedTable.resource) { return [] }
    throw QueryError(
      .data(DataPlace(file: package.folder + "/datapackage.json"), .missingResource("figures")), at: nil)
  }

  /// This library with a dataset of cases added.
  /// - Parameter loaded: of this library's catalog.
  /// - Throws: that the name is taken.
  package func adding(
    cases loaded: consuming CaseLoader.Loaded, named name: String, from path: String
  ) throws(QueryError) -> Library {
    try requireFree(name)
    var library = self
    // Taken out: held twice, all names would be held anew with the first that is added.
    swap(&library.catalog, &loaded.catalog)
    let numbers = loaded.table.numbers.map { ($0.id, $0.names, "") }
    let days = (CaseNumberField.processingDays, CaseNumberField.processingDaysNames, "ngày")
    library.catalog.addStatistics(of: [days] + numbers)
    library.catalog.addCaseValues(numbers: numbers.map { ($0.0, $0.1) })
    library.catalog.lexicon.add(name, .dataset(datasets.count))
    library.caseTables[datasets.count] = loaded.table
    library.datasets.append(
      Dataset(
        index: datasets.count, name: name, folder: path, isBuiltIn: false, figureCount: 0,
        caseCount: loaded.table.rowCount, isLoaded: true))
    if loaded.table.rowCount >= Library.manyCases { HeapMemory.giveBackFreed() }
    return library
  }

  /// What was needed to load so many cases is worth giving back at once.
  private static let manyCases = 1 << 18

  /// - Throws: that a dataset has this name; worth asking before a long load.
  package func requireFree(_ name: String) throws(QueryError) {
    if isDatasetNameTaken(name) { throw QueryError(.datasetNameTaken(name), at: nil) }
  }

  /// This library with a dataset of cases on a server added.
  /// - Parameter remote: of this library's catalog.
  /// - Throws: that the name is taken.
  package func attaching(
    _ remote: RemoteCaseAttaching.Attached, named name: String
  ) throws(QueryError) -> Library {
    let loaded = CaseLoader.Loaded(
      table: remote.schema, catalog: remote.catalog, unknown: remote.unknown, rejected: .none)
    var library = try adding(cases: loaded, named: name, from: remote.attached.runner.address)
    let index = library.datasets.count - 1
    library.datasets[index].caseCount = remote.attached.rowCount
    library.attachedCases[index] = remote.attached
    return library
  }

  /// This library with an attached dataset as it is on its server now.
  package func renewing(
    _ dataset: Int, with remote: RemoteCaseAttaching.Attached
  ) throws(QueryError) -> Library {
    var library = try unloading(dataset).attaching(remote, named: datasets[dataset].name)
    // The catalog that it was looked at with still calls the dataset of before by its name.
    library.catalog.lexicon.remove { $0 == .dataset(dataset) }
    return library
  }

  private func isDatasetNameTaken(_ name: String) -> Bool {
    let name = folded(name)
    return [Library.allFigures.english, Library.allFigures.vietnamese].contains { folded($0) == name }
      || datasets.contains { $0.isLoaded && folded($0.name) == name }
  }

  /// This library without the figures of a dataset; its names stay known to older results only.
  package func unloading(_ dataset: Int) -> Library {
    var library = self
    library.store = store.removing(dataset: dataset)
    library.catalog.lexicon.remove { $0 == .dataset(dataset) }
    let remaining = Set(library.store.figures.lazy.map(\.source))
    let removed = Set(store.figures.lazy.filter { $0.dataset == dataset }.map(\.source))
    library.catalog.retiredSources.formUnion(removed.subtracting(remaining))
    let old = datasets[dataset]
    // Its rules go with it; those of a copied catalog are the first folder's.
    library.catalog.checks.removeAll { $0.place.file.hasPrefix(old.folder + "/") }
    library.datasets[dataset] = Dataset(
      index: dataset, name: old.name, folder: old.folder, isBuiltIn: old.isBuiltIn, figureCount: 0,
      isLoaded: false)
    library.caseTables[dataset] = nil
    library.attachedCases[dataset] = nil
    if library.caseTables.isEmpty {
      library.catalog.lexicon.remove { if case .caseValue = $0 { true } else { false } }
    }
    library.noteSuperseded()
    return library
  }

  /// A document is superseded while another one that names it has figures loaded.
  private mutating func noteSuperseded() {
    let present = Set(store.figures.lazy.map(\.source))
    let superseding = catalog.sources.filter { present.contains($0.index) && !$0.supersedes.isEmpty }
    store.supersededSources = Set(superseding.compactMap { catalog.sourceIndexByID[$0.supersedes] })
  }
}
