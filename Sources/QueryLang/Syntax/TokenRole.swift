/// What a token is in the statement that was read from it; says how the statement may be laid out.
package enum TokenRole: Sendable {
  /// A sign, a number, a text in quotes, `$name`.
  case plain
  /// A word of the language, in any case of letters.
  case keyword
  /// The first word of a clause of the statement.
  case clause
  /// The name of a function, with its bracket behind it.
  case function
  /// Begins a name, a literal of time or a raw text.
  case name
  /// Goes on with it: white space before it is part of what was written.
  case nameRest
}

extension Parser {
  /// Notes that `count` tokens from the current one have a role.
  mutating func note(_ role: TokenRole, count: Int = 1) {
    let end = min(position + count, tokens.count)
    for index in position..<max(position, end) { roles[index] = role }
  }

  /// Notes a name, or what is laid out like one, that begins at the current token.
  mutating func noteName(count: Int) {
    note(.nameRest, count: count)
    note(.name)
  }
}
