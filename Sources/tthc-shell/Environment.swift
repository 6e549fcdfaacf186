@preconcurrency internal import Glibc
internal import QueryLang

/// The one place that reads the process's environment.
enum Environment {
  static subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  static var all: [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let variable = next.pointee {
      let parts = String(cString: variable).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      next += 1
    }
    return variables
  }

  /// English where the locale says so, else Vietnamese.
  static var language: Language {
    let locale = self["LC_ALL"] ?? self["LC_MESSAGES"] ?? self["LANG"] ?? ""
    return locale.hasPrefix("en") ? .english : .vietnamese
  }

  static var terminalWidth: Int? { width(of: STDOUT_FILENO) }

  /// Where messages go.
  static var errorWidth: Int? { width(of: STDERR_FILENO) }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether a line on the error stream can be written over.
  static var isErrorTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && !["", "dumb"].contains(self["TERM"] ?? "")
  }

  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// `$PAGER`, also when it is empty.
  static var pager: String? { getenv("PAGER").map { String(cString: $0) } }

  /// Whether a pager would have a terminal to show pages on and to read keys from.
  static var canTurnPages: Bool {
    isInputTerminal && isOutputTerminal && !["", "dumb"].contains(self["TERM"] ?? "")
  }

  /// What is run before the first prompt: `$XDG_CONFIG_HOME/tthc/init.tthc`, else in `~/.config`; `nil` without a
  /// home.
  static var initFile: String? {
    let configuration = self["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = self["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (configuration ?? home.map { $0 + "/.config" }).map { $0 + "/tthc/init.tthc" }
  }

  /// Where the program keeps what it can make again: `$XDG_CACHE_HOME/tthc`, else `~/.cache/tthc`; `nil` without a
  /// home.
  static var cacheFolder: String? {
    let cache = self["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = self["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (cache ?? home.map { $0 + "/.cache" }).map { $0 + "/tthc" }
  }

  /// The folder of data that ships with the program: named by `TTHC_DATASETS`, beside the program as
  /// installed, above it in a build folder, or in the working directory.
  static var shippedDatasets: String? {
    var candidates: [String] = []
    if let named = self["TTHC_DATASETS"] { return named }
    if let program = programFolder {
      candidates += [program + "/../share/tthc-shell/datasets", program + "/datasets"]
      var folder = program
      while let slash = folder.lastIndex(of: "/"), !folder.isEmpty {
        folder = String(folder[..<slash])
        candidates.append(folder + "/datasets")
      }
    }
    candidates.append("datasets")
    return candidates.first { access($0 + "/datapackage.json", R_OK) == 0 }
  }

  private static var programFolder: String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    guard length > 0 else { return nil }
    let path = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}
