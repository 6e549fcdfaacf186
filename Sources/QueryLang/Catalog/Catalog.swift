/// What names mean: dimensions with their members, measures, source documents.
///
/// A value: loading another folder makes a new catalog, and the old one stays whole if that fails. Indices of
/// what an old catalog had stay valid in the new one.
package struct Catalog: Sendable {
  package var dimensions: [Dimension] = []
  package var measures: [Measure] = []
  package var sources: [SourceDocument] = []
  package var checks: [CheckRule] = []
  /// What columns of case systems are called.
  package var caseFields: [CaseField] = []
  package var lexicon = NameLexicon()
  /// Resource that lists the members of each dimension; other folders may add to it.
  package var memberResources: [Int: String] = [:]
  /// Members assumed where none is named: `scenario = actual`.
  package var defaults: [MemberReference] = []
  /// Documents of unloaded folders; their ids may be taken again.
  package var retiredSources: Set<Int> = []
  package var dimensionIndexByID: [String: Int] = [:]
  package var measureIndexByID: [String: Int] = [:]
  package var sourceIndexByID: [String: Int] = [:]

  package init() {}

  package func dimension(_ id: String) -> Dimension? { dimensionIndexByID[id].map { dimensions[$0] } }

  package func measure(_ id: String) -> Measure? { measureIndexByID[id].map { measures[$0] } }

  package func member(_ reference: MemberReference) -> Member {
    dimensions[reference.dimension].members[reference.member]
  }

  /// Whether a member is the union of others.
  func isUnion(_ reference: MemberReference) -> Bool {
    dimensions[reference.dimension].read(member: reference.member) { !$0.unionOf.isEmpty }
  }

  /// The measures that `measure` is made of through formulas, itself included.
  package func closure(of measure: Int) -> Set<Int> { formulas.closures[measure] ?? [measure] }

  /// Dimensions on which the formulas of a measure filter (`received_new{channel = online}`).
  package func filteredDimensions(of measure: Int) -> Set<Int> { formulas.filters[measure] ?? [] }

  /// Follows from the formulas of ``measures``: made anew when those have changed.
  var formulas = MeasureFormulas()

  /// Members that are parts of the whole when `dimension` is summed, in force on `day`.
  package func summands(of dimension: Int, on day: Day) -> [Int] {
    dimensions[dimension].members.lazy
      .filter { $0.isSummand && !$0.isCountedInside && $0.unionOf.isEmpty && $0.isValid(on: day) }
      .map(\.index)
  }

  /// What `vs target` holds against: the scenario of that name.
  var target: MemberReference? {
    guard let scenario = dimension("scenario"),
      let member = scenario.members.first(where: { $0.id == "target" })
    else { return nil }
    return MemberReference(dimension: scenario.index, member: member.index)
  }

  /// The member that stands for all of `members` together (`3_4` for levels 3 and 4).
  func union(of members: [Int], in dimension: Int) -> MemberReference? {
    let chosen = Set(members)
    return dimensions[dimension].members.first { !$0.unionOf.isEmpty && Set($0.unionOf) == chosen }
      .map { MemberReference(dimension: dimension, member: $0.index) }
  }
}
