import Testing

@testable import QueryLang

struct VietnameseStatementTests {
  private func written(_ text: String) throws -> String {
    VietnameseStatement(BindingContext(catalog: try Shipped.catalog())).write(text)
  }

  @Test(arguments: [
    (
      "compare province \"Bắc Giang\", \"An Giang\" on overdue where quarter = Q2/2021 and sector = local",
      """
      so sánh tỉnh "Bắc Giang", "An Giang" về hồ sơ quá hạn khi quý = Q2/2021 và khối = "địa phương"
      """
    ),
    (
      "overdue by district where year = 2021 having overdue > 10 sort overdue desc with missing",
      """
      hồ sơ quá hạn theo huyện khi năm = 2021 có hồ sơ quá hạn > 10 sắp xếp hồ sơ quá hạn giảm dần kèm thiếu
      """
    ),
  ])
  func wordsAndNamesAreVietnamese(canonical: String, vietnamese: String) throws {
    #expect(try written(canonical) == vietnamese)
  }

  @Test func whatCannotBeReadBackStaysAsItIs() throws {
    for text in ["… where province = \"An Giang\"", "overdue by", "xyzzy by district", ""] {
      #expect(try written(text) == text)
    }
  }

  /// Bound, both mean the same.
  @Test(arguments: HelpTopic.all.filter { $0.isAnswered && !$0.needsCases }.map(\.example.english))
  func everyExampleMeansTheSame(text: String) throws {
    let context = BindingContext(catalog: try Shipped.catalog())
    guard case .query(let query) = try Shipped.statement(text).kind, case .measures = query.subject else {
      return
    }
    let vietnamese = try written(text)
    guard case .query(let read) = try Shipped.statement(vietnamese).kind else {
      Issue.record("\(vietnamese)")
      return
    }
    let canonical = try Binder.bind(query, in: context).canonicalText
    #expect(try Binder.bind(read, in: context).canonicalText == canonical)
    // The name of a column may be that of a measure; then the statement stays as it is.
    #expect(vietnamese != text || text.contains(" as "))
  }
}
