import ArgumentParser
import Testing

@testable import tthc_shell

/// Arguments read without the argument parser, held against the argument parser.
struct InvocationTests {
  @Test func theUsualArgumentsAreReadWithoutTheParser() throws {
    let arguments = [
      "report.tthc", "--lang", "en", "-c", "help", "--format", "csv", "--param", "q=Q2/2021", "--strict",
      "--command",
      "show sources", "--datasets", "mine", "--no-init", "--color", "never", "--output", "out.csv",
      "--keep-going",
    ]
    let usual = try #require(Invocation(usual: arguments))
    #expect(try usual == parsed(arguments))
    #expect(usual.statements == ["help", "show sources"])
    #expect(usual.parameters == ["q=Q2/2021"])
    #expect(usual.files == ["report.tthc"])
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["-h"], ["-chelp"], ["--format=csv"], ["--format", "xml"], ["--lan", "en"],
    ["-c"],
    ["--", "-c"], ["-"], ["--strict", "--strict"], ["--lang", "en", "--lang", "vi"], ["--param", "nothing"],
    ["--safe", "--output", "out.csv"], ["--output", "--strict"], ["-c", "--help"],
    ["--generate-completion-script", "zsh"],
  ])
  func allElseIsLeftToTheParser(_ arguments: [String]) { #expect(Invocation(usual: arguments) == nil) }

  /// Whatever is read without the parser is what the parser reads; what the parser refuses is left to it.
  @Test func bothReadingsOfTheSameArgumentsAgree() throws {
    let words = [
      "-c", "--command", "--param", "--datasets", "--format", "--output", "--lang", "--color", "--keep-going",
      "--strict",
      "--safe", "--no-init", "a.tthc", "help", "q=1", "q=", "=q", "csv", "json", "en", "vi", "auto", "never",
      "", " ", "-",
      "--", "-x", "--lan", "tỉnh=An Giang", "quá hạn", "fmt", "c", "--format=csv", "-c=help", "--help",
    ]
    var generator = SeededGenerator(seed: 20)
    var readCount = 0
    for _ in 0..<20_000 {
      let arguments = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        words.randomElement(using: &generator) ?? ""
      }
      guard let usual = Invocation(usual: arguments) else { continue }
      readCount += 1
      #expect(try usual == parsed(arguments), "\(arguments)")
    }
    #expect(readCount > 500)
  }

  private func parsed(_ arguments: [String]) throws -> Invocation? {
    (try TTHCShell.parseAsRoot(arguments) as? TTHCShell)?.invocation
  }
}
