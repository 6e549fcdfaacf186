/// All sentences of all messages, in both languages. Facts in, words out; nothing else words an error.
package struct DiagnosticWording: Sendable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  private func say(_ vi: String, _ en: String) -> String { language == .vietnamese ? vi : en }

  /// One sentence that says what is wrong.
  package func sentence(_ fact: DiagnosticFact) -> String {
    textSentence(fact) ?? nameSentence(fact) ?? meaningSentence(fact) ?? sessionSentence(fact)
  }

  /// The stable word of a message, for scripts and documentation.
  package static func code(of fact: DiagnosticFact) -> String {
    if case .data(_, let problem) = fact { return "data-" + hyphenated(String(describing: problem)) }
    return hyphenated(String(describing: fact))
  }

  /// `unknownMeasure("x")` → `unknown-measure`, `notAPeriod` → `not-a-period`, `invalidUTF8` → `invalid-utf8`.
  private static func hyphenated(_ description: String) -> String {
    var code = ""
    var previous: Character = "A"
    let name = Array(description.prefix { $0 != "(" })
    for (position, character) in name.enumerated() {
      let beginsWord = !previous.isUppercase || name[position...].dropFirst().first?.isLowercase == true
      if position > 0, character.isUppercase, beginsWord { code += "-" }
      code += character.lowercased()
      previous = character
    }
    return code
  }

  private func quoted(_ text: String) -> String { "‘\(text)’" }

  private func withArticle(_ noun: String) -> String {
    (noun.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + noun
  }

  private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

  private func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
}

// MARK: - Text, tokens, syntax

extension DiagnosticWording {
  private func textSentence(_ fact: DiagnosticFact) -> String? {
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
    case .expected(let what, let found): expectedSentence(what, found)
    case .nestingTooDeep(let limit):
      say("lồng nhau quá \(limit) tầng", "nested more than \(limit) levels deep")
    case .tooManyOperators(let limit):
      say("quá \(limit) phép tính trong một biểu thức", "more than \(limit) operators in one expression")
    case .duplicateClause(let keyword):
      say(
        "mệnh đề \(quoted(keyword.vietnamese)) chỉ được viết một lần",
        "the clause \(quoted(keyword.canonical)) may stand only once")
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
    case .comparison: say("một phép so sánh (=, !=, <, in, ~, is)", "a comparison (=, !=, <, in, ~, is)")
    case .state: say("missing, undefined hoặc partial", "missing, undefined or partial")
    case .text: say("một văn bản", "a text")
    case .newName: say("một tên", "a name")
    case .dataset: say("tên bộ dữ liệu", "a dataset's name")
    case .path: say("một đường dẫn", "a path")
    case .setting: say("tên thiết lập", "a setting's name")
    case .count: say("một số nguyên dương", "a positive whole number")
    case .withWord: say("totals, missing hoặc incomparable", "totals, missing or incomparable")
    case .grain: say("year, half, quarter hoặc month", "year, half, quarter or month")
    case .clauseOrEnd: say("một mệnh đề hoặc hết câu", "a clause or the end of the statement")
    case .stage: say("một cách trình bày", "a way to present the result")
    case .shownKind: say("thứ cần xem", "what to show")
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

// MARK: - Names and meaning

extension DiagnosticWording {
  private func nameSentence(_ fact: DiagnosticFact) -> String? {
    switch fact {
    case .unknownMeasure(let name):
      say("không có chỉ số \(quoted(name))", "there is no measure \(quoted(name))")
    case .unknownField(let name):
      say(
        "không có chiều hay trường thời gian \(quoted(name))",
        "there is no dimension or time field \(quoted(name))")
    case .unknownMember(let name, let dimension):
      say(
        "\(dimension[language]) không có \(quoted(name))",
        "no \(dimension[language]) is named \(quoted(name))")
    case .unknownDataset(let name):
      say("không có bộ dữ liệu \(quoted(name))", "there is no dataset \(quoted(name))")
    case .unknownSetting(let name):
      say("không có thiết lập \(quoted(name))", "there is no setting \(quoted(name))")
    case .unknownColumn(let name): say("không có cột \(quoted(name))", "there is no column \(quoted(name))")
    case .unknownParameter(let name): say("chưa có tham số $\(name)", "the parameter $\(name) is not set")
    case .ambiguousName(let name, let candidates):
      say(
        "\(quoted(name)) có nhiều nghĩa: \(list(candidates)); hãy viết rõ một tên",
        "\(quoted(name)) could be any of: \(list(candidates)); write one of them")
    case .measureWhereFieldBelongs(let name):
      say(
        "\(quoted(name)) là chỉ số; ở đây cần một chiều",
        "\(quoted(name)) is a measure; a dimension belongs here")
    case .fieldWhereMeasureBelongs(let name):
      say(
        "\(quoted(name)) là một chiều; ở đây cần một chỉ số",
        "\(quoted(name)) is a dimension; a measure belongs here")
    case .definitionTaken(let name):
      say("\(quoted(name)) đã là tên có trong danh mục", "\(quoted(name)) is already a name of the catalog")
    case .reservedName(let name):
      say(
        "\(quoted(name)) là từ của ngôn ngữ, không đặt làm tên được",
        "\(quoted(name)) is a word of the language and cannot be a name")
    case .cyclicDefinition(let names):
      say(
        "định nghĩa quay vòng: \(names.joined(separator: " → "))",
        "the definition refers to itself: \(names.joined(separator: " → "))")
    case .duplicateColumn(let name):
      say(
        "hai cột cùng tên \(quoted(name)); hãy đặt tên khác bằng ‘as’",
        "two columns are named \(quoted(name)); name one differently with ‘as’")
    default: nil
    }
  }

  private func meaningSentence(_ fact: DiagnosticFact) -> String? {
    conditionSentence(fact) ?? arithmeticSentence(fact)
  }

  private func conditionSentence(_ fact: DiagnosticFact) -> String? {
    switch fact {
    case .dimensionNotOfMeasure(let dimension, let measure):
      say(
        "\(measure[language]) không được báo cáo theo \(dimension[language])",
        "\(measure[language]) is not reported by \(dimension[language])")
    case .measureInWhere(let measure):
      say("\(measure[language]) là chỉ số: hãy dùng having", "\(measure[language]) is a measure: use having")
    case .alternativesAcrossFields:
      say(
        "‘or’ giữa hai chiều không cho một con số có nghĩa; hãy hỏi hai câu",
        "‘or’ between two dimensions gives no meaningful figure; ask two queries")
    case .timeConditionInsideOr:
      say(
        "điều kiện thời gian chỉ đứng riêng, nối bằng ‘and’; nhiều kỳ thì viết in (…)",
        "a time condition stands only by itself between ‘and’; for several periods write in (…)")
    case .wrongGrain(let period, let field, let right):
      say(
        "\(period) không phải là \(field[language]); trường đúng là \(right[language])",
        "\(period) is not a \(field[language]); the field for it is \(right[language])")
    case .openTimeRange(let field):
      say(
        "khoảng thời gian không có hai đầu; thêm by \(field.english) để xem từng kỳ, hoặc viết a..b",
        "the time range has no two ends; add by \(field.english) to see each period, or write a..b")
    case .emptyTimeCondition:
      say("các điều kiện thời gian không có ngày nào chung", "the time conditions have no day in common")
    case .valueIsNotAPeriod(let field):
      say("\(field[language]) cần một kỳ hoặc ngày", "\(field[language]) needs a period or a day")
    case .orderOfMembers(let dimension):
      say(
        "\(dimension[language]) không có thứ tự lớn nhỏ; dùng =, !=, in hoặc ~",
        "\(dimension[language]) has no order; use =, !=, in or ~")
    case .valueIsNotAMember(let text, let dimension):
      say(
        "\(text) không phải là tên của \(dimension[language])",
        "\(text) is not the name of a \(dimension[language])")
    case .reversedRange: say("đầu khoảng đứng sau cuối khoảng", "the range ends before it begins")
    case .openListNotSummable(let dimension):
      say(
        "danh sách \(dimension[language]) không đầy đủ nên không cộng phần còn lại được; hãy nhóm theo nó",
        "the list of \(dimension[language]) is open, so what remains of it cannot be summed; group by it")
    case .contradictoryConditions(let dimension):
      say(
        "các điều kiện về \(dimension[language]) loại trừ nhau",
        "the conditions on \(dimension[language]) exclude each other")
    case .noMatchingMember(let text, let dimension):
      say(
        "không có \(dimension[language]) nào chứa \(quoted(text))",
        "no \(dimension[language]) contains \(quoted(text))")
    default: nil
    }
  }

  private func arithmeticSentence(_ fact: DiagnosticFact) -> String? {
    switch fact {
    case .kindForbidsArithmetic(let measure, let kind):
      kind.allowsArithmetic
        ? say(
          "\(measure[language]) là \(kind.names[language]), không cộng trừ được",
          "\(measure[language]) is \(withArticle(kind.names[language])) and cannot be added")
        : say(
          "\(measure[language]) là \(kind.names[language]), không tính toán được",
          "\(measure[language]) is \(withArticle(kind.names[language])) and cannot stand in arithmetic")
    case .ratioInSum(let measure):
      say(
        "\(measure[language]) là tỷ lệ, không cộng trừ được; hãy tính lại từ tử số và mẫu số",
        "\(measure[language]) is a ratio and cannot be added; recompute it from its parts")
    case .ratioFilterConflict(let measure):
      say(
        "điều kiện {…} mâu thuẫn với công thức của \(measure[language])",
        "the filter {…} contradicts the formula of \(measure[language])")
    case .expressionWithoutMeasure:
      say("biểu thức không có chỉ số nào", "the expression has no measure in it")
    case .sortKeyNotInResult(let name):
      say(
        "\(quoted(name)) không có trong kết quả để sắp xếp",
        "\(quoted(name)) is not in the result, so it cannot order it")
    case .rankingByDimension(let name):
      say(
        "‘by’ sau ‘top’ cần chỉ số; \(quoted(name)) là chiều: viết by \(name) trước top",
        "‘by’ after ‘top’ takes a measure; \(quoted(name)) is a dimension: write by \(name) before top")
    case .perNotAKey(let dimension):
      say(
        "‘per’ cần một chiều đang nhóm; \(dimension[language]) không có trong by",
        "‘per’ needs a dimension of by; \(dimension[language]) is not one")
    case .duplicateKey(let dimension):
      say("\(dimension[language]) được nhóm hai lần", "\(dimension[language]) stands twice in by")
    case .noLastResult: say("chưa có kết quả nào để dùng làm _", "there is no last result for _ yet")
    case .clauseNotForLastResult(let keyword):
      say(
        "_ chỉ nhận having, sort, top, bottom; không nhận \(quoted(keyword.vietnamese))",
        "_ takes only having, sort, top and bottom, not \(quoted(keyword.canonical))")
    case .functionArguments(let function, let count):
      say("\(function.rawValue) cần \(count) đối số", "\(function.rawValue) takes \(count) arguments")
    case .numberOverflow:
      say("kết quả chính xác dài quá 38 chữ số", "the exact result needs more than 38 digits")
    case .tooManyGroups(let limit):
      say("kết quả quá \(limit) nhóm", "the result has more than \(limit) groups")
    case .interrupted: say("đã dừng theo yêu cầu", "stopped as asked")
    case .notYetAnswered(let what):
      say(
        "\(what[language]): đã hiểu, nhưng phiên bản này chưa trả lời được",
        "\(what[language]) is understood, but this version cannot answer it yet")
    default: nil
    }
  }
}

// MARK: - Sessions and data

extension DiagnosticWording {
  private func sessionSentence(_ fact: DiagnosticFact) -> String {
    switch fact {
    case .invalidSettingValue(let setting, let value):
      say(
        "\(setting) không nhận giá trị \(quoted(value))",
        "\(setting) does not take the value \(quoted(value))")
    case .cannotWrite(let path, let reason):
      say("không ghi được \(path): \(reason)", "cannot write \(path): \(reason)")
    case .fileExists(let path):
      say("\(path) đã có; muốn ghi đè hãy viết into! ", "\(path) exists; to replace it write into! ")
        .trimmingEnd()
    case .cannotRead(let path, let reason):
      say("không đọc được \(path): \(reason)", "cannot read \(path): \(reason)")
    case .invalidUTF8(let path): say("\(path) không phải là văn bản UTF-8", "\(path) is not UTF-8 text")
    case .otherEncoding(let path, let encoding):
      say(
        "\(path) ở dạng \(encoding); hãy lưu lại thành UTF-8", "\(path) is \(encoding); save it as UTF-8")
    case .cyclicSource(let path): say("\(path) gọi lại chính nó", "\(path) includes itself")
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
    case .data(let place, let problem): "\(position(place)): \(problemSentence(problem))"
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
    default: DiagnosticWording.code(of: .data(DataPlace(file: ""), problem))
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

// MARK: - Suggestions

extension DiagnosticWording {
  package func sentence(_ suggestion: Suggestion) -> String {
    switch suggestion {
    case .didYouMean(let names):
      say("có phải bạn muốn viết \(alternatives(names))?", "did you mean \(alternatives(names))?")
    case .write(let text): say("hãy viết \(text)", "write \(text)")
    case .choices(let texts): say("có: \(list(texts))", "there is: \(list(texts))")
    case .run(let statements):
      say("hãy chạy: ", "run: ")
        + statements.joined(separator: language == .vietnamese ? " ; rồi " : " ; then ")
    }
  }

  private func alternatives(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + say(" hay ", " or ") + last
  }

  package func word(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: say("lỗi", "error")
    case .warning: say("lưu ý", "warning")
    }
  }
}
