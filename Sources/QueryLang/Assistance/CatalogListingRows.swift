// The tables of `show` about the catalog, the data and the session.
extension CatalogListing {
  var measures: ListingTable {
    let rows = catalog.measures.map { measure -> [ListingTable.Cell] in
      let dimensions = measure.dimensions.sorted().map { catalog.dimensions[$0] }
      return [
        .text(measure.id), .text(measure.names.vietnamese, measure.aliases), .text(measure.names.english),
        .text(measure.unit), .word(measure.kind.rawValue, measure.kind.names), .text(measure.formulaText),
        .list(
          dimensions.map(\.id), dimensions.flatMap { [$0.names.vietnamese, $0.names.english] + $0.aliases }),
        .list(measure.formCodes), .list(measure.appendixRows.map(\.code)),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .measures), rows: rows)
  }

  var dimensions: ListingTable {
    let rows = catalog.dimensions.map { dimension -> [ListingTable.Cell] in
      let parent = dimension.parent.map { catalog.dimensions[$0] }
      return [
        .text(dimension.id), .text(dimension.names.vietnamese, dimension.aliases),
        .text(dimension.names.english),
        parent.map { .text($0.id, [$0.names.vietnamese, $0.names.english]) } ?? .blank,
        partition(of: dimension), dimension.isOpen ? .word("open", .open) : .word("closed", .closed),
        .count(dimension.memberCount),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .dimensions), rows: rows)
  }

  /// What the members are parts of: `whole`, `sector = local`, nothing.
  private func partition(of dimension: Dimension) -> ListingTable.Cell {
    switch dimension.partition {
    case .none: .blank
    case .whole: .word("whole", Localized(vi: "toàn bộ", en: "whole"))
    case .part(let other, let member):
      .text("\(catalog.dimensions[other].id) = \(catalog.dimensions[other].members[member].id)")
    }
  }

  var datasets: ListingTable {
    let rows = library.datasets.filter(\.isLoaded).map { dataset -> [ListingTable.Cell] in
      let attached = library.attachedCases[dataset.index]
      let folder = dataset.folder.split(separator: "/").last.map(String.init) ?? dataset.folder
      let isOfCases = dataset.caseCount != nil
      let (engine, name) =
        attached != nil
        ? ("clickhouse", Localized(vi: "hồ sơ trên ClickHouse", en: "cases on ClickHouse"))
        : isOfCases
          ? ("cases", Localized(vi: "hồ sơ", en: "cases"))
          : ("figures", Localized(vi: "số liệu", en: "figures"))
      return [
        .text(dataset.name), .word(engine, name), .count(dataset.caseCount ?? dataset.figureCount),
        .text(attached?.runner.address ?? folder),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .datasets), rows: rows)
  }

  var sources: ListingTable {
    let rows = catalog.sources.filter { !catalog.retiredSources.contains($0.index) }.map { source in
      [
        ListingTable.Cell.text(source.id), .text(source.title), .text(source.issuer), .text(source.number),
        .period(try? TimeLiteral.parse(source.date)), .period(source.period), .day(source.exactDates.first),
        .day(source.exactDates.last), .word(source.exactDates.basis.rawValue, source.exactDates.basis.names),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .sources), rows: rows)
  }

  var checks: ListingTable {
    let rows = catalog.checks.map { check -> [ListingTable.Cell] in
      [
        .text(check.id), .text(check.ruleText), .number(check.tolerance), .text(check.whereText),
        .word(check.severity.rawValue, check.severity.names), .text(check.message),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .checks), rows: rows)
  }

  var settingRows: ListingTable {
    let rows = settings.map { setting -> [ListingTable.Cell] in
      [.text(setting.name), .text(setting.value), .list(setting.choices), .text(setting.meaning)]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .settings), rows: rows)
  }

  var definitionRows: ListingTable {
    let rows = definitions.map { definition -> [ListingTable.Cell] in
      [.text(definition.name), .text(definition.expression)]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .lets), rows: rows)
  }

  var parameterRows: ListingTable {
    let commandLine = Localized(vi: "dòng lệnh", en: "command line")
    let statement = Localized(vi: "câu lệnh", en: "statement")
    let rows = parameters.map { parameter -> [ListingTable.Cell] in
      [
        .text(parameter.name), .text(parameter.type ?? Localized(both: "")),
        .text(ParameterReading.text(of: parameter.value)), .text(parameter.isGiven ? commandLine : statement),
      ]
    }
    return ListingTable(columns: ListingTable.Column.all(of: .params), rows: rows)
  }

  var historyRows: ListingTable {
    let rows = history.enumerated().map { [ListingTable.Cell.count($0.offset + 1), .text($0.element)] }
    return ListingTable(columns: ListingTable.Column.all(of: .history), rows: rows)
  }
}

extension Localized {
  fileprivate static let open = Localized(vi: "mở", en: "open")
  fileprivate static let closed = Localized(vi: "đóng", en: "closed")
}

extension ExactDates.Basis {
  fileprivate var names: Localized {
    switch self {
    case .stated: Localized(vi: "văn bản nêu", en: "stated")
    case .rule: Localized(vi: "theo quy định", en: "by rule")
    case .unknown: Localized(vi: "không rõ", en: "unknown")
    }
  }
}
