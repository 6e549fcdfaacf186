// What `help` says about names of the catalog.
extension Help {
  private func named(_ word: String) -> [NameLexicon.Meaning] {
    NameResolution.exactFirst(word, catalog.lexicon.meanings(of: word)) { $0.spellings(in: catalog) }
      .candidates
  }

  // MARK: Measures

  func measureSections(_ word: String) -> [String] {
    named(word).compactMap { meaning in
      if case .measure(let index) = meaning { return section(catalog.measures[index]) }
      return nil
    }
  }

  private func section(_ measure: Measure) -> String {
    let adding = HelpTopic.topics(for: measure.kind.rawValue).first?.text[language] ?? ""
    let forms = measure.formCodes + measure.appendixCodes
    let dimensions = measure.dimensions.sorted().map { catalog.dimensions[$0].names[language] }
    return page(
      "\(measure.names[language]) (\(measure.id))",
      [
        measure.definition[language],
        line("Đơn vị", "Unit", measure.unit),
        line("Loại", "Kind", "\(measure.kind.names[language]). \(adding)"),
        line("Công thức", "Formula", measure.formulaText),
        line("Mã biểu", "Form", forms.joined(separator: ", ")),
        line("Theo các chiều", "By", dimensions.joined(separator: ", ")),
        line("Tên khác", "Also", measure.aliases.prefix(6).joined(separator: ", ")),
      ])
  }

  private func line(_ vi: String, _ en: String, _ value: String) -> String {
    value.isEmpty ? "" : "\(say(vi, en)): \(value)"
  }

  // MARK: Dimensions and time

  func fieldSections(_ word: String) -> [String] {
    named(word).compactMap { meaning in
      switch meaning {
      case .dimension(let index): section(catalog.dimensions[index])
      case .timeField(let field): section(field)
      default: nil
      }
    }
  }

  private func section(_ dimension: Dimension) -> String {
    let parent = dimension.parent.map { catalog.dimensions[$0].names[language] } ?? ""
    let members = dimension.members.map { $0.names[language] }
    let few = members.count <= 10 ? members.joined(separator: ", ") : String(members.count)
    return page(
      "\(dimension.names[language]) (\(dimension.id))",
      [
        line("Thuộc về", "Inside", parent),
        adding(dimension),
        line("Giá trị", "Members", few),
        line("Tên khác", "Also", dimension.aliases.prefix(6).joined(separator: ", ")),
        line(
          "Ví dụ", "Example",
          say("xem giá trị của \(dimension.names.vietnamese)", "show values of \(dimension.id)")),
      ])
  }

  /// What summing over the dimension's members gives.
  private func adding(_ dimension: Dimension) -> String {
    if dimension.isOpen {
      return say(
        "Danh sách chưa đầy đủ, nên không cộng thành tổng.",
        "Not all members are known, so they are never summed into a whole.")
    }
    switch dimension.partition {
    case .none:
      return say("Các giá trị không cộng lại với nhau.", "The members are no parts of a whole.")
    case .whole: return say("Các giá trị cộng lại thành tổng chung.", "The members add up to the whole.")
    case .part(let other, let member):
      let whole = catalog.dimensions[other]
      let condition = "\(whole.names[language]) = \(whole.members[member].names[language])"
      return say("Các giá trị cộng lại thành \(condition).", "The members add up to \(condition).")
    }
  }

  private func section(_ field: TimeField) -> String {
    let forms: String =
      switch field {
      case .period: "Q2/2021, H1/2021, 6T/2021, 2021, 06/2021, 30/06/2021, Q1/2021..Q2/2021"
      case .year: "2021"
      case .half: "H1/2021"
      case .quarter: "Q2/2021, II/2021, 2021-Q2"
      case .month: "06/2021, 2021-06"
      case .date: "30/06/2021, 2021-06-30"
      }
    let use = say(
      "Trường thời gian: dùng sau theo để xem từng kỳ, trong khi để chọn kỳ.",
      "A time field: after by it shows each period, in where it chooses periods.")
    let vietnamese = "tiếp nhận theo \(field.names.vietnamese) khi tỉnh = \"Bắc Giang\" và năm = 2021"
    let example = say(
      vietnamese, "received by \(field.rawValue) where province = \"Bắc Giang\" and year = 2021")
    return page(
      "\(field.names[language]) (\(field.rawValue))",
      [
        use, line("Cách viết", "Written", forms + ", " + say("mới nhất", "latest")),
        line("Ví dụ", "Example", example),
      ])
  }

  // MARK: Members and definitions

  /// Members of one name, at most eight of them.
  func memberSections(_ word: String) -> [String] {
    let references = named(word).compactMap { meaning -> MemberReference? in
      guard case .member(let dimension, let member) = meaning else { return nil }
      return MemberReference(dimension: dimension, member: member)
    }
    let shown = references.prefix(8).map { section($0) }
    let rest = references.count - shown.count
    return shown
      + (rest > 0 ? [say("và \(rest) giá trị khác cùng tên\n", "and \(rest) more of that name\n")] : [])
  }

  private func section(_ reference: MemberReference) -> String {
    let dimension = catalog.dimensions[reference.dimension]
    let member = catalog.member(reference)
    let parent = dimension.parent.flatMap { parent in
      member.parent.map { catalog.dimensions[parent].members[$0] }
    }
    let name = member.names[language]
    return page(
      "\(name) – \(dimension.names[language])",
      [
        line("Thuộc về", "In", parent?.names[language] ?? ""),
        line("Mã", "Code", member.code),
        line("Có từ", "Since", member.validFrom?.dayMonthYear ?? ""),
        line("Có đến", "Until", member.validTo?.dayMonthYear ?? ""),
        line(
          "Gồm", "Made of",
          member.unionOf.map { dimension.members[$0].names[language] }.joined(separator: ", ")),
        line("Tên khác", "Also", member.aliases.prefix(6).joined(separator: ", ")),
        line("Điều kiện", "Condition", "\(say(dimension.names.vietnamese, dimension.id)) = \"\(name)\""),
      ])
  }

  func definitionSections(_ word: String) -> [String] {
    guard catalog.lexicon.meanings(of: word).contains(.definition) else { return [] }
    return [
      page(
        word,
        [
          say(
            "Tên đặt bằng ‘đặt’; ‘xem định nghĩa’ cho biết biểu thức.",
            "A name of let; show lets tells its expression.")
        ])
    ]
  }
}
