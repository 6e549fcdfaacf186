package import Foundation

/// The built program, run as a user runs it.
///
/// By `posix_spawn`: Foundation's `Process` waits for whatever its child leaves running, a terminal's server too.
package enum Program {
  package struct Result {
    package let output: String
    package let errors: String
    package let status: Int32
  }

  package struct CannotStart: Error {
    package let program: String
    package let reason: String
  }

  package static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of what this test run built: beside the test bundle.
  package static let productFolder: URL = {
    let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let candidates =
      [executable] + CommandLine.arguments.map { URL(filePath: $0).deletingLastPathComponent() }
    let found = candidates.first {
      FileManager.default.isExecutableFile(atPath: $0.appending(path: "tthc-shell").path)
    }
    return found ?? packageFolder.appending(path: ".build/debug")
  }()

  /// Nothing of the tester's own surroundings but the path.
  package static func environment(_ extra: [String: String] = [:]) -> [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let own = [
      "PATH": productFolder.path + ":" + path, "LANG": "C.UTF-8", "NO_COLOR": "1", "HOME": "/nonexistent",
      "TTHC_DATASETS": packageFolder.appending(path: "datasets").path,
    ]
    return own.merging(extra) { $1 }
  }

  /// Runs a command of bash, in which `tthc-shell` is the built program.
  package static func shell(
    _ command: String, in folder: URL = packageFolder, environment extra: [String: String] = [:]
  ) throws -> Result {
    try run("/bin/bash", ["-c", command], in: folder, environment: environment(extra))
  }

  /// Runs a program to its end, with nothing on its standard input.
  package static func run(
    _ path: String, _ arguments: [String], in folder: URL, environment: [String: String]
  ) throws -> Result {
    let scratch = try TemporaryFolder()
    defer { scratch.remove() }
    let output = scratch.url.appending(path: "output")
    let errors = scratch.url.appending(path: "errors")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, O_WRONLY | O_CREAT, 0o600)
    let changingFolder = ["-c", "cd \"$1\" && shift && exec \"$@\"", "bash", folder.path, path]
    let status = try spawn(
      "/bin/bash", ["bash"] + changingFolder + arguments, &actions, environment.map { "\($0)=\($1)" })
    return Result(
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self), status: status)
  }

  /// - Returns: the exit code, as bash tells it: 128 and the signal where one ended the program.
  private static func spawn(
    _ path: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t, _ variables: [String]
  ) throws -> Int32 {
    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var variablePointers = variables.map { strdup($0) } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A test run in the background ignores interrupts; what it runs should not.
    var interrupts = sigset_t()
    sigemptyset(&interrupts)
    sigaddset(&interrupts, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &interrupts)
    // A worker thread of the tests blocks signals; a terminal's server would then never end.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    let failure = posix_spawnp(&process, path, &actions, &attributes, &argumentPointers, &variablePointers)
    guard failure == 0 else { throw CannotStart(program: path, reason: String(cString: strerror(failure))) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// A folder for one test.
package struct TemporaryFolder {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "tthc-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Writes a file, with the folders on the way to it.
  package func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Writes a file that can be executed: another process makes it, because what this one has just written may still
  /// be open in one that another test is starting.
  /// - Parameter script: for bash; with a first line of its own, for what that names.
  /// - Returns: its path.
  package func program(_ script: String, named name: String) throws -> String {
    try write(script.hasPrefix("#!") ? script : "#!/bin/bash\n\(script)\n", to: name + ".text")
    _ = try Program.shell("cp '\(name).text' '\(name)'; chmod 700 '\(name)'", in: url)
    return url.path + "/" + name
  }

  package func remove() { try? FileManager.default.removeItem(at: url) }
}
