/// How an answer came about, as a tree: the roads that the resolver took, with what each of them gave.
///
/// Every answer in it is the resolver's own, so that an explanation cannot say anything else than the result.
struct Derivation {
  /// What the node is to the one above it.
  enum Label: Hashable {
    case expression(BoundExpression)
    case measure(MeasureReference)
    case member(MemberReference)
    case period(Period)
    /// One figure of a document, by position.
    case figure(Int)
  }

  enum Step: Hashable {
    /// Figures of the very cell: the parts are all of them, the first gives the value.
    case reported
    /// One figure of a document.
    case figure
    /// The measure's formula; parts are its measures, left to right.
    case formula(BoundExpression)
    /// An expression of the query; parts are its operands.
    case expression(BoundExpression)
    /// All members of a partition.
    case allMembers(dimension: Int)
    /// The members that one member unites.
    case united(MemberReference)
    /// The chosen members of a condition.
    case selected(Selection)
    /// Periods added up.
    case periods
    /// The stock of a list of periods is that of one of them.
    case stock
    /// The members that are known; `absent` those that were looked for.
    case knownMembers(dimension: Int, absent: [Int], isSelection: Bool)
    /// Nothing leads there.
    case missing
  }

  /// What stands beside the road taken.
  enum Relation: String, CaseIterable {
    /// Another complete road, or another source, to the same value.
    case agrees
    /// To a different one.
    case disagrees
    /// Parts that are known and together exceed the whole.
    case exceeds
    /// A figure of a document that a later one replaces.
    case superseded
  }

  struct Beside {
    let relation: Relation
    let derivation: Derivation
  }

  var label: Label
  /// The measure asked for and where; `nil` for an expression.
  let measure: Int?
  let coordinates: Coordinates
  let answer: Resolved
  let step: Step
  let parts: [Derivation]
  var besides: [Beside] = []

  func labelled(_ label: Label) -> Derivation {
    var copy = self
    copy.label = label
    return copy
  }

  /// Positions of all figures in the tree, roads beside the taken one included.
  var figures: Set<Int> {
    var found: Set<Int> = []
    if case .figure(let position) = label { found.insert(position) }
    for part in parts { found.formUnion(part.figures) }
    for beside in besides { found.formUnion(beside.derivation.figures) }
    return found
  }
}
