import Foundation
import Testing

/// `tthc-shell fmt` as a user runs it.
struct FormatCommandTests {
  private let untidy = "#!/usr/bin/env tthc-shell\r\noverdue   BY huyện\r\n\twhere quarter=Q2/2021\r\n"
  private let tidy = "#!/usr/bin/env tthc-shell\noverdue by huyện where quarter = Q2/2021\n"

  @Test func standardInputGoesToStandardOutput() throws {
    let result = try Program.run(["fmt"], input: untidy)
    #expect(result.output == tidy)
    #expect(result.status == 0)
  }

  /// There is nothing to put back, and the pipe's own writer may wait for nobody.
  @Test func whatComesFromAPipeGoesToStandardOutput() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(untidy, to: "a.tthc")
    let command =
      "mkfifo p; cat a.tthc >p & tthc-shell fmt p; test -p p; echo $?; cat a.tthc | tthc-shell fmt /dev/stdin; tthc-shell fmt /dev/stdin <a.tthc"
    let result = try Program.shell(command, in: folder.url)
    #expect(result.output == tidy + "0\n" + tidy + tidy, "\(result.errors)")
  }

  @Test func filesAreWrittenInPlaceAndStayExecutable() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(untidy, to: "a.tthc")
    let command =
      "chmod 751 a.tthc; ln -s a.tthc l.tthc; tthc-shell fmt l.tthc; stat -c %a a.tthc; test -L l.tthc; echo $?; ls; cat a.tthc"
    let result = try Program.shell(command, in: folder.url)
    #expect(result.output == "751\n0\na.tthc\nl.tthc\n" + tidy, "\(result.errors)")
  }

  @Test func checkWritesNothingAndTellsWhich() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(untidy, to: "a.tthc")
    try folder.write(tidy, to: "b.tthc")
    let result = try Program.run(["fmt", "--check", "a.tthc", "b.tthc"], in: folder.url)
    #expect(result.output == "a.tthc\n")
    #expect(result.status == 1)
    #expect(try Data(contentsOf: folder.url.appending(path: "a.tthc")) == Data(untidy.utf8))
    #expect(try Program.run(["fmt", "--check", "b.tthc"], in: folder.url).status == 0)
  }

  @Test func aFileWithErrorsIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("help   by\r\n\r\nx where = 1\r\n", to: "a.tthc")
    try folder.write(untidy, to: "b.tthc")
    let result = try Program.run(["fmt", "--lang", "en", "a.tthc", "b.tthc"], in: folder.url)
    #expect(result.errors.hasPrefix("error[expected] a.tthc:3:9: "), "\(result.errors)")
    #expect(result.status == 1)
    #expect(
      try Data(contentsOf: folder.url.appending(path: "a.tthc"))
        == Data("help   by\r\n\r\nx where = 1\r\n".utf8))
    #expect(try String(contentsOf: folder.url.appending(path: "b.tthc"), encoding: .utf8) == tidy)
  }

  @Test func aFileThatIsNotThereIsUnreadable() throws {
    #expect(try Program.run(["fmt", "/nonexistent.tthc"]).status == 4)
    #expect(try Program.run(["fmt", "--nothing"]).status == 2)
  }

  @Test func aScriptOfThatNameRunsByItsPath() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("show settings where name = lang | csv\n", to: "fmt")
    #expect(try Program.run(["./fmt"], in: folder.url).output.contains("lang,"))
  }
}
