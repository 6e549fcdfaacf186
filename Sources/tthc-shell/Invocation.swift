internal import QueryLang

/// What a command line asks for, however it was read.
struct Invocation: Equatable {
  var files: [String] = []
  var statements: [String] = []
  /// Values of `--param` as written, `name=value`.
  var parameters: [String] = []
  var datasets: [String] = []
  var format: OutputFormat = .table
  var output: String?
  var language: Language?
  var color: ColorChoice = .auto
  var keepsGoing = false
  var isStrict = false
  var isSafe = false
  var skipsInitFile = false

  var runner: Runner {
    Runner(
      files: files, statements: statements, parameters: parameters.compactMap(Invocation.parts(ofParameter:)),
      datasets: datasets, settings: initialSettings, keepsGoing: keepsGoing, outputPath: output,
      initFile: skipsInitFile ? nil : Environment.initFile)
  }

  /// `name=value`; the value is what follows the first `=`, as it is.
  static func parts(ofParameter text: String) -> (name: String, text: String)? {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let name = String(text[..<sign])
    return Parameters.isName(name) ? (name, String(text[text.index(after: sign)...])) : nil
  }

  private var initialSettings: Settings {
    var settings = Settings()
    settings.format = format
    settings.language = language ?? Environment.language
    settings.isStrict = isStrict
    settings.color = color
    settings.isSafe = isSafe
    return settings
  }
}

// MARK: The usual spelling

extension Invocation {
  /// Reads arguments that are spelled as the manual spells them: `-c` and the options by their whole names, a value as
  /// the next argument, each option once where it has one value.
  ///
  /// The argument parser reflects on the command to read it, which takes a quarter of the time to the first answer.
  /// So nothing is decided here: all else, mistakes and calls for help among it, is the argument parser's, and a test
  /// holds both readings against each other.
  /// - Returns: `nil` where the argument parser is to read them.
  init?(usual arguments: [String]) {
    var rest = arguments[...]
    var once: [String] = []
    while let argument = rest.popFirst() {
      guard argument.utf8.first == UInt8(ascii: "-") else {
        files.append(argument)
        continue
      }
      guard takeFlag(argument) || take(argument, valueOf: &rest) else { return nil }
      if Invocation.repeatable.contains(argument) { continue }
      if once.contains(argument) { return nil }
      once.append(argument)
    }
    let areParametersNamed = parameters.allSatisfy { Invocation.parts(ofParameter: $0) != nil }
    guard areParametersNamed, !isSafe || output == nil else { return nil }
  }

  private static let repeatable = ["-c", "--command", "--param", "--datasets"]

  private mutating func takeFlag(_ argument: String) -> Bool {
    switch argument {
    case "--keep-going": keepsGoing = true
    case "--strict": isStrict = true
    case "--safe": isSafe = true
    case "--no-init": skipsInitFile = true
    default: return false
    }
    return true
  }

  private mutating func take(_ option: String, valueOf rest: inout ArraySlice<String>) -> Bool {
    // Whether a value may begin with a dash is the argument parser's to say.
    guard let value = rest.popFirst(), value.utf8.first != UInt8(ascii: "-") else { return false }
    switch option {
    case "-c", "--command": statements.append(value)
    case "--param": parameters.append(value)
    case "--datasets": datasets.append(value)
    case "--output": output = value
    case "--format":
      guard let named = OutputFormat(rawValue: value) else { return false }
      format = named
    case "--lang":
      guard let named = Language(rawValue: value) else { return false }
      language = named
    case "--color":
      guard let named = ColorChoice(rawValue: value) else { return false }
      color = named
    default: return false
    }
    return true
  }
}
