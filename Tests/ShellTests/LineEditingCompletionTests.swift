import Testing

@testable import tthc_shell

@Suite struct TabCompletionTests {
  private func tab(_ typed: String, _ texts: [String], again: Bool = false) -> TabCompletion {
    let text = EditedText(typed)
    let reply = CompletionReply(replacedScalars: 0..<text.cursor, candidates: candidates(texts))
    return TabCompletion(reply, in: text, isSecondTab: again)
  }

  @Test func theOnlyCandidateIsInserted() {
    #expect(tab("bac g", ["\"Bắc Giang\""]) == .insert("\"Bắc Giang\" ", replacing: 0..<5))
  }

  @Test func aWholeWordIsFollowedByOneBlank() {
    #expect(tab("on", ["on"]) == .insert("on ", replacing: 0..<2))
    #expect(tab("sh", ["share("]) == .insert("share(", replacing: 0..<2))
    #expect(tab("\"i", ["\"in/"]) == .insert("\"in/", replacing: 0..<2))
    let behind = EditedText(scalars: Array("by dis where".unicodeScalars), cursor: 6)
    let reply = CompletionReply(replacedScalars: 3..<6, candidates: candidates(["district"]))
    #expect(TabCompletion(reply, in: behind, isSecondTab: false) == .insert("district", replacing: 3..<6))
    let finished = EditedText(scalars: Array("on where".unicodeScalars), cursor: 2)
    let same = CompletionReply(replacedScalars: 0..<2, candidates: candidates(["on"]))
    #expect(TabCompletion(same, in: finished, isSecondTab: false) == .nothing)
  }

  @Test func theCommonBeginningIsInserted() {
    #expect(tab("ov", ["overdue", "overdue_rate"]) == .insert("overdue", replacing: 0..<2))
    #expect(tab("bac", ["\"Bắc Giang\"", "\"Bắc Ninh\""]) == .insert("\"Bắc ", replacing: 0..<3))
  }

  @Test func aShorterCommonBeginningTakesNothingAway() {
    #expect(tab("ha", ["Hà Nam", "Hải Phòng"]) == .nothing)
    #expect(tab("ha", ["\"Hà Nam\"", "\"Hải Phòng\""]) == .nothing)
  }

  @Test func theSecondTabLists() {
    let texts = ["overdue", "overdue_rate"]
    #expect(tab("overdue", texts) == .nothing)
    #expect(tab("overdue", texts, again: true) == .list(candidates(texts)))
  }

  @Test func namesWithTheWordInsideDoNotShortenTheBeginning() {
    let texts = ["đã giải quyết", "giải quyết a", "giải quyết b"]
    #expect(tab("giai q", texts) == .insert("giải quyết ", replacing: 0..<6))
    #expect(tab("giải quyết ", texts) == .nothing)
    #expect(tab("giải quyết ", texts, again: true) == .list(candidates(texts)))
    #expect(tab("a", ["a", "a b", "a c", "b a"]) == .nothing)
  }

  @Test func whatIsWholeIsOnlyListed() {
    let only = candidates(["huyện có Bộ phận"])
    let reply = CompletionReply(replacedScalars: 0..<5, candidates: only, isOnlyListed: true)
    #expect(TabCompletion(reply, in: EditedText("huyen"), isSecondTab: false) == .nothing)
    #expect(TabCompletion(reply, in: EditedText("huyen"), isSecondTab: true) == .list(only))
  }

  @Test func withoutCandidatesNothingHappens() {
    #expect(tab("x", [], again: true) == .nothing)
  }

  @Test func aRangeOutsideTheTextDoesNotTrap() {
    let reply = CompletionReply(replacedScalars: 5..<9, candidates: candidates(["abc"]))
    #expect(
      TabCompletion(reply, in: EditedText("ab"), isSecondTab: false) == .insert("abc ", replacing: 2..<2))
  }

  @Test func decomposedLettersAreNotCutApart() {
    #expect(TabCompletion.commonBeginning(of: candidates(["ae\u{323}", "ae\u{301}"])) == "a")
  }
}

@Suite struct CandidateListTests {
  private func rows(_ candidates: [CompletionCandidate], columns: Int, rows: Int) -> [String] {
    page(candidates[...], columns: columns, rows: rows).rows
  }

  private func page(
    _ candidates: ArraySlice<CompletionCandidate>, leftOut: Int = 0, columns: Int, rows: Int
  ) -> CandidateList.Page {
    CandidateList(columns: columns, rows: rows, display: plainDisplay).page(of: candidates, leftOut: leftOut)
  }

  @Test func meaningsAreAlignedAndCut() {
    let list = [
      CompletionCandidate(text: "by", meaning: "groups the rows by a dimension"),
      CompletionCandidate(text: "where", meaning: "keeps some"),
    ]
    #expect(rows(list, columns: 24, rows: 5) == ["by     groups the rows…", "where  keeps some"])
  }

  @Test func namesGoDownInColumns() {
    #expect(rows(candidates(["a", "b", "c", "d", "e"]), columns: 8, rows: 9) == ["a  d", "b  e", "c"])
  }

  @Test func whatDoesNotFitIsCounted() {
    let many = (1...100).map(String.init)
    #expect(rows(candidates(many), columns: 12, rows: 3) == ["1   3", "2   4", "… +96 (Tab)"])
    #expect(rows(candidates(many, meaning: "m"), columns: 12, rows: 3).last == "… +98 (Tab)")
  }

  @Test func pagesShowEveryCandidateOnce() {
    let many = candidates((1...50).map(String.init), meaning: "m")
    var shown: [String] = []
    while shown.count < many.count {
      let page = page(many[shown.count...], leftOut: 7, columns: 30, rows: 10)
      #expect(page.rows.count <= 10)
      shown += page.rows.prefix(page.count).map { String($0.prefix { $0 != " " }) }
    }
    #expect(shown == many.map(\.label))
    #expect(page(many[48...], leftOut: 7, columns: 30, rows: 10).rows.last == "… +7")
  }

  @Test func noRowIsWiderThanTheScreen() {
    let long = String(repeating: "x", count: 200)
    for columns in 1...40 {
      let list = candidates([long, "y"]) + candidates(["z"], meaning: long)
      #expect(rows(list, columns: columns, rows: 4).allSatisfy { $0.count <= max(columns, 5) })
    }
  }

  @Test func namesCannotSteerTheTerminal() {
    let list = candidates(["a\u{1B}[2J"], meaning: "\u{9B}2J\u{202E}")
    #expect(rows(list, columns: 40, rows: 4) == ["a?[2J  ?2J?"])
  }
}
