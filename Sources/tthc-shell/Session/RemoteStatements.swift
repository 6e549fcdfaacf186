internal import QueryLang

// Datasets on servers: `attach`, `detach`, `push`.
extension StatementRunner {
  mutating func attach(
    _ url: String, _ table: NameSyntax, _ name: NameSyntax, at span: SourceSpan
  ) throws(QueryError) {
    var library = session.library
    do throws(QueryError) {
      let opened = try serverTables.attach(url, table: table.text, as: name.text, to: &library)
      presenter.showAttached(opened, session.settings)
      session.replaceLibrary(library)
    } catch { throw error.placed(at: span) }
  }

  var serverTables: ServerTables {
    ServerTables(settings: session.settings, isStopped: presenter.isStopped)
  }

  mutating func detach(_ name: NameSyntax) throws(QueryError) {
    guard let index = try dataset(name), session.library.attachedCases[index] != nil else {
      throw QueryError(.remote(name.text, .notAttached(name.text)), at: name.span)
    }
    session.replaceLibrary(session.library.unloading(index))
  }

  /// Sends cases to what was attached, which is then looked at anew.
  mutating func push(
    _ name: NameSyntax, to target: NameSyntax, at span: SourceSpan
  ) throws(QueryError) {
    let library = session.library
    guard let index = try dataset(name), let table = library.caseTables[index] else {
      throw QueryError(.noCases(name.text), at: name.span)
    }
    if let attached = library.attachedCases[index] {
      throw QueryError(.remote(attached.runner.address, .onlyLocal(.push)), at: name.span)
    }
    guard let place = try dataset(target), let attached = library.attachedCases[place] else {
      throw QueryError(.remote(target.text, .notAttached(target.text)), at: target.span)
    }
    do throws(QueryError) {
      let catalog = library.catalog
      let (outcome, renewed) = try WorkObserver.followingLoad(
        of: attached.runner.address, language: session.settings.language, isStopped: presenter.isStopped
      ) { observer throws(QueryError) -> (CasePush.Outcome?, RemoteCaseAttaching.Attached) in
        let outcome = try CasePush(table, catalog, to: attached, observer)?.run()
        var attaching = RemoteCaseAttaching(attached.runner, catalog, observer)
        return (outcome, try attaching.attach(attached.cases.table))
      }
      session.replaceLibrary(try library.renewing(place, with: renewed))
      if let outcome { presenter.showPushed(outcome, name.text, renewed, session.settings) }
    } catch { throw error.placed(at: span) }
  }
}

extension Presenter {
  func showAttached(
    _ dataset: Library.Dataset, _ remote: RemoteCaseAttaching.Attached, _ settings: Settings
  ) {
    let count = countText(remote.attached.rowCount, settings.language)
    let (name, address) = (
      escapedForTerminal(dataset.name), escapedForTerminal(remote.attached.runner.address)
    )
    say(
      Localized(
        vi: "đã gắn ‘\(name)’: \(count) hồ sơ tại \(address)",
        en: "attached ‘\(name)’: \(count) cases at \(address)"
      ), settings)
    if !remote.leftOut.isEmpty {
      let columns = remote.leftOut.map { escapedForTerminal($0) }.joined(separator: ", ")
      say(
        Localized(
          vi: "không dùng các cột \(columns): không phải chữ, số chính xác hay ngày của hồ sơ",
          en: "columns left out, being no text, exact number or day of a case: \(columns)"), settings)
    }
  }

  func showPushed(
    _ outcome: CasePush.Outcome, _ name: String, _ remote: RemoteCaseAttaching.Attached, _ settings: Settings
  ) {
    let (language, address) = (settings.language, remote.attached.runner.address)
    let sent = countText(outcome.total - outcome.before, language)
    let (total, all) = (countText(outcome.total, language), countText(remote.attached.rowCount, language))
    say(
      Localized(
        vi:
          "đã gửi \(sent) hồ sơ; cả \(total) hồ sơ của ‘\(name)’ đều có tại \(address), bảng có \(all) hồ sơ",
        en: "sent \(sent) cases; all \(total) of ‘\(name)’ are at \(address), whose table has \(all) cases"),
      settings)
  }

  func warnOfOpenPassword(_ settings: Settings) {
    say(
      Localized(
        vi: "mật khẩu đi qua mạng không mã hoá; nên dùng stunnel hoặc ssh -L",
        en: "the password crosses the network unencrypted; better use stunnel or ssh -L"), settings)
  }
}
