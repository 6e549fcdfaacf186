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
    case .unknownParameter, .parameterName, .unknownParameterType, .parameterWithoutValue,
      .parameterMismatch, .parameterNotDeclared:
      parameterSentence(fact)
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

  private func rowsSentence(_ count: Int, _ keys: String) -> String {
    count == 0
      ? say(
        "‘assert’ cần đúng một dòng, câu hỏi không cho dòng nào; hãy nới điều kiện",
        "‘assert’ needs exactly one row and there is none; widen the conditions")
      : say(
        "‘assert’ cần đúng một dòng, câu hỏi cho \(count) dòng (theo \(keys)); hãy chọn một bằng điều kiện",
        "‘assert’ needs exactly one row and there are \(count) (by \(keys)); choose one with a condition")
  }

  private func parameterSentence(_ fact: DiagnosticFact) -> String? {
    switch fact {
    case .unknownParameter(let name): say("chưa có tham số $\(name)", "the parameter $\(name) is not set")
    case .parameterName(let name):
      say(
        "\(quoted(name)) không làm tên tham số được; tên là một từ gồm chữ, số và _",
        "\(quoted(name)) cannot name a parameter; its name is one word of letters, digits and _")
    case .unknownParameterType(let name):
      say(
        "tham số không có kiểu \(quoted(name))", "there is no type \(quoted(name)) for parameters")
    case .parameterWithoutValue(let name):
      say(
        "tham số $\(name) chưa có giá trị; hãy thêm --param \(name)=… hoặc giá trị mặc định (= …)",
        "the parameter $\(name) has no value; give one with --param \(name)=… or a default (= …)")
    case .parameterMismatch(let name, let text, let wanted, let isGiven):
      isGiven
        ? say(
          "--param \(name): \(quoted(text)) không phải là \(wanted.vietnamese)",
          "--param \(name): \(quoted(text)) is not \(withArticle(wanted.english))")
        : say(
          "$\(name) là \(quoted(text)), không phải \(wanted.vietnamese)",
          "$\(name) is \(quoted(text)), which is not \(withArticle(wanted.english))")
    case .parameterNotDeclared(let name):
      say(
        "--param \(name): không tệp lệnh nào khai báo tham số này",
        "--param \(name): no script declares this parameter")
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
    case .pivotNotAKey(let dimension):
      say(
        "‘xoay’ phải là một chiều của ‘theo’; \(quoted(dimension[language])) không có ở đó",
        "‘pivot’ must name a key of ‘by’; \(quoted(dimension[language])) is none")
    case .baselineOfOtherGrain(let asked):
      say(
        "các dòng không theo \(asked[language]), nên không có kỳ trước của \(asked[language])",
        "the rows are not of a \(asked[language]), so there is none before")
    case .noTarget(let measures):
      say(
        "không có chỉ tiêu nào của \(list(measures.map { quoted($0[language]) }))",
        "there is no target of \(list(measures.map { quoted($0[language]) }))")
    case .latestNotHere(let keyword):
      say(
        "‘mới nhất’ không đứng sau \(quoted(keyword.vietnamese)); hãy viết tên kỳ, ví dụ Q2/2021",
        "‘latest’ cannot stand after \(quoted(keyword.canonical)); name the period, as in Q2/2021")
    case .unknownComparedMember(let name):
      say("không có thành viên nào tên \(quoted(name))", "nothing is named \(quoted(name))")
    case .functionNeedsSum(let function):
      say(
        "\(function.rawValue)(…) cần một chỉ số cộng được; tỷ lệ, chỉ số và thứ hạng không cộng được",
        "\(function.rawValue)(…) takes a measure that adds up; rates, indices and ranks never do")
    case .functionNeedsFlow(let function):
      say(
        "\(function.rawValue)(…) cần một số phát sinh trong kỳ; số dư không cộng dồn theo thời gian",
        "\(function.rawValue)(…) takes a flow; a stock is not added up over time")
    case .functionNeedsTime(let function):
      say(
        "\(function.rawValue)(…) cần ‘theo’ năm, nửa năm, quý hoặc tháng",
        "\(function.rawValue)(…) needs ‘by’ year, half, quarter or month")
    case .windowNotHere(let keyword):
      say(
        "share, rank, cumulative và change không dùng với \(quoted(keyword.vietnamese))",
        "share, rank, cumulative and change do not go with \(quoted(keyword.canonical))")
    case .windowInWindow(let function):
      say(
        "\(function.rawValue)(…) không lồng trong hàm khác trên các dòng",
        "\(function.rawValue)(…) cannot stand on another function over rows")
    case .nothingToCompare:
      say(
        "so sánh cần ít nhất hai thành viên hoặc kỳ khác nhau",
        "a comparison needs two different members or periods")
    case .clauseNotForCompare(let keyword):
      say(
        "mệnh đề \(quoted(keyword.vietnamese)) không dùng với ‘so sánh’",
        "the clause \(quoted(keyword.canonical)) does not go with ‘compare’")
    case .comparedTwice(let name, let clause):
      say(
        "\(name[language]) là thứ đang so sánh, không đứng thêm trong \(quoted(clause.vietnamese)); bỏ nó ở đó, hoặc so sánh những gì muốn xem",
        "\(name[language]) is what is compared and cannot stand in \(quoted(clause.canonical)) too; leave it out there, or compare what is wanted"
      )
    case .columnOfBaseline(let name, let clause): columnSentence(name, clause)
    case .shareOfNoKey(let dimension):
      say(
        "tỷ trọng trong một chiều cần chiều đang nhóm; \(dimension[language]) không có trong by",
        "share(…, of …) needs a dimension of by; \(dimension[language]) is not one")
    case .notComparable(let reasons):
      say(
        "không so sánh được: \(reasons.map(\.vietnamese).joined(separator: "; ")); muốn vẫn xem, thêm ‘kèm không so sánh được’",
        "not comparable: \(reasons.map(\.english).joined(separator: "; ")); to see them all the same add ‘with incomparable’"
      )
    case .differentDimensions(let names):
      say(
        "không cùng một chiều: \(names.joined(separator: "; "))",
        "not of one dimension: \(names.joined(separator: "; "))")
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
    case .queryWanted(let word, let found):
      say(
        "\(quoted(word.vietnamese)) giải thích một câu hỏi về chỉ số, không phải câu lệnh \(quoted(found.vietnamese))",
        "\(quoted(word.canonical)) is about a query of measures, not about the statement \(quoted(found.canonical))"
      )
    case .lastResultWithoutQuery:
      say(
        "không còn biết câu hỏi của kết quả cuối (dữ liệu đã đổi, hoặc kết quả không từ một câu hỏi); hãy viết cả câu hỏi",
        "the query of the last result is not known (data changed since, or it came of no query); write the query"
      )
    case .lastResultHasNoPlan:
      say(
        "_ là kết quả có sẵn, không có cách tính; hãy giải thích câu hỏi đã cho kết quả đó",
        "_ is an answer already and has no plan; explain the query that gave it")
    case .functionArguments(let function, let count):
      say("\(function.rawValue) cần \(count) đối số", "\(function.rawValue) takes \(count) arguments")
    case .argumentOutOfRange(let function, let argument, let allowed):
      say(
        "\(argument) của \(function.rawValue) phải là số nguyên từ \(allowed.lowerBound) đến \(allowed.upperBound)",
        "\(argument) of \(function.rawValue) must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound)"
      )
    case .numberOverflow:
      say("kết quả chính xác dài quá 38 chữ số", "the exact result needs more than 38 digits")
    case .neverMissing(let field):
      say(
        "phát hiện nào của ‘đối chiếu’ cũng có \(field[language]); bỏ điều kiện này",
        "every finding of ‘check’ has a \(field[language]); leave this condition out")
    case .wrongCheckForm(let form, let expected):
      say("quy tắc \(form)(…) viết là: \(expected)", "the rule \(form)(…) is written: \(expected)")
    case .tooManyGroups(let limit):
      say("kết quả quá \(limit) nhóm", "the result has more than \(limit) groups")
    case .assertionFailed(let test): say("không đúng: \(test)", "this does not hold: \(test)")
    case .assertionUndecided(let test):
      say(
        "không quyết định được, nên coi là không đúng: \(test)",
        "this cannot be decided, so it does not hold: \(test)")
    case .assertionRows(let count, let keys): rowsSentence(count, list(keys.map { $0[language] }))
    case .interrupted: say("đã dừng theo yêu cầu", "stopped as asked")
    case .notYetAnswered(let what):
      say(
        "\(what[language]): đã hiểu, nhưng phiên bản này chưa trả lời được",
        "\(what[language]) is understood, but this version cannot answer it yet")
    default: nil
    }
  }
}

extension DiagnosticWording {
  fileprivate func columnSentence(_ name: String, _ clause: Keyword) -> String {
    let word = say(clause.vietnamese, clause.canonical)
    let next =
      switch clause {
      case .having: "_ \(word) \(name) …"
      case .top, .bottom: "_ \(word) … \(say("theo", "by")) \(name)"
      default: "_ \(word) \(name)"
      }
    return say(
      "\(quoted(name)) là cột của câu trả lời; hỏi trước, rồi: \(next)",
      "\(quoted(name)) is a column of the answer; ask first, then: \(next)")
  }
}
