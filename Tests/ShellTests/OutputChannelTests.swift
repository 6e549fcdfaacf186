import Foundation
import QueryLang
import Testing

@testable import tthc_shell

/// Results written into what is there already.
struct OutputChannelTests {
  private let header = "province,district,overdue\n"
  private let query = "overdue by district where quarter = Q2/2021 top 1"

  private func shell(_ command: String) throws -> (output: String, errors: String, status: Int32) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let result = try Program.shell(command, in: folder.url)
    return (result.output, result.errors, result.status)
  }

  /// Followed to its end, the path is that of the file.
  @Test(arguments: ["/dev/stdout", "/dev//fd/./1", "/proc/thread-self/fd/1", "link"])
  func standardOutputIsWrittenIntoAlsoWhereItIsAFile(path: String) throws {
    let (output, errors, _) = try shell(
      """
      ln -s /dev/stdout link
      tthc-shell -c '\(query)' --output \(path) --format csv >a.csv 2>/dev/null; echo $?; head -1 a.csv
      tthc-shell --lang en -c '\(query) | csv | into "\(path)"' >b.csv 2>/dev/null; echo $?
      test -L link; echo $?; head -1 b.csv; ls -l /dev/stdout | cut -c1; ls
      """)
    #expect(output == "0\n\(header)0\n0\n\(header)l\na.csv\nb.csv\nlink\n", "\(errors)")
  }

  @Test func whatIsOnlyReadFromIsRefusedAtOnce() throws {
    let (output, errors, _) = try shell(
      """
      exec 3< <(exec sleep 600); writer=$!
      timeout 300 tthc-shell --lang en -c '\(query) | csv | into "/dev/stdin"' <&3; echo $?; kill $writer
      """)
    #expect(output == "1\n", "\(errors)")
    #expect(errors.contains("cannot write /dev/stdin: Bad file descriptor"), "\(errors)")
  }

  @Test func aReaderThatLeavesIsAnErrorOfTheStatement() throws {
    let (output, errors, _) = try shell(
      """
      (echo case_id,province,received_on,procedure; seq 4000 | sed 's/.*/H&,Bắc Giang,2021-01-05,procedure &/') >c.csv
      mkfifo p.csv; head -c 5 p.csv >/dev/null &
      tthc-shell --lang en --keep-going -c 'load "c.csv" as c' \
      -c 'list case_id, procedure, received_on from c | into "p.csv"' -c 'show datasets | csv | into "d.csv"'
      echo $?; head -c 4 d.csv
      """)
    #expect(output == "1\nname", "\(errors)")
    #expect(errors.contains("error[cannot-write]"), "\(errors)")
    #expect(errors.contains("cannot write p.csv: Broken pipe"), "\(errors)")
  }

  @Test(.enabled(if: Terminal.isAvailable, "tmux is not installed: scripts/test installs it"))
  func whoWaitsForAReaderMayStop() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let pipe = folder.url.path + "/p.csv"
    #expect(mkfifo(pipe, 0o600) == 0)
    try Terminal.use { terminal in
      try terminal.enter("show values of district | into \"\(pipe)\"")
      usleep(300_000)
      try terminal.press("C-c")
      try terminal.wait(for: "error[interrupted]: stopped as asked")
    }
  }

  @Test func socketsAndDisksAreRefused() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.url.path + "/s.csv"
    let (_, errors, status) = try shell(
      """
      python3 -c 'import socket,sys; socket.socket(socket.AF_UNIX).bind("s.csv")' || exit 9
      tthc-shell --lang en -c '\(query) | into! "s.csv"'; result=$?; test -S s.csv && exit $result
      """)
    if status != 9 {
      #expect(status == 1)
      #expect(errors.contains("cannot write s.csv: No such device or address"), "\(errors)")
    }
    if case .file = OutputChannel.kind(of: path) {} else { Issue.record("nothing is no channel") }
    if case .file = OutputChannel.kind(of: folder.url.path) {} else { Issue.record("a folder is no channel") }
    if case .channel = OutputChannel.kind(of: "/dev/null") {} else { Issue.record("/dev/null is a channel") }
  }
}
