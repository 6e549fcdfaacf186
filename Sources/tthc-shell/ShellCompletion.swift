internal import ArgumentParser

/// The scripts by which a shell completes the command line, with `fmt` among its words.
///
/// Two commands of their own, joined here: of a command with files as well as commands after it the argument parser's
/// scripts offer the files only.
enum ShellCompletion {
  static let option = "--generate-completion-script"

  /// The script that the arguments ask for by a shell's name; `nil` where they ask for something else, which is the
  /// argument parser's to answer.
  static func script(wantedBy arguments: [String]) -> String? {
    let words = arguments.first?.split(separator: "=", maxSplits: 1).map(String.init) ?? []
    guard words.first == option else { return nil }
    let name = words.count == 2 ? words[1] : arguments.dropFirst().first
    return name.flatMap { CompletionShell(rawValue: $0) }.map { script(for: $0) }
  }

  private static func script(for shell: CompletionShell) -> String {
    let main = TTHCShell.completionScript(for: shell)
    if shell == .fish { return main + "\n" + fishLines }
    let formatter = Formatter.completionScript(for: shell)
    let start = "_tthc-shell() {\n"
    let joined = main.replacing(
      start, with: start + (shell == .zsh ? zshLines : bashLines), maxReplacements: 1)
    // The formatter's comes first, since zsh runs the end of the main one at once; but zsh wants its mark first.
    let mark = joined.hasPrefix("#compdef") ? joined.prefix { !$0.isNewline } + "\n" : ""
    return mark + formatter + "\n" + joined
  }

  private static let bashLines = """
        if (( COMP_CWORD > 1 )) && [[ "${COMP_WORDS[1]}" == fmt ]]; then
            COMP_WORDS=(tthc-shell-fmt "${COMP_WORDS[@]:2}")
            COMP_CWORD=$((COMP_CWORD - 1))
            _tthc-shell-fmt tthc-shell-fmt "${2}" "${3}"
            return
        fi
        (( COMP_CWORD == 1 )) && COMPREPLY+=($(compgen -W fmt -- "${2}"))

    """

  private static let zshLines = """
        if (( CURRENT > 2 )) && [[ "${words[2]}" == fmt ]]; then
            words=(tthc-shell-fmt "${(@)words[3,-1]}")
            (( CURRENT -= 1 ))
            _tthc-shell-fmt "${@}"
            return
        fi
        (( CURRENT == 2 )) && compadd fmt

    """

  private static let fishLines = """
    complete -c tthc-shell -n 'test (count (commandline -opc)) -eq 1' -fa fmt
    complete -c tthc-shell -n 'test (count (commandline -opc)) -gt 1; and test (commandline -opc)[2] = fmt' -l check

    """

  /// ``FormatCommand`` under a name that is one word.
  private struct Formatter: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tthc-shell-fmt")

    @OptionGroup var format: FormatCommand
  }
}
