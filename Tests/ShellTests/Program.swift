import Foundation

/// The built program, run as a user runs it.
enum Program {
  struct Result {
    let output: String
    let errors: String
    let status: Int32
  }

  static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of what this test run built: beside the test bundle.
  static let productFolder: URL = {
    let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let candidates =
      [executable] + CommandLine.arguments.map { URL(filePath: $0).deletingLastPathComponent() }
    let found = candidates.first {
      FileManager.default.isExecutableFile(atPath: $0.appending(path: "tthc-shell").path)
    }
    return found ?? packageFolder.appending(path: ".build/debug")
  }()

  /// Nothing of the tester's own surroundings but the path.
  static func environment(_ extra: [String: String] = [:]) -> [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let own = [
      "PATH": productFolder.path + ":" + path, "LANG": "C.UTF-8", "NO_COLOR": "1", "HOME": "/nonexistent",
      "TTHC_DATASETS": packageFolder.appending(path: "datasets").path,
    ]
    return own.merging(extra) { $1 }
  }

  static func run(
    _ arguments: [String], input: String = "", in folder: URL = packageFolder,
    environment extra: [String: String] = [:]
  ) throws -> Result {
    let program = productFolder.appending(path: "tthc-shell")
    return try run(program, arguments, input: Data(input.utf8), in: folder, environment: environment(extra))
  }

  /// What a shell command prints, standard error among standard output.
  static func shell(_ command: String) throws -> String {
    let bash = URL(filePath: "/bin/bash")
    let result = try run(
      bash, ["-c", "exec 2>&1; " + command], input: Data(), in: packageFolder, environment: environment())
    return result.output
  }

  static func run(
    _ program: URL, _ arguments: [String], input: Data, in folder: URL, environment: [String: String]
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    let files = try (0..<3).map { _ in try temporaryFile() }
    try input.write(to: files[0])
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    return Result(
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self),
      status: process.terminationStatus)
  }

  private static func temporaryFile() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: url)
    return url
  }
}
