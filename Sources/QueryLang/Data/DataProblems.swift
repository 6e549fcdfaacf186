/// Collects what is wrong with a load: the first ten in full, the rest counted.
package struct DataProblems {
  package static let listed = 10
  private var found: [Diagnostic] = []
  private var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  package mutating func add(_ place: DataPlace, _ problem: DataProblem) {
    count += 1
    if found.count < DataProblems.listed { found.append(Diagnostic(.data(place, problem), at: nil)) }
  }

  package mutating func add(_ error: QueryError) {
    for diagnostic in error.diagnostics {
      count += 1
      if found.count < DataProblems.listed { found.append(diagnostic) }
    }
  }

  package func throwIfAny() throws(QueryError) {
    guard count > 0 else { return }
    let rest = count - found.count
    let more = rest > 0 ? [Diagnostic(.moreDataProblems(count: rest), at: nil)] : []
    throw QueryError(found + more)
  }
}
