internal import Foundation
@testable internal import QueryLang

/// libFuzzer's own loop. The package manager names the entry point of every executable itself, so that the
/// fuzzer's `main` cannot be it.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum Fuzzing {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runFuzzer(&count, &arguments) { start, count in fuzzOneInput(start, count) })
  }
}

/// What a fuzzer feeds: the first byte says which reader gets the rest.
///
/// Nothing may trap, hang or answer without end; what reads well must also print and read back to the same tree.
private func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let kind = bytes.first else { return 0 }
  let rest = Array(bytes.dropFirst())
  switch kind {
  case UInt8(ascii: "c"): fuzzCSV(rest)
  case UInt8(ascii: "j"): _ = try? JSONValue.parse(rest)
  case UInt8(ascii: "f"): fuzzFigures(rest)
  case UInt8(ascii: "h"): fuzzCases(rest)
  case UInt8(ascii: "0")...UInt8(ascii: "9"): fuzzPackage(Int(kind - UInt8(ascii: "0")), rest)
  default: fuzzStatements(String(decoding: bytes, as: UTF8.self))
  }
  return 0
}

private let shipped: Library = {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("datasets").path
  do throws(QueryError) {
    return try Library().loading(folder: folder, isBuiltIn: true, language: .english)
  } catch {
    fatalError("\(error.diagnostics)")
  }
}()

// MARK: - Statements

private func fuzzStatements(_ text: String) {
  let source = QuerySource(text)
  let drawing = DiagnosticDrawing(.vietnamese)
  var context = BindingContext(catalog: shipped.catalog)
  context.language = .english
  for parsed in QueryPipeline.parse(source, names: shipped.catalog.lexicon).prefix(20) {
    _ = drawing.draw(parsed.diagnostics, in: source)
    guard let statement = parsed.statement else { continue }
    guard !parsed.hasErrors else {
      if case .query(let query) = statement.kind {
        let error = QueryPipeline.diagnose(query, parsed: parsed, context: context)
        _ = drawing.draw(error.diagnostics, in: source)
      }
      continue
    }
    checkRoundTrip(statement)
    if case .query(let query) = statement.kind { answer(query, context, source) }
  }
}

private func checkRoundTrip(_ statement: StatementSyntax) {
  let printed = SyntaxPrinter().print(statement)
  let again = QueryPipeline.parse(QuerySource(printed), names: shipped.catalog.lexicon)
  guard again.count == 1, !again[0].hasErrors, let read = again[0].statement, read.kind == statement.kind,
    read.stages == statement.stages
  else { fatalError("‘\(printed)’ does not read back") }
}

private func answer(_ query: QuerySyntax, _ context: BindingContext, _ source: QuerySource) {
  do throws(QueryError) {
    let table = try QueryPipeline.answer(query, library: shipped, context: context)
    let options = RenderOptions(language: .vietnamese, widthInColumns: 80, showsStatus: true)
    for format in OutputFormat.allCases { _ = format.renderer.render(table, options: options) }
  } catch {
    precondition(!error.diagnostics.isEmpty, "an error without a message")
    _ = DiagnosticDrawing(.english).draw(error.diagnostics, in: source)
  }
}

// MARK: - Files

private func fuzzCSV(_ bytes: [UInt8]) {
  guard let table = try? CSVTable(bytes: bytes, file: "x.csv") else { return }
  for row in 0..<table.rowCount {
    precondition(table.line(ofRow: row) > 0)
    for column in table.header.indices { _ = table.text(row, column) }
  }
}

private func fuzzFigures(_ bytes: [UInt8]) {
  guard let table = try? CSVTable(bytes: bytes, file: "figures.csv") else { return }
  do throws(QueryError) {
    _ = try FigureLoader.load(table, dataset: 1, catalog: shipped.catalog)
  } catch {
    _ = DiagnosticDrawing(.english).draw(error.diagnostics, in: nil)
  }
}

/// A file of cases, in pieces whose size the first byte gives; what is refused whole may be set aside row by row.
private func fuzzCases(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  try? Data(bytes.dropFirst()).write(to: URL(fileURLWithPath: casePath))
  var limits = CaseLoadLimits()
  limits.pieceSize = first < 0x80 ? Int(first) + 1 : 1 << 20
  limits.window = first < 0x80 ? Int(first) + 1 : 1 << 20
  limits.fewestBytesForThreads = 0
  limits.threads = 2
  let loader = CaseLoader(catalog: shipped.catalog, limits: limits)
  for settingAside in [false, true] {
    do throws(QueryError) {
      let loaded = try loader.load([CaseInput(casePath)], settingAside: settingAside)
      precondition(settingAside || loaded.rejected.count == 0)
      try loaded.rejected.write(.none) { (_) throws(QueryError) in }
      for row in 0..<loaded.table.rowCount { _ = loaded.table.identifiers?[row] }
      for column in loaded.table.members {
        for row in 0..<loaded.table.rowCount { precondition(column.codes[row] < column.members.count) }
      }
    } catch {
      precondition(!error.diagnostics.isEmpty, "an error without a message")
      for diagnostic in error.diagnostics {
        if case .data(_, .unreadableRow) = diagnostic.fact { fatalError("the two roads disagree") }
      }
      _ = DiagnosticDrawing(.english).draw(error.diagnostics, in: nil)
    }
  }
}

private let casePath = FileManager.default.temporaryDirectory
  .appendingPathComponent("fuzz-cases-\(getpid()).csv").path

/// A folder of the smallest package with one of its files replaced.
private func fuzzPackage(_ position: Int, _ bytes: [UInt8]) {
  let names = SmallPackage.files.keys.sorted()
  guard position < names.count else { return }
  let path = SmallPackage.folder + "/" + names[position]
  try? Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? SmallPackage.files[names[position]]?.write(toFile: path, atomically: false, encoding: .utf8) }
  do throws(QueryError) {
    _ = try Library().loading(folder: SmallPackage.folder, language: .vietnamese)
  } catch {
    precondition(!error.diagnostics.isEmpty, "an error without a message")
    _ = DiagnosticDrawing(.english).draw(error.diagnostics, in: nil)
  }
}

private enum SmallPackage {
  static let files = [
    "checks.csv": "id,rule,tolerance,message_vi,message_en,where\nsum,total = part + other,0,a,b,\n",
    "datapackage.json": """
    {"name": "small", "resources": [{"name": "dimensions", "path": "dimensions.csv"},
     {"name": "places", "path": "places.csv"}, {"name": "kinds", "path": "kinds.csv"},
     {"name": "measures", "path": "measures.csv"}, {"name": "sources", "path": "sources.csv"},
     {"name": "checks", "path": "checks.csv"}, {"name": "figures", "path": "figures.csv"}]}
    """,
    "dimensions.csv": """
    id,name_vi,name_en,aliases,parent,members,partition,list,implies,default,union_of,order
    place,nơi,place,,,places,whole,closed,,,,1
    kind,loại,kind,,,kinds,whole,closed,,a,,2
    both,cả hai,both,,,,kind = a,open,,,place|kind,3

    """,
    "figures.csv": "document,line,ordinal,measure,period,place,kind,value\nA,1,1,part,2021-Q2,1,,5\n",
    "kinds.csv": "id,name_vi,name_en,aliases,order,union_of,summand,valid_from,valid_to\na,a,a,,1,,,,\n",
    "measures.csv": """
    id,name_vi,name_en,aliases,unit,kind,formula,dimensions
    part,phần,part,,x,flow,,place|kind
    other,khác,other,,x,flow,,place|kind
    total,tổng,total,,x,balance,part + other,place|kind

    """,
    "places.csv":
      "id,code,name,short_name,type,aliases,valid_from,valid_to\n1,1,Một,Một,x,,,\n2,2,Hai,,,,,\n",
    "sources.csv": "id,title_vi,title_en,period,period_basis\nA,a,a,2021-Q2,unknown\n",
  ]

  static let folder: String = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-querylang-\(getpid())")
      .path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try? text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }
    return folder
  }()
}
