/// One side of a comparison that a rule makes.
struct CheckValue {
  var amount: Amount
  /// How far the amount may be off because percentages in it were printed with few digits.
  var slack = 0.0
  var marks: CellMarks = []
  var figures: Set<Int> = []
  /// Days up to which figures count that stop before their period does; `nil` where that is not known.
  var cutOffs: Set<Day?> = []
  /// The days that figures say they count, where they say it.
  var days: Set<ExactDays> = []

  init(_ amount: Amount) { self.amount = amount }

  init(_ resolved: Resolved, _ resolver: FigureResolver) {
    amount = resolved.amount
    marks = resolved.marks
    figures = resolved.figures
    cutOffs = resolver.cutOffs(of: figures)
    days = resolver.exactDays(of: figures)
    if resolved.status == .reported { slack = figures.map { resolver.rounding(of: $0) }.max() ?? 0 }
  }

  /// A number as printed; `positions` all print it alike.
  init(printed positions: Set<Int>, like first: Int, _ resolver: FigureResolver) {
    let figure = resolver.index[first]
    amount = figure.bound.map { .bounded($0, figure.value) } ?? .number(.exact(figure.value))
    slack = resolver.rounding(of: first)
    marks = figure.marks
    figures = positions
    cutOffs = resolver.cutOffs(of: [first])
    days = resolver.exactDays(of: [first])
  }

  func combined(_ other: CheckValue, by operation: ArithmeticOperator) -> CheckValue {
    var result = self
    result.amount = Arithmetic.apply(operation, amount, other.amount)
    result.marks.formUnion(other.marks)
    result.figures.formUnion(other.figures)
    result.cutOffs.formUnion(other.cutOffs)
    result.days.formUnion(other.days)
    let (a, b) = (magnitude, other.magnitude)
    switch operation {
    case .add, .subtract: result.slack = slack + other.slack
    case .multiply: result.slack = slack * b + other.slack * a + slack * other.slack
    case .divide: result.slack = b > 0 ? slack / b + other.slack * a / (b * b) : 0
    }
    return result
  }

  func mapping(_ operation: (Amount) -> Amount) -> CheckValue {
    var copy = self
    copy.amount = operation(amount)
    return copy
  }

  private var magnitude: Double {
    if case .number(let quantity) = amount { abs(quantity.doubleValue) } else { 0 }
  }
}

/// From the first day to the last.
struct ExactDays: Hashable {
  let first: Day
  let last: Day
}

extension FigureResolver {
  func exactDays(of positions: Set<Int>) -> Set<ExactDays> {
    Set(
      positions.compactMap { position in
        let dates = index[position].exactDates
        guard let first = dates.first, let last = dates.last else { return nil }
        return ExactDays(first: first, last: last)
      })
  }

  func cutOffs(of positions: Set<Int>) -> Set<Day?> {
    Set(positions.map { index[$0] }.filter(\.isIncomplete).map(\.exactDates.last))
  }

  /// Half a unit of the last digit that a percentage was printed with; counts are exact.
  func rounding(of position: Int) -> Double {
    let figure = index[position]
    guard catalog.measures[figure.measure].isPercentage else { return 0 }
    return ExactDecimal(significand: 5, scale: min(figure.decimals + 3, ExactDecimal.mostDigits))
      .nearestDouble
  }
}

/// Whether two sides agree, as far as they are known.
enum CheckComparison {
  /// `nil` where it cannot be decided: the days counted differ, a number is only approximate, or a bound leaves
  /// it open.
  static func decide(
    _ left: CheckValue, _ comparison: ComparisonOperator, _ right: CheckValue, tolerance: ExactDecimal,
    ofSameDays: Bool = true
  ) -> Bool? {
    if ofSameDays, left.days.union(right.days).count > 1 { return nil }
    let marks = left.marks.union(right.marks)
    if marks.contains(.approx) { return nil }
    let haveBoth = !left.figures.isEmpty && !right.figures.isEmpty
    if haveBoth, left.cutOffs != right.cutOffs || left.cutOffs.count > 1 { return nil }
    guard case .number(let a) = left.amount, case .number(let b) = right.amount else {
      return TestDecision.compare(left.amount, comparison, right.amount)
    }
    let slack = left.slack + right.slack
    if slack == 0, case .exact(let a) = a, case .exact(let b) = b, let difference = a.subtracting(b) {
      return holds(comparison, difference, tolerance)
    }
    let (x, y) = (a.doubleValue, b.doubleValue)
    // A quotient is rounded once: what differs by that alone is equal.
    let margin = (tolerance.nearestDouble + slack) * (1 + 1e-9) + max(abs(x), abs(y)) * 1e-14
    return holds(comparison, x - y, margin)
  }

  private static func holds<Number: Comparable & CheckDifference>(
    _ comparison: ComparisonOperator, _ difference: Number, _ margin: Number
  ) -> Bool {
    switch comparison {
    case .equal: difference.size <= margin
    case .notEqual: difference.size > margin
    case .lessOrEqual: difference <= margin
    case .less: difference.isZero ? margin > difference : difference < margin
    case .greaterOrEqual: difference.opposite <= margin
    case .greater: difference.isZero ? margin > difference : difference.opposite < margin
    }
  }
}

/// What exact and real differences have in common.
private protocol CheckDifference {
  var size: Self { get }
  var opposite: Self { get }
  var isZero: Bool { get }
}

extension Double: CheckDifference {
  fileprivate var size: Double { abs(self) }
  fileprivate var opposite: Double { -self }
}

extension ExactDecimal: CheckDifference {
  fileprivate var size: ExactDecimal { magnitude }
  fileprivate var opposite: ExactDecimal { negated ?? self }
}
