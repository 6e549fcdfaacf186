@preconcurrency import Glibc

@testable import tthc_shell

/// A folder of its own that goes with the value.
final class ScratchFolder {
  // A class, because the folder is removed exactly once.
  let path: String

  init() {
    var template = Array("/tmp/line-editing-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit { remove(path) }

  func write(_ text: String, to name: String) {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    LockedFile.writeAll(text, to: descriptor)
    close(descriptor)
  }

  func read(_ name: String) -> String {
    guard let file = LockedFile(opening: "\(path)/\(name)", creating: false) else { return "" }
    return String(decoding: file.contents(atMost: 1 << 20), as: UTF8.self)
  }

  private func remove(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      if unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }
}

/// One column a letter, and `?` for what would steer a terminal.
let plainDisplay = LineDisplay(
  width: { $0.count },
  escaped: { text in
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.map { isSteering($0) ? "?" : $0 })
    return String(result)
  },
  isStyled: false)

func candidates(_ texts: [String], meaning: String = "") -> [CompletionCandidate] {
  texts.map { CompletionCandidate(text: $0, meaning: meaning) }
}
