import Testing

@testable import QueryLang

struct PackedMeaningTests {
  private static let meanings: [NameLexicon.Meaning] =
    [
      .measure(3), .dimension(0), .member(dimension: 2, member: 70_000), .dataset(-1), .dataset(4),
      .definition,
      .column(1), .caseValue(.identifier), .caseValue(.processingDays), .caseValue(.number("le_phi")),
      .caseValue(.number("phí")),
    ] + TimeField.allCases.map { .timeField($0) } + FunctionName.allCases.map { .function($0) }
    + CaseDay.allCases.map { .caseValue(.day($0)) }

  @Test func aNameMeansWhatItWasGiven() {
    var lexicon = NameLexicon()
    for (index, meaning) in Self.meanings.enumerated() {
      let isNew = (lexicon.add("name \(index)", meaning), lexicon.add("all of them", meaning))
      #expect(isNew == (true, index == 0))
    }
    for (index, meaning) in Self.meanings.enumerated() {
      #expect(lexicon.meanings(of: "name \(index)") == [meaning])
    }
    #expect(lexicon.meanings(of: "all of them") == Self.meanings)
    lexicon.remove { $0 == .definition || $0 == .caseValue(.number("phí")) }
    let kept = Self.meanings.filter { $0 != .definition && $0 != .caseValue(.number("phí")) }
    #expect(lexicon.meanings(of: "all of them") == kept)
    #expect(lexicon.meanings(of: "name 5").isEmpty)
  }

  @Test func noneIsNoMeaning() {
    for meaning in Self.meanings { #expect(PackedMeaning(meaning) { _ in 0 } != .none) }
    #expect(PackedMeaning.none.isSound([]))
    #expect(!PackedMeaning(.caseValue(.number("a"))) { _ in 0 }.isSound([]))
  }
}
