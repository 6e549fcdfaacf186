/// What a case tells of itself beside the members of its dimensions.
package enum CaseValue: Hashable, Sendable {
  case identifier
  case day(CaseDay)
  /// From receipt to finish.
  case processingDays
  /// A further column of numbers, by its id.
  case number(String)
}

extension Catalog {
  /// What a value of cases is called.
  /// - Parameter cases: where the columns of numbers are named.
  func names(of value: CaseValue, in cases: CaseTable?) -> Localized {
    switch value {
    case .processingDays: CaseNumberField.processingDaysNames
    case .number(let id): cases?.numbers.first { $0.id == id }?.names ?? Localized(both: id)
    case .identifier, .day:
      caseFields.first { CaseValue($0.role) == value }?.names ?? Localized(both: id(of: value))
    }
  }

  /// As canonical queries and machine formats call it.
  func id(of value: CaseValue) -> String {
    switch value {
    case .processingDays: CaseNumberField.processingDays
    case .number(let id): id
    case .identifier, .day: caseFields.first { CaseValue($0.role) == value }?.id ?? ""
    }
  }

  /// Lets statements name the values of cases; a name that means something already keeps its meaning.
  mutating func addCaseValues(numbers: [(id: String, names: Localized)]) {
    for field in caseFields {
      guard let value = CaseValue(field.role) else { continue }
      for spelling in field.spellings { addName(spelling, of: value) }
    }
    for spelling in CaseNumberField.processingDaysSpellings { addName(spelling, of: .processingDays) }
    for number in numbers {
      for spelling in [number.id, number.names.vietnamese, number.names.english] {
        addName(spelling, of: .number(number.id))
      }
    }
  }

  private mutating func addName(_ spelling: String, of value: CaseValue) {
    let isTaken = lexicon.meanings(of: spelling).contains { meaning in
      switch meaning {
      case .measure, .dimension, .timeField: true
      default: false
      }
    }
    if !isTaken { lexicon.add(spelling, .caseValue(value)) }
  }
}

extension CaseValue {
  /// `nil` for a dimension under another name.
  init?(_ role: CaseField.Role) {
    switch role {
    case .identifier: self = .identifier
    case .received: self = .day(.received)
    case .due: self = .day(.due)
    case .finished: self = .day(.finished)
    case .dimension: return nil
    }
  }
}

extension CaseNumberField {
  static let processingDaysNames = Localized(vi: "số ngày giải quyết", en: "processing days")
  static let processingDaysSpellings = [
    processingDays, "processing days", "số ngày giải quyết", "số ngày xử lý",
  ]
}
