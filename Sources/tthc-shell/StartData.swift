internal import QueryLang

/// The data that a run begins with.
struct StartData {
  /// As named on the command line.
  let folders: [String]
  let language: Language

  /// From what an earlier start kept where that still holds, else from the files.
  func load() throws(QueryError) -> Library {
    let shipped = Environment.shippedDatasets
    let images = Environment.cacheFolder.flatMap { folder in
      PreparedData(program: "/proc/self/exe").map { PreparedImages(folder: folder, prepared: $0) }
    }
    let named = [shipped ?? ""] + folders
    if let library = images?.library(of: named) { return library }
    let readFiles = ReadFiles()
    let library = try read(packages(shipped, readFiles))
    images?.keep(library, of: named, from: readFiles)
    return library
  }

  /// A folder with a catalog of its own stands alone; any other is laid on top of the data that ships.
  private func packages(_ shipped: String?, _ readFiles: ReadFiles) throws(QueryError) -> [DataPackage] {
    var packages: [DataPackage] = []
    for folder in folders { packages.append(try DataPackage(folder: folder, readFiles: readFiles)) }
    if packages.first?.has("measures") == true { return packages }
    guard let shipped else { throw missingDatasets }
    return [try DataPackage(folder: shipped, readFiles: readFiles)] + packages
  }

  private func read(_ packages: [DataPackage]) throws(QueryError) -> Library {
    var library = Library()
    for package in packages.dropLast(folders.count) {
      library = try library.loading(package, isBuiltIn: true, language: language)
    }
    for package in packages.suffix(folders.count) {
      library = try WorkObserver.followingLoad(of: package.folder, language: language, isStopped: nil) {
        observer throws(QueryError) in
        try library.loading(package, language: language, observer: observer)
      }
    }
    return library
  }

  private var missingDatasets: QueryError {
    let remedy = Localized(
      vi: "hãy đặt biến TTHC_DATASETS là thư mục dữ liệu", en: "name the data folder in TTHC_DATASETS")
    let place = DataPlace(file: "datasets/datapackage.json")
    return QueryError(.data(place, .cannotOpen(reason: remedy[language])), at: nil)
  }
}
