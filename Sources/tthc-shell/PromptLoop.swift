internal import QueryLang
enum PromptLoop { static func run(_ runner: inout StatementRunner) -> ShellExit { .ok } }
