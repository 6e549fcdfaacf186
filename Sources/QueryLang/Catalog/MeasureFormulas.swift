/// What follows from the formulas of measures. Measures without a formula are not among its keys.
struct MeasureFormulas: Sendable {
  /// The measures that it is made of, itself included.
  var closures: [Int: Set<Int>] = [:]
  /// The dimensions on which its formulas filter.
  var filters: [Int: Set<Int>] = [:]

  init() {}

  /// - Parameter measures: all, each at its index.
  init(of measures: [Measure]) {
    for measure in measures.indices where measures[measure].formula != nil {
      let closure = MeasureFormulas.closure(of: measure, measures)
      closures[measure] = closure
      let references = closure.flatMap { measures[$0].formula?.measures ?? [] }
      filters[measure] = Set(references.flatMap { $0.filter.map(\.dimension) })
    }
  }

  private static func closure(of measure: Int, _ measures: [Measure]) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = [measure]
    while let next = waiting.popLast() {
      guard found.insert(next).inserted, let formula = measures[next].formula else { continue }
      waiting += formula.measures.map(\.measure)
    }
    return found
  }
}
