// What is said about datasets in a cluster.
extension DiagnosticWording {
  func remoteSentence(_ address: String, _ problem: RemoteProblem) -> String {
    address + ": " + (wayProblem(problem) ?? tableProblem(problem))
  }

  private var nothing: String { say("; không có số nào được tính", "; nothing was counted") }

  private func wayProblem(_ problem: RemoteProblem) -> String? {
    switch problem {
    case .address(let reason):
      reason[language]
        + say("; hãy viết \"http://máy:8123/cơ-sở-dữ-liệu\"", "; write \"http://host:8123/database\"")
    case .unreachable(let reason):
      say("không kết nối được (\(reason))", "cannot be reached (\(reason))") + nothing
    case .login:
      say(
        "máy chủ không nhận tên hoặc mật khẩu; hãy đặt TTHC_CLICKHOUSE_USER và TTHC_CLICKHOUSE_PASSWORD",
        "the server does not accept the user or password; set TTHC_CLICKHOUSE_USER and TTHC_CLICKHOUSE_PASSWORD"
      )
    case .notClickHouse(let start):
      say(
        "nơi trả lời không phải là ClickHouse", "what answers is no ClickHouse")
        + (start.isEmpty ? "" : " (\(quoted(start)))")
    case .credentials(let file, let reason): "\(file): \(reason[language])"
    case .deadline(let seconds, let shards):
      say(
        "không trả lời trong \(seconds) giây, câu hỏi đã bị huỷ\(of(shards))",
        "no answer within \(seconds) seconds, and the query was cancelled\(of(shards))") + nothing
    case .brokenAnswer:
      say("câu trả lời không trọn vẹn", "the answer is not whole") + nothing
    case .answerTooLarge(let limit):
      say(
        "câu trả lời dài hơn \(megabytes(limit)); hãy hỏi ít nhóm hơn",
        "the answer is longer than \(megabytes(limit)); ask for fewer groups")
    case .shard(let shard, let reason):
      say("mảnh \(shard) không trả lời (\(reason))", "shard \(shard) does not answer (\(reason))") + nothing
    case .refused(let code, let reason):
      say("máy chủ báo lỗi \(code): \(reason)", "the server says error \(code): \(reason)") + nothing
    case .setting(let name, let value, let wanted):
      say(
        "thiết lập \(name) là \(quoted(value)) nên kết quả có thể thiếu mà không báo; hãy đặt \(name) = \(wanted)",
        "its setting \(name) is \(quoted(value)), by which answers may be partial unsaid; set \(name) = \(wanted)"
      )
    case .changed:
      say(
        "dữ liệu đã thay đổi từ khi gắn; hãy ‘detach’ rồi ‘attach’ lại",
        "the data has changed since it was attached; ‘detach’ and ‘attach’ again")
    default: nil
    }
  }

  private func of(_ shards: [String]) -> String {
    shards.isEmpty
      ? "" : say(" (một trong các mảnh \(list(shards)))", " (one of the shards \(list(shards)))")
  }

  private func tableProblem(_ problem: RemoteProblem) -> String {
    switch problem {
    case .noTable(let name, let near):
      say("không có bảng \(quoted(name))", "there is no table \(quoted(name))")
        + (near.isEmpty ? "" : say("; có \(list(near))", "; there is \(list(near))"))
    case .noDayOfReceipt(let found, let accepted):
      say(
        "không có cột ngày tiếp nhận; bảng có \(list(found)), còn cột này có thể tên là \(list(accepted))",
        "there is no column for the day of receipt; the table has \(list(found)), and that column may be called"
          + " \(list(accepted))")
    case .noDayColumn(let name, let type):
      say(
        "cột \(quoted(name)) có kiểu \(type), cần kiểu Date hoặc DateTime",
        "column \(quoted(name)) is of type \(type), and Date or DateTime is wanted")
    case .sameColumnTwice(let name, let first):
      say(
        "cột \(quoted(name)) và cột \(quoted(first)) cùng một nghĩa; hãy gắn một VIEW chỉ có một trong hai",
        "the columns \(quoted(name)) and \(quoted(first)) mean the same; attach a VIEW that has one of them")
    case .withoutReceipt(let count):
      say("\(count) hồ sơ không có ngày tiếp nhận", "\(count) cases have no day of receipt")
    case .finishedBeforeReceipt(let count):
      say(
        "\(count) hồ sơ có ngày trả kết quả trước ngày tiếp nhận",
        "\(count) cases were finished before they were received")
    case .daysOutOfRange(let days):
      say(
        "ngày từ \(days.lowerBound.dayMonthYear) đến \(days.upperBound.dayMonthYear) nằm ngoài 1922–2100",
        "its days, \(days.lowerBound.dayMonthYear) to \(days.upperBound.dayMonthYear), are outside 1922–2100")
    case .tooManyNames(let column):
      say("cột \(quoted(column)) có quá nhiều tên", "column \(quoted(column)) has too many names")
    case .invalidText(let column):
      say(
        "cột \(quoted(column)) có chữ không phải UTF-8", "column \(quoted(column)) has text that is no UTF-8")
    case .columnsToPush(let names):
      say(
        "bảng không có cột cho \(list(names)); hãy thêm bằng ALTER TABLE … ADD COLUMN (tthc_push String, tthc_row UInt64,"
          + " tên String, ngày Nullable(Date)) ở mọi mảnh, cho cả bảng Distributed, rồi gắn lại",
        "the table has no column for \(list(names)); ALTER TABLE … ADD COLUMN them (tthc_push String, tthc_row UInt64,"
          + " names String, days Nullable(Date)) on every shard, to the Distributed table too, and attach it again"
      )
    case .nameToPush(let name):
      say(
        "tên \(quoted(name)) không đọc lại được thành chính nó",
        "the name \(quoted(name)) would not be read as itself again"
      )
    case .pushedCount(let expected, let found):
      say(
        "có \(found) hồ sơ thay vì \(expected); hãy xoá các dòng có tthc_push này rồi gửi lại",
        "there are \(found) cases instead of \(expected); delete the rows of this tthc_push and push again")
    case .pushRunning:
      say(
        "một lần gửi trước của chính các hồ sơ này vẫn đang chạy; hãy gửi lại sau",
        "an earlier push of the same cases is still running; push again later")
    case .onlyLocal(let keyword):
      say(
        "dữ liệu nằm trên máy chủ; ‘\(keyword.vietnamese)’ chỉ dùng cho dữ liệu đã nạp",
        "the data is on a server; ‘\(keyword.canonical)’ is for data that is loaded")
    case .notAttached(let name):
      say("\(quoted(name)) không phải là nơi đã gắn", "\(quoted(name)) was not attached")
    default: DiagnosticWording.code(of: .remote("", problem))
    }
  }
}
