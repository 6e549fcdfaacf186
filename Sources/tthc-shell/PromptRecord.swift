@preconcurrency internal import Glibc
internal import QueryLang

/// What was asked at the prompt, for `show history`, and whether it outlives the program.
/// A class because the session asks through a closure while the prompt goes on noting.
final class PromptRecord {
  /// `nil` where the prompt keeps no file.
  private let file: HistoryFile?
  private var noted: [String] = []
  private var trouble: Localized?
  private var hasTold = false

  /// - Parameter keepsFile: whether this kind of prompt has a history at all.
  init(keepsFile: Bool) {
    file = keepsFile ? HistoryFile(environment: { Environment[$0] }) : nil
    guard keepsFile, file == nil else { return }
    trouble = PromptRecord.notKept(Localized(vi: "không có thư mục nhà", en: "no home folder"))
  }

  /// All statements, of other shells too, newest first.
  var statements: [String] {
    var newest = History.Newest()
    for statement in ((file?.load() ?? []) + noted).reversed() { newest.addOlder(statement) }
    return newest.oldestFirst.reversed()
  }

  /// Notes a statement that `remember` writes down, and whether it did.
  func note(_ statement: String, remember: () -> Void) {
    guard History.isKept(statement), statement != noted.last else { return remember() }
    let before = size
    errno = 0
    remember()
    let reason = errno
    noted.append(statement)
    if let file, size == before, !file.load().contains(statement) {
      let text = String(cString: strerror(reason))
      trouble = PromptRecord.notKept(Localized(both: text))
    }
  }

  /// What must be told, once in a session.
  func takeTrouble() -> Localized? {
    guard let trouble, !hasTold else { return nil }
    hasTold = true
    return trouble
  }

  /// In bytes; 0 without a file.
  private var size: Int {
    var status = stat()
    guard let file, stat(file.path, &status) == 0 else { return 0 }
    return Int(status.st_size)
  }

  private static func notKept(_ reason: Localized) -> Localized {
    Localized(
      vi: "không giữ được lịch sử: \(reason.vietnamese)", en: "history is not kept: \(reason.english)")
  }
}
