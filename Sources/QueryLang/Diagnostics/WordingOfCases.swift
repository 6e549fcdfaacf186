// What is said about files of cases.
extension DiagnosticWording {
  func caseProblemSentence(_ problem: DataProblem) -> String {
    switch problem {
    case .invalidUTF8InField(let offset):
      say(
        "ô không phải UTF-8 ở byte \(offset) của nó; hãy lưu tệp lại thành UTF-8",
        "the field is not UTF-8 at its byte \(offset); save the file as UTF-8")
    case .rowTooLong(let limit):
      say(
        "dòng dài hơn \(megabytes(limit)); có ngoặc kép nào mở mà không đóng không?",
        "the row is longer than \(megabytes(limit)); is a quote left open?")
    case .notADay(let text):
      say(
        "\(quoted(text)) không phải là một ngày; hãy viết 2021-06-30 hoặc 30/06/2021",
        "\(quoted(text)) is not a day; write 2021-06-30 or 30/06/2021")
    case .dayOutOfRange(let text, let range):
      say(
        "\(quoted(text)) nằm ngoài khoảng \(range.lowerBound.dayMonthYear)–\(range.upperBound.dayMonthYear)",
        "\(quoted(text)) is outside \(range.lowerBound.dayMonthYear)–\(range.upperBound.dayMonthYear)")
    case .notANumber(let text, 0):
      say(
        "\(quoted(text)) không phải là số nguyên; nếu cột này là tên hoặc mã, hãy khai là ‘text’",
        "\(quoted(text)) is not a whole number; if the column holds names or codes, declare it ‘text’")
    case .notANumber(let text, let decimals):
      say(
        "\(quoted(text)) không phải là số có nhiều nhất \(decimals) chữ số thập phân; hãy khai ‘number \(decimals + 1)’"
          + " hoặc ‘text’ cho cột này",
        "\(quoted(text)) is not a number of at most \(decimals) decimals; declare the column ‘number"
          + " \(decimals + 1)’ or ‘text’")
    case .finishedBeforeReceived(let finished, let received):
      say(
        "trả kết quả \(finished) trước khi tiếp nhận \(received)",
        "finished \(finished), before it was received \(received)")
    case .sameColumnTwice(let name, let first):
      say(
        "cột \(quoted(name)) và cột \(quoted(first)) cùng một nghĩa; hãy khai ‘skip’ cho một trong hai",
        "the columns \(quoted(name)) and \(quoted(first)) mean the same; declare one of them ‘skip’")
    case .missingCaseDay(let found, let accepted):
      say(
        "không có cột ngày tiếp nhận; tệp có \(list(found)), còn cột này có thể tên là \(list(accepted))",
        "there is no column for the day of receipt; the file has \(list(found)), and that column may be called"
          + " \(list(accepted))")
    case .unknownCaseField(let word):
      say(
        "\(quoted(word)) không phải là loại cột; hãy ghi mã một trường, một chiều, ‘text’, ‘number’, ‘number 2’ hoặc"
          + " ‘skip’",
        "\(quoted(word)) is no kind of column; write the id of a field or dimension, ‘text’, ‘number’, ‘number 2’"
          + " or ‘skip’")
    case .otherColumns(let names, let path):
      say(
        "các cột khác với \(path): \(list(names)); các tệp của một bộ hồ sơ phải có cùng các cột",
        "other columns than \(path): \(list(names)); the files of one dataset must have the same columns")
    case .tooManyNames(let limit):
      say(
        "cột có hơn \(limit) giá trị khác nhau; hãy khai ‘skip’ cho cột này",
        "the column has more than \(limit) different values; declare it ‘skip’")
    case .noSnapshot: say("đây không phải là tệp lưu hồ sơ", "this is no snapshot of cases")
    case .snapshotVersion(let version, let known):
      say(
        "tệp lưu có phiên bản \(version), chương trình này đọc phiên bản \(known); hãy nạp lại từ CSV rồi save lại",
        "the snapshot has version \(version) and this program reads version \(known); load the CSV and save it again"
      )
    case .snapshotTruncated:
      say(
        "tệp lưu bị cắt ngắn; hãy nạp lại từ CSV rồi save lại",
        "the snapshot is cut short; load the CSV and save it again")
    case .snapshotDamaged:
      say(
        "tệp lưu bị hỏng (tổng kiểm tra hoặc nội dung không khớp); hãy nạp lại từ CSV rồi save lại",
        "the snapshot is damaged (a checksum or what it says does not fit); load the CSV and save it again")
    case .columnWithoutName(let position):
      say(
        "cột thứ \(position) không có tên; hãy ghi tên ở dòng tiêu đề",
        "column \(position) has no name; write one in the header line")
    case .tooManyBadRows(let limit):
      say(
        "dòng hỏng và dòng trống nằm rải ở hơn \(limit) chỗ; hãy sửa cách xuất tệp rồi nạp lại",
        "bad rows and blank lines stand in more than \(limit) places; mend the export and load it again")
    case .unreadableRow:
      say(
        "có dòng không đọc được ở đây hoặc sau đó; hãy lưu tệp lại và nạp lần nữa",
        "a row here or further on cannot be read; save the file again and load it once more")
    default: DiagnosticWording.code(of: .data(DataPlace(file: ""), problem))
    }
  }

  func caseSentence(_ fact: DiagnosticFact) -> String {
    switch fact {
    case .tooManyNames(let column):
      say(
        "cột \(column.vietnamese) có quá nhiều tên khác nhau dưới cột cha của nó; hãy khai ‘skip’ cho một trong hai",
        "column \(column.english) has too many different names under those of its parent; declare one of them"
          + " ‘skip’")
    case .sumTooLarge:
      say(
        "một tổng vượt quá số lớn nhất có thể giữ; hãy thu hẹp ‘where’ hoặc chia nhỏ theo ‘by’",
        "a sum is larger than can be held; narrow ‘where’, or break it down with ‘by’")
    case .noCaseColumn(let dimension):
      say(
        "các hồ sơ này không có cột nào cho biết \(dimension.vietnamese)",
        "these cases have no column that tells the \(dimension.english)")
    case .notOverCases(let measure):
      say(
        "\(measure.vietnamese) không đếm được từ hồ sơ; số này chỉ có trong báo cáo (from figures)",
        "\(measure.english) cannot be counted from cases; only reports have it (from figures)")
    case .statisticNeedsCases(let function):
      say(
        "\(function.rawValue)() chỉ tính được từ hồ sơ; hãy nạp hồ sơ rồi ghi ‘from’ và tên bộ hồ sơ",
        "\(function.rawValue)() is computed of cases; load some and write ‘from’ and their name")
    case .numberFieldWanted: say("cần tên một số của hồ sơ", "the name of a number of the cases is wanted")
    case .unknownNumber(let name):
      say("hồ sơ không có số nào tên \(quoted(name))", "the cases have no number named \(quoted(name))")
    case .noCases(let name):
      say("\(quoted(name)) không phải là một bộ hồ sơ", "\(quoted(name)) is no dataset of cases")
    case .conditionNeedsCases(let name):
      say(
        "‘\(name.vietnamese)’ chỉ có ở hồ sơ; hãy ghi ‘from’ và tên bộ hồ sơ",
        "only cases have ‘\(name.english)’; write ‘from’ and their name")
    case .caseValueInFilter(let name):
      say(
        "điều kiện về ‘\(name.vietnamese)’ không đứng trong {…}; hãy ghi ở ‘where’",
        "a condition on ‘\(name.english)’ cannot stand in {…}; write it in ‘where’")
    case .noConditionOnIdentifier(let name):
      say(
        "‘\(name.vietnamese)’ không làm điều kiện được; hãy ‘list’ rồi tìm trong kết quả",
        "there is no condition on ‘\(name.english)’; list the cases and search the answer")
    case .textOfCaseValue(let name):
      say(
        "‘~’ tìm chữ, còn ‘\(name.vietnamese)’ không phải là chữ; hãy dùng =, <, > hoặc in a..b",
        "‘~’ looks for text, and ‘\(name.english)’ is none; use =, <, > or in a..b")
    case .dayOfCaseWanted(let name):
      say(
        "‘\(name.vietnamese)’ cần một ngày hoặc một kỳ, ví dụ 30/06/2021 hoặc Q2/2021",
        "‘\(name.english)’ wants a day or a period, such as 30/06/2021 or Q2/2021")
    case .numberOfCaseWanted(let name):
      say("‘\(name.vietnamese)’ cần một số", "‘\(name.english)’ wants a number")
    default: caseListSentence(fact)
    }
  }

  private func caseListSentence(_ fact: DiagnosticFact) -> String {
    switch fact {
    case .listNeedsCases(let datasets):
      datasets.isEmpty
        ? say(
          "‘list’ xem từng hồ sơ, mà chưa nạp bộ hồ sơ nào; hãy chạy: load \"tệp.csv\" as cases",
          "‘list’ shows cases, and none are loaded; run: load \"file.csv\" as cases")
        : say(
          "cần biết bộ hồ sơ nào; hãy ghi ‘from’ và một trong: \(list(datasets))",
          "which cases is not said; write ‘from’ and one of: \(list(datasets))")
    case .clauseNotForList(let keyword):
      say(
        "‘\(keyword.vietnamese)’ không dùng với ‘list’; ở đây có from, where, sort và top",
        "‘\(keyword.canonical)’ is no part of ‘list’; it takes from, where, sort and top")
    case .unknownListField(let name):
      say("hồ sơ không có trường nào tên \(quoted(name))", "the cases have no field named \(quoted(name))")
    case .timeFieldInList(let name):
      say(
        "\(name.vietnamese) không phải là trường của hồ sơ; hãy ghi received_on, due_on hoặc finished_on",
        "\(name.english) is no field of a case; write received_on, due_on or finished_on")
    case .listTooLong(let count, let limit):
      say(
        "\(count) dòng quá dài cho định dạng này (nhiều nhất \(limit)); hãy dùng csv, tsv hoặc jsonl, hoặc thêm"
          + " ‘top’",
        "\(count) rows are too many for this format (at most \(limit)); use csv, tsv or jsonl, or add ‘top’")
    case .noFieldOfThisCheck(let field, let ofCases):
      ofCases
        ? say(
          "chỉ ‘đối chiếu’ số liệu mới có \(field.vietnamese); ở hồ sơ hãy dùng rule, severity, chiều và thời gian",
          "only a ‘check’ of figures has a \(field.english); of cases use rule, severity, dimensions and time"
        )
        : say(
          "‘đối chiếu … với …’ chỉ có một phép; điều kiện về \(field.vietnamese) không có nghĩa; hãy dùng measure,"
            + " document, chiều và thời gian",
          "‘check … against …’ has one rule only, so a condition on \(field.english) means nothing; use measure,"
            + " document, dimensions and time")
    case .sidesOfCheck(let areCases):
      areCases
        ? say(
          "hai bên đều là hồ sơ; ‘với’ đối chiếu hồ sơ với số liệu báo cáo",
          "both sides are cases; ‘against’ holds cases against reported figures")
        : say(
          "hai bên đều là số liệu; ‘với’ đối chiếu một bộ hồ sơ đã nạp với số liệu báo cáo",
          "both sides are figures; ‘against’ holds cases that are loaded against reported figures")
    case .outOfMemory:
      say(
        "không đủ bộ nhớ; hãy nạp ít hồ sơ hơn, hoặc khai ‘skip’ cho các cột không dùng",
        "there is not enough memory; load fewer cases, or declare columns that are not needed ‘skip’")
    default: DiagnosticWording.code(of: fact)
    }
  }
}
