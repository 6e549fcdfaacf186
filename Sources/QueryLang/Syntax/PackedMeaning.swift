/// A meaning of a name in three numbers, so that thousands of them are copied, given back and read from an image as
/// plain memory.
struct PackedMeaning: Equatable, Sendable, BitwiseCopyable {
  private let kind: UInt32
  private let first: Int32
  private let second: Int32

  /// No meaning.
  static let none = PackedMeaning(.none)

  private enum Kind: UInt32 {
    case none, measure, dimension, member, timeField, dataset, definition, function, column, identifier
    case processingDays, day, number
  }

  private init(_ kind: Kind, _ first: Int = 0, _ second: Int = 0) {
    self.kind = kind.rawValue
    self.first = Int32(clamping: first)
    self.second = Int32(clamping: second)
  }

  /// - Parameter numberOfID: numbers the ids of columns of numbers.
  init(_ meaning: NameLexicon.Meaning, numberOfID: (String) -> Int) {
    switch meaning {
    case .measure(let measure): self.init(.measure, measure)
    case .dimension(let dimension): self.init(.dimension, dimension)
    case .member(let dimension, let member): self.init(.member, dimension, member)
    case .timeField(let field): self.init(.timeField, PackedMeaning.position(of: field))
    case .dataset(let dataset): self.init(.dataset, dataset)
    case .definition: self.init(.definition)
    case .function(let function): self.init(.function, PackedMeaning.position(of: function))
    case .column(let column): self.init(.column, column)
    case .caseValue(.identifier): self.init(.identifier)
    case .caseValue(.processingDays): self.init(.processingDays)
    case .caseValue(.day(let day)): self.init(.day, PackedMeaning.position(of: day))
    case .caseValue(.number(let id)): self.init(.number, numberOfID(id))
    }
  }

  private static func position<Choice: CaseIterable & Equatable>(of choice: Choice) -> Int
  where Choice.AllCases == [Choice] {
    Choice.allCases.firstIndex(of: choice) ?? 0
  }

  /// - Precondition: it is a meaning.
  func meaning(_ numberIDs: [String]) -> NameLexicon.Meaning {
    let first = Int(first)
    return switch Kind(rawValue: kind) {
    case .measure: .measure(first)
    case .dimension: .dimension(first)
    case .member: .member(dimension: first, member: Int(second))
    case .timeField: .timeField(TimeField.allCases[first])
    case .dataset: .dataset(first)
    case .function: .function(FunctionName.allCases[first])
    case .column: .column(first)
    case .identifier: .caseValue(.identifier)
    case .processingDays: .caseValue(.processingDays)
    case .day: .caseValue(.day(CaseDay.allCases[first]))
    case .number: .caseValue(.number(numberIDs[first]))
    case .definition, .some(.none), nil: .definition
    }
  }

  /// The member that it is, if it is one of this dimension.
  func member(of dimension: Int) -> Int? {
    kind == Kind.member.rawValue && Int(first) == dimension ? Int(second) : nil
  }

  /// Whether it can be a meaning, or none.
  func isSound(_ numberIDs: [String]) -> Bool {
    let count: Int? =
      switch Kind(rawValue: kind) {
      case nil: 0
      case .timeField: TimeField.allCases.count
      case .function: FunctionName.allCases.count
      case .day: CaseDay.allCases.count
      case .number: numberIDs.count
      default: nil
      }
    return count.map { first >= 0 && first < $0 } ?? true
  }
}

extension [PackedMeaning] {
  init(from image: inout ImageReader) {
    let numbers = image.numbers()
    if numbers.count % 3 != 0 { image.fail() }
    self = (0..<numbers.count / 3).map { place in
      PackedMeaning(kind: numbers[3 * place], first: numbers[3 * place + 1], second: numbers[3 * place + 2])
    }
  }

  func write(to image: inout ImageWriter) { image.append(flatMap(\.numbers)) }
}

extension PackedMeaning {
  fileprivate init(kind: UInt32, first: UInt32, second: UInt32) {
    self.kind = kind
    self.first = Int32(bitPattern: first)
    self.second = Int32(bitPattern: second)
  }

  fileprivate var numbers: [UInt32] { [kind, UInt32(bitPattern: first), UInt32(bitPattern: second)] }
}
