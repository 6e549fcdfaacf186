// What is said about characters, tokens and grammar.
extension DiagnosticWording {
  func textSentence(_ fact: DiagnosticFact) -> String? {
    switch fact {
    case .textTooLong(let limit):
      say("văn bản dài quá \(megabytes(limit))", "the text is longer than \(megabytes(limit))")
    case .statementTooLong(let limit):
      say("câu lệnh dài quá \(megabytes(limit))", "the statement is longer than \(megabytes(limit))")
    case .invalidCharacter(let scalar):
      say(
        "ký tự \(codePoint(scalar)) không có nghĩa ở đây; trong tên, hãy đặt tên trong ngoặc kép",
        "the character \(codePoint(scalar)) means nothing here; inside a name, put the name in double quotes")
    case .typographicCharacter(let scalar, let instead):
      say(
        "ký tự \(codePoint(scalar)) do phần mềm soạn thảo thay vào; hãy dùng \(instead)",
        "the character \(codePoint(scalar)) comes from a word processor; use \(instead)")
    case .unclosedQuote: say("ngoặc kép mở mà không đóng", "a quote opens here and never closes")
    case .unknownEscape:
      say("trong ngoặc kép chỉ có \\\" và \\\\", "inside quotes only \\\" and \\\\ are escapes")
    case .bidirectionalControl(let scalar):
      say(
        "trong ngoặc kép có ký tự ẩn \(codePoint(scalar)), làm đổi chiều đọc của chữ; hãy xóa ký tự này",
        "a hidden character \(codePoint(scalar)) inside the quotes turns the reading order; delete it")
    case .parameterWithoutName: say("sau $ phải là tên tham số", "a parameter's name must follow $")
    case .ambiguousThousands(let text):
      say(
        "\(text) có thể là hàng nghìn hoặc số thập phân; dấu chấm là dấu thập phân, _ là dấu nhóm",
        "\(text) could be thousands or a decimal; a point is decimal, _ groups digits")
    case .decimalComma(let text):
      say(
        "\(text) có dấu phẩy; dấu thập phân là dấu chấm, hoặc thêm dấu cách nếu đây là danh sách",
        "\(text) has a comma; decimals use a point, and a list needs a blank after the comma")
    case .malformedNumber(let text): say("\(text) không phải là số", "\(text) is not a number")
    case .numberTooLong(let text):
      say("số \(text) dài quá 38 chữ số", "the number \(text) has more than 38 digits")
    case .foreignStatement(let word):
      say("không có câu lệnh \(quoted(word))", "there is no statement \(quoted(word))")
    case .expected(let what, let found): expectedSentence(what, found)
    case .nestingTooDeep(let limit):
      say("lồng nhau quá \(limit) tầng", "nested more than \(limit) levels deep")
    case .tooManyOperators(let limit):
      say("quá \(limit) phép tính trong một biểu thức", "more than \(limit) operators in one expression")
    case .duplicateClause(let keyword):
      say(
        "mệnh đề \(quoted(keyword.vietnamese)) chỉ được viết một lần",
        "the clause \(quoted(keyword.canonical)) may stand only once")
    case .severalFormats(let formats):
      say(
        "một kết quả chỉ có một định dạng; ở đây có \(list(formats.map(quoted)))",
        "a result has one format; here are \(list(formats.map(quoted)))")
    case .othersWithoutTop:
      say(
        "‘kèm còn lại’ chỉ đứng sau ‘đầu n’ hoặc ‘cuối n’",
        "‘with others’ stands only after ‘top n’ or ‘bottom n’")
    case .unknownFunction(let name):
      say("không có hàm \(quoted(name))", "there is no function \(quoted(name))")
    case .noSuchPeriod(let text): say("không có kỳ hay ngày \(text)", "there is no period or day \(text)")
    case .notAPeriod(let text):
      say("\(quoted(text)) không phải là kỳ hay ngày", "\(quoted(text)) is not a period or a day")
    case .notADay(let text):
      say("\(text) không phải là một ngày", "\(text) is not a day")
    default: nil
    }
  }

  private func codePoint(_ scalar: Unicode.Scalar) -> String {
    "U+" + String(String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4))
  }

  private func expectedSentence(_ what: Expectation, _ found: Found) -> String {
    let wanted = expectation(what)
    return switch found {
    case .end: say("thiếu \(wanted) ở cuối", "\(wanted) is missing at the end")
    case .text(let text):
      say("cần \(wanted), gặp \(quoted(text))", "expected \(wanted), found \(quoted(text))")
    }
  }

  private func expectation(_ what: Expectation) -> String {
    switch what {
    case .measure: say("một chỉ số", "a measure")
    case .dimension: say("một chiều", "a dimension")
    case .field: say("một chiều hoặc trường thời gian", "a dimension or time field")
    case .value: say("một giá trị", "a value")
    case .period: say("một kỳ hoặc ngày", "a period or a day")
    case .comparison: say("một phép so sánh (=, !=, <, trong, ~, là)", "a comparison (=, !=, <, in, ~, is)")
    case .state: say("‘thiếu’, ‘không xác định’ hoặc ‘một phần’", "missing, undefined or partial")
    case .text: say("một văn bản", "a text")
    case .newName: say("một tên", "a name")
    case .dataset: say("tên bộ dữ liệu", "a dataset's name")
    case .path: say("một đường dẫn", "a path")
    case .setting: say("tên thiết lập", "a setting's name")
    case .count: say("một số nguyên dương", "a positive whole number")
    case .withWord: say("‘tổng’, ‘thiếu’ hoặc ‘không so sánh được’", "totals, missing or incomparable")
    case .grain: say("‘năm’, ‘nửa năm’, ‘quý’ hoặc ‘tháng’", "year, half, quarter or month")
    case .clauseOrEnd: say("một mệnh đề hoặc hết câu", "a clause or the end of the statement")
    case .stage: say("một cách trình bày", "a way to present the result")
    case .shownKind: say("tên danh sách cần xem", "what to show")
    case .comparedEnd: say("dấu phẩy hoặc ‘về’", "a comma or ‘on’")
    case .keyword(let keyword): quoted(say(keyword.vietnamese, keyword.canonical))
    case .symbol(let symbol): quoted(symbol)
    }
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: "0", count: Swift.max(0, width - utf8.count)) + self
  }
}
