// What is said about names, conditions, kinds and clauses.
extension DiagnosticWording {
  func nameSentence(_ fact: DiagnosticFact) -> String? {
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

  func meaningSentence(_ fact: DiagnosticFact) -> String? {
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
    case .argumentOutOfRange(let function, let argument, let allowed):
      say(
        "\(argument) của \(function.rawValue) phải là số nguyên từ \(allowed.lowerBound) đến \(allowed.upperBound)",
        "\(argument) of \(function.rawValue) must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound)"
      )
    case .numberOverflow:
      say("kết quả chính xác dài quá 38 chữ số", "the exact result needs more than 38 digits")
    case .wrongCheckForm(let form, let expected):
      say("quy tắc \(form)(…) viết là: \(expected)", "the rule \(form)(…) is written: \(expected)")
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
