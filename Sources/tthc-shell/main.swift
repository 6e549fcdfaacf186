import QueryLang

let clock = ContinuousClock()
func run() {
  do {
    let t0 = clock.now
    let library = try Library().loading(folder: "datasets", isBuiltIn: true, language: .english)
    let t1 = clock.now
    print("load", t1 - t0)
    for text in CommandLine.arguments.dropFirst() {
      let source = QuerySource(text)
      for parsed in QueryPipeline.parse(source, names: library.catalog.lexicon) {
        print(DiagnosticDrawing(.english).draw(parsed.diagnostics, in: source))
        guard case .query(let query)? = parsed.statement?.kind else { continue }
        do {
          let t0 = clock.now
          let table = try QueryPipeline.answer(query, library: library, context: BindingContext(catalog: library.catalog))
          print("query", clock.now - t0)
          print(TableRenderer().render(table, options: RenderOptions(language: .english, widthInColumns: 110)))
        } catch {
          print(DiagnosticDrawing(.english).draw(error.diagnostics, in: source))
        }
      }
    }
  } catch {
    print(DiagnosticDrawing(.english).draw(error.diagnostics, in: nil))
  }
}
run()
