internal import ClickHouseClient
internal import QueryLang

/// Attaches tables on servers: those of `attach`, and those that the catalog of a folder names.
struct ServerTables {
  struct Opened {
    let dataset: Library.Dataset
    let remote: RemoteCaseAttaching.Attached
    /// A password crosses the network as it is.
    let isPasswordOpen: Bool
  }

  let settings: Settings
  let isStopped: (@Sendable () -> Bool)?

  /// - Throws: that safe mode forbids it; that the name is taken; a fault of the server.
  func attach(
    _ url: String, table: String, as name: String, to library: inout Library
  ) throws(QueryError) -> Opened {
    if settings.isSafe {
      let what = Localized(vi: "kết nối với máy chủ", en: "reaching servers")
      throw QueryError(.notAllowedInSafeMode(what), at: nil)
    }
    try library.requireFree(name)
    let place = try ServerAddress(url)
    let credentials = try Environment.serverCredentials(for: place)
    let catalog = library.catalog
    let remote = try WorkObserver.followingLoad(
      of: place.text, language: settings.language, isStopped: isStopped
    ) { observer throws(QueryError) in
      let server = try ClickHouseServer(
        place, credentials, seconds: Environment.serverSeconds, observer: observer)
      var attaching = RemoteCaseAttaching(server, catalog, observer)
      return try attaching.attach(table)
    }
    library = try library.attaching(remote, named: name)
    return Opened(
      dataset: library.datasets[library.datasets.count - 1], remote: remote,
      isPasswordOpen: !place.isLocal && !credentials.password.isEmpty)
  }

  /// - Throws: as for one; the library is then to be left as it was.
  func attach(all tables: [AttachedTable], to library: inout Library) throws(QueryError) -> [Opened] {
    var opened: [Opened] = []
    for table in tables {
      do throws(QueryError) {
        switch table.engine {
        case .clickhouse:
          opened.append(try attach(table.address, table: table.table, as: table.name, to: &library))
        }
      } catch {
        guard case .datasetNameTaken(let name)? = error.diagnostics.first?.fact else { throw error }
        throw QueryError(.data(table.place, .datasetNameTaken(name)), at: nil)
      }
    }
    return opened
  }
}

extension Presenter {
  func showAttached(_ opened: ServerTables.Opened, _ settings: Settings) {
    showAttached(opened.dataset, opened.remote, settings)
    if opened.isPasswordOpen { warnOfOpenPassword(settings) }
  }
}
