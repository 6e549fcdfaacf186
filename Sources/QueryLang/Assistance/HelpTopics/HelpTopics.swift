// What `help` says about each word of the language. Every example runs over the figures that ship with the
// program; one of a word that is not answered yet is at least read.
extension HelpTopic {
  static let all: [HelpTopic] =
    clauses + clauseWords + statements + functions + stages + settings + kinds + signs
}
