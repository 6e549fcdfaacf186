/// What `$name` stands for: one value, never text that is read again.
package struct Parameter: Sendable {
  /// As declared, without the sign.
  package let name: String
  /// What the declaration says it is; `nil` where the place of use decides.
  package let type: Localized?
  package let value: ValueSyntax
  /// The command line gave the value.
  package let isGiven: Bool
  /// How many files deep it was declared; 0 at the prompt and for `-c`.
  let depth: Int
}

/// The parameters of a session, and the values that the command line has for some of them.
///
/// Names are compared folded, like all names of the language.
package struct Parameters: Sendable {
  private var declared: [String: Parameter] = [:]
  private var given: [String: String] = [:]

  package init() {}

  /// In the order of their names.
  package var all: [Parameter] { declared.values.sorted { $0.name < $1.name } }

  package subscript(name: String) -> Parameter? { declared[folded(name)] }

  /// Names that the command line has a value for.
  package var givenNames: [String] { given.keys.sorted() }

  /// Keeps the value of `--param name=text` for the declaration of the name; the last one counts.
  package mutating func give(_ name: String, _ text: String) { given[folded(name)] = text }

  /// Declares what the command line has values for, as at a prompt, where no script does.
  package mutating func declareGiven() {
    for (name, text) in given {
      declared[name] = Parameter(
        name: name, type: nil, value: ParameterReading.value(ofText: text), isGiven: true, depth: 0)
    }
  }

  /// Whether `text` can be a parameter's name: one word, so that `$name` can be written.
  package static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy(\.isWordPart)
  }

  /// `param name : type = default`. The value is, in this order: that of the command line, that of a file (or
  /// prompt) which runs this one, the default, the one it has already.
  /// - Parameter depth: how many files deep the declaration stands.
  /// - Throws: a name that is no word, an unknown type, no value at all, a value of another type.
  package mutating func declare(
    _ name: NameSyntax, type typeName: NameSyntax?, defaultValue: ValueSyntax?, depth: Int,
    in catalog: Catalog
  ) throws(QueryError) {
    guard Parameters.isName(name.text) else { throw QueryError(.parameterName(name.text), at: name.span) }
    let type: ParameterType? = if let typeName { try ParameterType.named(typeName, in: catalog) } else { nil }
    let key = folded(name.text)
    let earlier = declared[key]
    let outer = earlier.flatMap { $0.depth < depth ? $0 : nil }
    let value: ValueSyntax
    if let text = given[key] {
      value = ParameterReading.value(ofText: text)
    } else if let found = outer?.value ?? defaultValue ?? earlier?.value {
      value = found
    } else {
      throw QueryError(.parameterWithoutValue(name.text), at: name.span)
    }
    let isGiven = given[key] != nil
    guard let type else {
      declared[key] = Parameter(
        name: name.text, type: nil, value: value, isGiven: isGiven, depth: outer?.depth ?? depth)
      return
    }
    guard let read = type.read(value, in: catalog) else {
      let text = ParameterReading.text(of: value)
      throw QueryError(
        .parameterMismatch(name: name.text, text: text, wanted: type.names(in: catalog), isGiven: isGiven),
        at: isGiven || defaultValue == nil ? name.span : defaultValue?.span,
        suggestions: type.suggestions(for: text, in: catalog))
    }
    declared[key] = Parameter(
      name: name.text, type: type.names(in: catalog), value: read, isGiven: isGiven,
      depth: outer?.depth ?? depth)
  }

  /// Declared names near `name`, or all where they are few.
  func suggestions(for name: String) -> [Suggestion] {
    let names = all.map(\.name)
    let near = NearNames.of(name, among: names)
    if !near.isEmpty { return [.didYouMean(near.map { "$" + $0 })] }
    return names.isEmpty || names.count > 8 ? [] : [.choices(names.map { "$" + $0 })]
  }
}
