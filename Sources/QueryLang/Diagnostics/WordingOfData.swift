// What is said about settings, files of a session and the tables of a data folder.
extension DiagnosticWording {
  func sessionSentence(_ fact: DiagnosticFact) -> String {
    switch fact {
    case .invalidSettingValue(let setting, let value):
      say(
        "\(setting) không nhận giá trị \(quoted(value))",
        "\(setting) does not take the value \(quoted(value))")
    case .cannotWrite(let path, let reason):
      say("không ghi được \(path): \(reason)", "cannot write \(path): \(reason)")
    case .fileExists(let path, nil):
      say(
        "\(path) đã có và không phải tệp do ‘save’ ghi; hãy đặt tên khác",
        "\(path) exists and was not written by ‘save’; name another file")
    case .fileExists(let path, let word?):
      say(
        "\(path) đã có; muốn ghi đè hãy viết \(word == "into!" ? "ghi vào!" : word) ",
        "\(path) exists; to replace it write \(word) "
      )
      .trimmingEnd()
    case .cannotRead(let path, let reason):
      say("không đọc được \(path): \(reason)", "cannot read \(path): \(reason)")
    case .invalidUTF8(let path): say("\(path) không phải là văn bản UTF-8", "\(path) is not UTF-8 text")
    case .otherEncoding(let path, let encoding):
      say(
        "\(path) ở dạng \(encoding); hãy lưu lại thành UTF-8", "\(path) is \(encoding); save it as UTF-8")
    case .cyclicSource(let files):
      say(
        "tệp gọi lại chính nó: \(files.joined(separator: " → "))",
        "the file sources itself: \(files.joined(separator: " → "))")
    case .notAllowedInSafeMode(let what):
      say("chế độ an toàn không cho phép \(what[language])", "safe mode does not allow \(what[language])")
    case .unknownOutputExtension(let path):
      say("không rõ định dạng theo đuôi tệp của \(path)", "the extension of \(path) names no format")
    case .datasetBuiltIn(let name):
      say(
        "\(quoted(name)) là dữ liệu đi kèm, không bỏ nạp được",
        "\(quoted(name)) ships with the program and cannot be unloaded")
    case .datasetNameTaken(let name):
      say(
        "đã có bộ dữ liệu tên \(quoted(name)); hãy đặt tên khác bằng ‘as’",
        "a dataset named \(quoted(name)) is loaded already; name this one with ‘as’")
    case .strictViolation(let what):
      say("chế độ nghiêm ngặt: \(what[language])", "strict mode: \(what[language])")
    case .noSuchHelp(let word):
      say("không có trợ giúp về \(quoted(word))", "there is no help on \(quoted(word))")
    case .formatWouldChangeMeaning:
      say(
        "trình bày lại sẽ làm đổi nghĩa tệp này; tệp được giữ nguyên",
        "another layout would change what this file means; it was left as it is")
    case .data(let place, let problem): "\(position(place)): \(problemSentence(problem))"
    case .remote(let address, let problem): remoteSentence(address, problem)
    case .tooManyNames, .outOfMemory, .sumTooLarge, .noCaseColumn, .notOverCases,
      .statisticNeedsCases, .noCases, .numberFieldWanted, .unknownNumber,
      .conditionNeedsCases, .caseValueInFilter, .noConditionOnIdentifier, .textOfCaseValue, .dayOfCaseWanted,
      .numberOfCaseWanted, .listNeedsCases, .clauseNotForList, .unknownListField, .timeFieldInList,
      .listTooLong, .noFieldOfThisCheck, .sidesOfCheck:
      caseSentence(fact)
    case .moreDataProblems(let count): say("và \(count) lỗi nữa", "and \(count) more problems")
    default: DiagnosticWording.code(of: fact)
    }
  }

  /// `figures.csv:12, value` as editors understand it.
  private func position(_ place: DataPlace) -> String {
    let line = place.line.map { ":\($0)" } ?? ""
    let column = place.column.map { say(", cột \($0)", ", column \($0)") } ?? ""
    return place.file + line + column
  }

  private func problemSentence(_ problem: DataProblem) -> String {
    switch problem {
    case .cannotOpen(let reason): say("không mở được: \(reason)", "cannot be opened: \(reason)")
    case .notAFile(let kind):
      say(
        "đây là \(word(kind)[language]); hãy chép dữ liệu vào một tệp thường",
        "this is \(word(kind)[language]); copy the data into an ordinary file")
    case .datasetNameTaken(let name):
      say(
        "đã có bộ dữ liệu tên \(quoted(name)); hãy sửa \"name\" trong tệp này, hoặc nạp kèm ‘as’ và một tên khác",
        "a dataset named \(quoted(name)) is loaded already; change \"name\" here, or load with ‘as’ and a name"
      )
    case .otherEncoding(let encoding):
      say("tệp ở dạng \(encoding); hãy lưu lại thành UTF-8", "the file is \(encoding); save it as UTF-8")
    case .changedWhileRead:
      say("tệp bị sửa trong khi đọc; hãy nạp lại", "the file changed while it was read; load it again")
    case .empty: say("tệp rỗng; cần ít nhất dòng tiêu đề", "the file is empty; a header line is needed")
    case .invalidUTF8(let offset):
      say("không phải UTF-8 ở byte \(offset)", "not UTF-8 at byte \(offset); save the file as UTF-8")
    case .unclosedQuote: say("ngoặc kép mở mà không đóng", "a quote opens here and never closes")
    case .textAfterQuote: say("có chữ sau ngoặc kép đóng", "text follows the closing quote")
    case .strayQuote:
      say("ngoặc kép giữa ô không đặt trong ngoặc", "a quote inside a field that is not quoted")
    case .fieldCount(let expected, let found):
      say("cần \(expected) ô, có \(found)", "\(expected) fields are needed, \(found) found")
    case .tooManyColumns(let count, let limit):
      say("\(count) cột; nhiều nhất \(limit)", "\(count) columns; at most \(limit) are read")
    case .missingColumn(let name): say("thiếu cột \(quoted(name))", "the column \(quoted(name)) is missing")
    case .unknownColumn(let name, let near):
      say("không rõ cột \(quoted(name))", "unknown column \(quoted(name))") + nearHint(near)
    case .duplicateColumn(let name):
      say("hai cột tên \(quoted(name))", "two columns are named \(quoted(name))")
    case .invalidJSON(let reason): say("JSON sai: \(reason)", "invalid JSON: \(reason)")
    case .jsonShape(let expected): say("cần \(expected)", "expected \(expected)")
    case .missingResource(let name):
      say("không có bảng \(quoted(name))", "there is no resource \(quoted(name))")
    case .unsafePath(let path):
      say(
        "đường dẫn \(quoted(path)) ra ngoài thư mục dữ liệu",
        "the path \(quoted(path)) leaves the data folder")
    default: cellProblemSentence(problem)
    }
  }

  private func word(_ kind: SpecialFile) -> Localized {
    switch kind {
    case .directory: Localized(vi: "một thư mục", en: "a folder")
    case .pipe: Localized(vi: "một ống dẫn (FIFO)", en: "a pipe (FIFO)")
    case .socket: Localized(vi: "một socket", en: "a socket")
    case .device: Localized(vi: "một thiết bị", en: "a device")
    }
  }

  private func cellProblemSentence(_ problem: DataProblem) -> String {
    switch problem {
    case .requiredEmpty: say("ô bắt buộc bị trống", "a required cell is empty")
    case .wrongType(let text, let expected):
      say("\(quoted(text)) không phải là \(expected)", "\(quoted(text)) is not \(expected)")
    case .notInEnumeration(let text, let choices):
      say("\(quoted(text)) không thuộc \(list(choices))", "\(quoted(text)) is none of \(list(choices))")
    case .duplicateKey(let key, let line):
      say("khóa \(key) đã có ở dòng \(line)", "the key \(key) stands already on line \(line)")
    case .unknownReference(let text, let table, let near):
      say("\(table) không có \(quoted(text))", "\(table) has no \(quoted(text))") + nearHint(near)
    case .ambiguousMember(let text, let candidates):
      say(
        "\(quoted(text)) có nhiều nghĩa: \(list(candidates))",
        "\(quoted(text)) could be any of: \(list(candidates))")
    case .dimensionNotOfMeasure(let dimension, let measure):
      say(
        "chỉ số \(measure) không có chiều \(dimension)",
        "the measure \(measure) has no dimension \(dimension)")
    case .formula(let text, let problem):
      say("công thức \(quoted(text)): \(problem)", "formula \(quoted(text)): \(problem)")
    case .cyclicFormula(let path):
      say(
        "công thức quay vòng: \(path.joined(separator: " → "))",
        "the formula refers to itself: \(path.joined(separator: " → "))")
    case .nameTaken(let name, let owner):
      say("tên \(quoted(name)) đã dùng cho \(owner)", "the name \(quoted(name)) is already that of \(owner)")
    case .definedDifferently(let id):
      say("\(id) đã có với định nghĩa khác", "\(id) is already defined differently")
    case .documentTaken(let id, let title):
      say(
        "văn bản \(id) (\(title[language])) đã được nạp; hãy bỏ dòng này cùng các số liệu của nó, hoặc đặt mã khác",
        "the document \(id) (\(title[language])) is loaded already; take out this row and its figures, or give it"
          + " another id")
    case .negative, .tooManyDecimals, .aboveMaximum, .moreDecimalsThanPrinted, .numberTooLong:
      valueProblemSentence(problem)
    case .tooLarge(let limit):
      say("tệp lớn hơn \(megabytes(limit))", "the file is larger than \(megabytes(limit))")
    default: caseProblemSentence(problem)
    }
  }

  private func valueProblemSentence(_ problem: DataProblem) -> String {
    switch problem {
    case .negative(let text, let measure):
      say(
        "\(quoted(text)) là số âm mà \(measure) không thể âm; hãy sửa giá trị, hoặc ghi ‘false’ ở cột"
          + " non_negative của measures.csv",
        "\(quoted(text)) is negative and \(measure) cannot be; correct the value, or write ‘false’ in column"
          + " non_negative of measures.csv")
    case .tooManyDecimals(let text, let measure, let decimals):
      say(
        "\(quoted(text)) có phần thập phân dài hơn \(decimals) chữ số mà \(measure) cho phép; hãy sửa giá trị, hoặc"
          + " ghi số chữ số ở cột decimals của measures.csv",
        "\(quoted(text)) has more decimals than the \(decimals) that \(measure) may have; correct the value, or"
          + " write how many in column decimals of measures.csv")
    case .aboveMaximum(let text, let measure, let maximum):
      say(
        "\(quoted(text)) lớn hơn \(maximum), mức cao nhất của \(measure); hãy sửa giá trị, hoặc ghi mức cao nhất"
          + " ở cột maximum của measures.csv",
        "\(quoted(text)) is more than \(maximum), the most that \(measure) can be; correct the value, or write"
          + " the maximum in column maximum of measures.csv")
    case .moreDecimalsThanPrinted(let text, let decimals):
      say(
        "\(quoted(text)) có nhiều hơn \(decimals) chữ số thập phân; hãy sửa một trong hai, hoặc để trống ô này",
        "\(quoted(text)) has more decimals than \(decimals); correct either, or leave this cell empty")
    case .numberTooLong(let text):
      say(
        "\(quoted(text)) dài quá \(ExactDecimal.mostDigits) chữ số; hãy làm tròn như bản in",
        "\(quoted(text)) has more than \(ExactDecimal.mostDigits) digits; round it as it was printed")
    default: DiagnosticWording.code(of: .data(DataPlace(file: ""), problem))
    }
  }

  private func nearHint(_ near: [String]) -> String {
    near.isEmpty ? "" : say("; có phải là \(list(near))?", "; did you mean \(list(near))?")
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
