import Foundation
import Testing

@testable import QueryLang

struct VietnameseOrderTests {
  @Test(arguments: [
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "v", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "man"], ["an", "An", "àn", "ạn", "anh", "ăn", "ân"],
    ["Dak", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Gia Lai"], ["Hà Giang", "Hà Nội", "Hải Phòng"],
    ["Quận 1", "Quận 2", "Quận 10", "Quận Ba"],
  ])
  func inAlphabeticalOrder(words: [String]) {
    #expect(words.shuffled().sorted(by: precedesInVietnamese) == words)
  }

  /// Keys of many texts side by side order them as one key each does.
  @Test func ranksOfManyTextsAreTheirOrder() {
    let texts = [
      "Xã Bé", "xã bé", "Huế", "Hue\u{302}\u{301}", "", "Quận 10", "Quận 2", "中", "Đà", "Da", "Xã Bé A",
    ]
    var keys = VietnameseSortKeys()
    for text in texts { keys.append(text) }
    let ranks = keys.ranks()
    for (left, leftRank) in zip(texts, ranks) {
      for (right, rightRank) in zip(texts, ranks) {
        let (key, other) = (VietnameseSortKey(left), VietnameseSortKey(right))
        #expect((leftRank < rightRank) == (key < other), "\(left) \(right)")
        #expect((leftRank == rightRank) == (key == other), "\(left) \(right)")
      }
    }
  }

  /// Names that begin alike for long, end within each other or are the same, in such numbers that all ways of sorting
  /// them are taken.
  @Test func ranksOfNamesThatBeginAlikeAreTheirOrder() {
    var generator = SeededGenerator(seed: 7)
    let beginnings = [
      "", "Xã ", String(repeating: "Ủy ban nhân dân ", count: 4), String(repeating: "a", count: 300),
    ]
    let texts = (0..<2_000).map { _ in
      let ending = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        ["a", "ă", "1", " ", "b", "中"].randomElement(using: &generator) ?? ""
      }
      return (beginnings.randomElement(using: &generator) ?? "") + ending.joined()
    }
    var keys = VietnameseSortKeys()
    for text in texts { keys.append(text) }
    let ranks = keys.ranks()
    let sorted = texts.map { VietnameseSortKey($0) }.sorted()
    for (text, rank) in zip(texts, ranks) {
      let key = VietnameseSortKey(text)
      #expect(sorted[rank] == key && (rank == 0 || sorted[rank - 1] < key), "\(text)")
    }
  }

  @Test func composedAndDecomposedAreOnePlace() {
    #expect(VietnameseSortKey("Huế") == VietnameseSortKey("Hue\u{302}\u{301}"))
  }

  /// Composed letters have a table of their own; what it says follows from their parts.
  @Test func everyLetterStandsWhereItsPartsDo() throws {
    for value in Array((0xC0 as UInt32)...0x24F) + Array(0x1E00...0x1EFF) {
      let letter = String(try #require(Unicode.Scalar(value)))
      let parts = letter.decomposedStringWithCanonicalMapping
      #expect(VietnameseSortKey("x\(letter) 1") == VietnameseSortKey("x\(parts) 1"), "\(letter)")
    }
  }

  /// Usual names have keys that are made without taking them apart; the keys are those of their parts.
  @Test func keysOfUsualNamesAreThoseOfTheirParts() {
    let letters = Array(
      "abcdđeêghiklmnoôơpqrstuưvxyzAĂÂĐƠƯYàảãáạằặấậễệịỉòợửỵỳẾỘ 0019 -,.()&/\"'^`~{é\u{301}ñ中")
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5_000 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
      )
      #expect(VietnameseSortKey(text) == VietnameseSortKey(decomposing: text), "\(text)")
    }
  }
}
