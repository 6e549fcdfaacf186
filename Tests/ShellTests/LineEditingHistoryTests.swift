@preconcurrency import Glibc
import Testing

@testable import tthc_shell

@Suite struct HistoryTests {
  private func history(_ statements: String...) -> History {
    var history = History()
    for statement in statements { history.remember(statement) }
    return history
  }

  @Test func anEqualOlderStatementGoes() {
    #expect(history("a", "b", "b", "a").entries == ["b", "a"])
  }

  @Test func aLeadingBlankKeepsOut() {
    #expect(history(" secret", "", "\n", "a").entries == ["a"])
  }

  @Test func theOldestGoWhenItIsFull() {
    var newest = History.Newest()
    for number in (0..<History.mostEntries + 5).reversed() { newest.addOlder("s\(number)") }
    #expect(newest.oldestFirst.count == History.mostEntries)
    #expect(newest.oldestFirst.first == "s5")
  }

  @Test func theNewestMatchGivesTheRest() {
    #expect(history("show a", "show b\nby c").rest(of: "show") == " b\nby c")
    #expect(history("show a").rest(of: "show a") == nil)
    #expect(history("show a").rest(of: "") == nil)
  }

  @Test func whatFailedIsRecalledButNotOffered() {
    var history = history("show a", "show bb")
    history.noteFailure(of: "show bb")
    #expect(history.rest(of: "show") == " a")
    #expect(history.entries == ["show a", "show bb"])
    history.remember("show bb")
    #expect(history.rest(of: "show") == " bb")
  }

  @Test func whatFailedIsNotOfferedHoweverItIsTyped() {
    var history = history("qua han huyện", "Quá hạn  huyện;", "quá hạn huyện")
    history.noteFailure(of: "quá hạn huyện")
    for beginning in ["qua han", "quá hạn", "Quá hạn", "qua"] {
      #expect(history.rest(of: beginning) == nil, "\(beginning)")
    }
    history.remember("qua han huyen khi quy = II/2021")
    #expect(history.rest(of: "qua han") == " huyen khi quy = II/2021")
    history.remember("qua han huyện")
    #expect(history.rest(of: "qua han") == " huyện")
  }

  @Test func whatFailedIsNotOfferedFromTheFile() {
    let folder = ScratchFolder()
    let file = HistoryFile(path: folder.path + "/history")
    file.append("qua han huyện")
    var history = History(file: file)
    #expect(history.rest(of: "qua han") == " huyện")
    history.remember("quá hạn huyện")
    history.noteFailure(of: "quá hạn huyện")
    #expect(history.rest(of: "qua han") == nil)
    #expect(history.rest(of: "quá hạn") == nil)
  }

  @Test func aThingIsSaidOnce() {
    var once = OnceShown()
    once.noteShown()
    #expect(!once.isDue)
    once.isDue = true
    #expect(once.isDue)
    once.noteShown()
    once.isDue = true
    #expect(!once.isDue)
  }
}

@Suite struct HistoryLineTests {
  @Test(arguments: [
    "a", "", "tiếng Việt \"có dấu\"", "a\nb\t\\c", "\u{1B}[2J\u{7F}\u{85}\u{202E}", "漢😀",
  ])
  func whatIsWrittenIsRead(statement: String) {
    let line = HistoryLine.encoded(statement)
    #expect(HistoryLine.decoded(Array(line.utf8)[...]) == statement)
    #expect(!line.unicodeScalars.contains { isSteering($0) || $0 == "\n" })
  }

  @Test func otherWritersOfJSONAreRead() {
    #expect(HistoryLine.decoded(Array(#""\u0041\ud83d\ude00\/\r""#.utf8)[...]) == "A😀/\r")
  }

  @Test(arguments: [
    "", "a", "\"", "\"a", "\"a\"b", #""\x""#, #""\u12"#, #""\u12g4""#, #""\ud800""#, #""\ud800A""#, "[1]",
  ])
  func damagedLinesAreNothing(line: String) {
    #expect(HistoryLine.decoded(Array(line.utf8)[...]) == nil)
  }
}

@Suite struct HistoryFileTests {
  private let folder = ScratchFolder()

  private func open() -> History { History(file: HistoryFile(path: folder.path + "/state/tthc/history")) }

  @Test func theNextSessionKnowsTheStatements() {
    var first = open()
    first.remember("a\nb")
    first.remember("huyện")
    #expect(open().entries == ["a\nb", "huyện"])
  }

  @Test func twoSessionsShareTheFile() {
    var first = open()
    var second = open()
    first.remember("a")
    second.remember("b")
    first.remember("c")
    #expect(open().entries == ["a", "b", "c"])
  }

  @Test func manyWritersLoseNothing() async {
    let path = folder.path + "/many"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 { HistoryFile(path: path).append("s\(writer)-\(number)") }
        }
      }
    }
    #expect(HistoryFile(path: path).load().count == 200)
  }

  @Test func theFileIsPrivate() {
    var history = open()
    history.remember("a")
    var status = stat()
    #expect(stat(folder.path + "/state/tthc/history", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func damagedLinesArePassedOver() {
    folder.write("\"a\"\n\"b\nnonsense\n\n\"c\"\n", to: "history")
    #expect(HistoryFile(path: folder.path + "/history").load() == ["a", "c"])
  }

  @Test func aLineCutOffDoesNotSpoilTheNext() {
    folder.write("\"a\"\n\"cut o", to: "history")
    let file = HistoryFile(path: folder.path + "/history")
    file.append("b")
    #expect(file.load() == ["a", "b"])
  }

  @Test func aLongFileIsCompacted() {
    let lines = (0..<History.mostEntries + 10).map { "\"s\($0)\"\n" }.joined()
    folder.write(lines + "damaged\n\"s7\"\n", to: "history")
    let history = History(file: HistoryFile(path: folder.path + "/history"))
    #expect(history.entries.count == History.mostEntries)
    #expect(history.entries.last == "s7")
    let kept = folder.read("history").split(separator: "\n")
    #expect(kept.count == History.mostEntries)
    #expect(kept.last == "\"s7\"")
  }

  @Test func aFileOfOneStatementAMillionTimesIsReadFromItsEnd() {
    folder.write("\"old\"\n" + String(repeating: "\"same\"\n", count: 1_000_000), to: "history")
    #expect(HistoryFile(path: folder.path + "/history").load() == ["same"])
    #expect(folder.read("history") == "\"same\"\n")
  }

  @Test(arguments: ["/dev/null", "/dev/full", "/proc/nowhere/history", "/"])
  func whatIsNoFileIsLeftAlone(path: String) {
    var history = History(file: HistoryFile(path: path))
    history.remember("a")
    #expect(history.entries == ["a"])
  }

  @Test func aPipeInItsPlaceDoesNotBlock() {
    let path = folder.path + "/pipe"
    mkfifo(path, 0o600)
    var history = History(file: HistoryFile(path: path))
    history.remember("a")
    #expect(history.entries == ["a"])
  }

  @Test func thePathFollowsTheEnvironment() {
    func path(_ environment: [String: String]) -> String? {
      HistoryFile { environment[$0] }?.path
    }
    #expect(path(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/tthc/history")
    #expect(path(["XDG_STATE_HOME": "relative", "HOME": "/h"]) == "/h/.local/state/tthc/history")
    #expect(path([:]) == nil)
  }
}

@Suite struct HistoryWalkTests {
  @Test func onlyWhatBeginsSoIsShown() {
    var walk = HistoryWalk()
    let entries = ["Quá hạn a", "b", "quá hạn c", "d"]
    #expect(walk.older(than: "qua", in: entries, beginning: "qua") == "quá hạn c")
    #expect(walk.beginning(for: "quá hạn c") == "qua")
    #expect(walk.older(than: "quá hạn c", in: entries, beginning: "qua") == "Quá hạn a")
    #expect(walk.older(than: "Quá hạn a", in: entries, beginning: "qua") == nil)
    #expect(walk.newer(in: entries, beginning: "qua") == "quá hạn c")
    #expect(walk.newer(in: entries, beginning: "qua") == "qua")
    #expect(walk.newer(in: entries, beginning: "qua") == nil)
    #expect(walk.beginning(for: "other") == nil)
  }

  @Test func aWholeTextIsNotFoundAsItself() {
    var walk = HistoryWalk()
    #expect(walk.older(than: "ab", in: ["abc", "ab"], beginning: "ab") == "abc")
    #expect(walk.older(than: "abc", in: [], beginning: "ab") == nil)
  }

  @Test func theDraftComesBack() {
    var walk = HistoryWalk()
    let entries = ["a", "b"]
    #expect(walk.older(than: "draft", in: entries) == "b")
    #expect(walk.older(than: "b", in: entries) == "a")
    #expect(walk.older(than: "a", in: entries) == nil)
    #expect(walk.newer(in: entries) == "b")
    #expect(walk.newer(in: entries) == "draft")
    #expect(walk.newer(in: entries) == nil)
  }
}

@Suite struct HistorySearchTests {
  private func search(_ pattern: String) -> HistorySearch {
    var search = HistorySearch(entries: ["by \"Bắc Giang\"", "load x", "by \"Bắc Ninh\""])
    search.append(pattern)
    return search
  }

  @Test func accentsAndCapitalsDoNotMatter() {
    #expect(search("bac gi").match == "by \"Bắc Giang\"")
    #expect(search("BẮC").match == "by \"Bắc Ninh\"")
  }

  @Test func againMeansOlder() {
    var search = search("bac")
    search.goOlder()
    #expect(search.match == "by \"Bắc Giang\"")
    search.goOlder()
    #expect(search.match == "by \"Bắc Giang\"")
    search.goNewer()
    #expect(search.match == "by \"Bắc Ninh\"")
  }

  @Test func aShorterPatternStartsAgain() {
    var search = search("x")
    search.removeLast()
    #expect(search.match == nil)
    search.append("load\nrest")
    #expect(search.pattern == "load")
    #expect(search.match == "load x")
  }
}
