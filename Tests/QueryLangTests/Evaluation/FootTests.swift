import Testing

@testable import QueryLang

/// What stands under a result: counts of places.
struct FootTests {
  private func notes(_ query: String, _ package: SmallPackage) throws -> [String] {
    var session = TestSession(try Library().loading(folder: package.folder, language: .english))
    return try session.answer(query).notes.map { $0[.english] }
  }

  /// Places are those in force when the figures were counted, of each time apart.
  @Test func placesAreCountedAtTheirTime() throws {
    let package = try SmallPackage()
    try package.write(
      """
      id,code,name,short_name,type,aliases,valid_from,valid_to
      1,1,Xã Một,Một,Xã,,,2025-06-30
      2,2,Xã Hai,Hai,Xã,,,2025-06-30
      3,3,Xã Ba,Ba,Xã,,,2025-06-30
      4,1,Xã Bốn,Bốn,Xã,,2025-07-01,
      5,2,Xã Năm,Năm,Xã,,2025-07-01,

      """, to: "places.csv")
    #expect(try notes("got by place", package).contains("2 of 3 places"))
    try package.replace(
      "A,3,1,got,2021-Q2,2,,20", by: "A,3,1,got,2021-Q2,2,,20\nA,4,1,got,2025-Q3,4,,20", in: "figures.csv")
    #expect(
      try notes("got by place", package).contains("30/06/2021: 2 of 3 places; 30/09/2025: 1 of 2 places"))
    #expect(try notes("got by place where quarter = Q3/2025", package).contains("1 of 2 places"))
  }

  @Test func manyNotesAreCountedAndNoneIsSaidTwice() {
    let notes = ["a", "b", "a", "c", "d", "e", "f"].map { Localized(both: $0) }
    #expect(notes.capped(at: 4).map { $0[.english] } == ["a", "b", "c", "and 3 more notes"])
    #expect(notes.prefix(3).map { $0 }.capped(at: 4).count == 2)
  }

  /// The same question has the same foot, whatever order its sets happen to have.
  @Test func theFootIsStable() throws {
    let query = "received, overdue_rate, pending, feedback_received by province where year = 2021"
    let answers = try (1...5).map { _ in
      var session = TestSession(ShippedData.library)
      return try session.answer(query).notes
    }
    #expect(Set(answers).count == 1)
  }
}
