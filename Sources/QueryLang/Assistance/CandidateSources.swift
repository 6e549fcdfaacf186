/// What may stand at each kind of place.
struct CandidateSources {
  private let completion: Completion
  private let context: CompletionContext
  /// The language that the statement is written in.
  private let language: Language
  private let typed: String
  /// Words that this version only reads are offered to those who begin to type them.
  private var showsUnanswered: Bool { !typed.isEmpty }
  private var catalog: Catalog { completion.catalog }

  init(
    _ completion: Completion, _ context: CompletionContext, _ language: Language, typed: String
  ) {
    self.completion = completion
    self.context = context
    self.language = language
    self.typed = typed
  }

  func candidates(at place: CompletionPlace) -> [NamedCandidate] {
    switch place {
    case .statement: measures + words(Keyword.statementWords)
    case .words(let keywords): words(keywords)
    case .measure: measures
    case .column(let withKeys): inOrder(columns + (withKeys ? context.keys.compactMap { field($0) } : []))
    case .key: fields(of: context.measures).filter { !isKey($0.subject) }
    case .ownKey: context.keys.compactMap { field($0) }
    case .field(let measure):
      measure.map { fields(of: [$0], withTimes: false) }
        ?? fields(of: context.measures) + caseValues { $0 != .identifier }
    case .caseNumber: caseValues { $0.isNumber }
    case .listField: caseValues { _ in true } + fields(of: [], withTimes: false)
    case .comparison: comparisons
    case .fieldAlone(let words): words.flatMap { clauses($0) }
    case .member(let dimensions): members(of: dimensions)
    case .period(let field): periods(of: field)
    case .dimension: catalog.dimensions.map { dimension($0) }
    case .parameterType: fields(of: []) + plain(["number", "text"])
    case .dataset: datasets
    case .setting: completion.settings.map { topic([$0], of: $0) }
    case .shownKind: inOrder(ShownKind.allCases.map { shownKind($0) })
    case .stage: inOrder(stages)
    case .helpWord: helpWords
    case .checkRule: plain(cases == nil ? catalog.checks.map(\.id) : CaseCheckRule.allCases.map(\.rawValue))
    case .texts(let texts): plain(texts)
    case .pipe: [pipe]
    case .file(let isNew): files(isNew: isNew)
    }
  }

  /// Kept as they stand.
  private func inOrder(_ candidates: [NamedCandidate]) -> [NamedCandidate] {
    candidates.enumerated().map { place, candidate in
      var candidate = candidate
      candidate.rank = place
      return candidate
    }
  }

  private func plain(_ texts: [String]) -> [NamedCandidate] {
    texts.enumerated().map { rank, text in
      NamedCandidate(names: [text], subject: .plain(Localized(both: "")), rank: rank)
    }
  }

  /// Names in the statement's language first.
  private func ordered(_ english: [String], _ vietnamese: [String]) -> [String] {
    language == .vietnamese ? vietnamese + english : english + vietnamese
  }

  // MARK: Measures

  private var measures: [NamedCandidate] {
    let functions = FunctionName.allCases.compactMap { function -> NamedCandidate? in
      var candidate = topic([function.rawValue], of: function.rawValue)
      candidate.suffix = "("
      candidate.isWord = true
      candidate.rank = Keyword.allCases.count
      return isOffered(function.rawValue) ? candidate : nil
    }
    return catalog.measures.map { measure($0) } + definitions + functions
  }

  /// In the catalog's order, where the usual ones come first; those that no figure is about after all others.
  private func measure(_ measure: Measure) -> NamedCandidate {
    let names = ordered([measure.id, measure.names.english], [measure.names.vietnamese])
    let isReported = measure.formula != nil || completion.reported?.contains(measure.index) != false
    return NamedCandidate(
      names: names + measure.aliases, subject: .measure(measure.index),
      rank: 1 + measure.index + (isReported ? 0 : catalog.measures.count))
  }

  private var definitions: [NamedCandidate] {
    completion.definitions.map { NamedCandidate(names: [$0], subject: .plain(Localized(both: "let"))) }
  }

  private var columns: [NamedCandidate] {
    let named = context.aliases.map { NamedCandidate(names: [$0], subject: .plain(Localized(both: "as"))) }
    var seen: Set<Int> = []
    let own = context.measures.filter { seen.insert($0).inserted }.map { measure(catalog.measures[$0]) }
    return own.isEmpty && named.isEmpty ? measures : own + named
  }

  /// `theo quý`, `khi quý = ` for `quy`, where the field is named whole.
  private func clauses(_ keyword: Keyword) -> [NamedCandidate] {
    let word = language == .vietnamese ? keyword.vietnamese : keyword.canonical
    let typed = folded(self.typed)
    return fields(of: context.measures).compactMap { field in
      guard let name = field.names.first(where: { folded($0) == typed }) else { return nil }
      var candidate = NamedCandidate(names: [name], subject: field.subject)
      (candidate.prefix, candidate.suffix) = (word + " ", keyword == .by ? "" : " = ")
      candidate.rank = keyword == .by ? 0 : 1
      return candidate
    }
  }

  // MARK: Fields

  /// The dimensions that all of `measures` have, in the catalog's order, and the time fields, behind the places.
  private func fields(of measures: [Int], withTimes: Bool = true) -> [NamedCandidate] {
    let shared = catalog.dimensions.filter { dimension in
      if let cases { return cases.dimensions.contains(dimension.index) }
      return measures.allSatisfy { catalog.measures[$0].dimensions.contains(dimension.index) }
    }
    return shared.map { dimension($0) } + (withTimes ? TimeField.allCases.map { time($0) } : [])
  }

  /// The cases asked; of a list without `from` the only ones there are.
  private var cases: CaseNames? {
    let named = context.dataset ?? completion.defaultDataset
    if let named, let cases = completion.cases[named] { return cases }
    return context.isList && completion.cases.count == 1 ? completion.cases.first?.value : nil
  }

  /// Days and numbers of the cases asked; where none are named yet, of any.
  private func caseValues(_ isMeant: (CaseValue) -> Bool) -> [NamedCandidate] {
    let asked = cases.map { [$0] } ?? (context.dataset == nil ? Array(completion.cases.values) : [])
    var seen: Set<CaseValue> = []
    return asked.flatMap(\.values).filter { isMeant($0.value) && seen.insert($0.value).inserted }
      .enumerated().map { rank, entry in
        NamedCandidate(
          names: ordered([entry.id, entry.names.english], [entry.names.vietnamese]),
          subject: .names(entry.names), isQuotable: true, rank: rank)
      }
  }

  private func isKey(_ subject: NamedCandidate.Subject) -> Bool {
    switch subject {
    case .dimension(let index): context.keys.contains(.dimension(index))
    case .timeField(let field): context.keys.contains(.timeField(field))
    case .measure, .member, .topic, .names, .plain: false
    }
  }

  private func field(_ meaning: NameLexicon.Meaning) -> NamedCandidate? {
    switch meaning {
    case .dimension(let index): dimension(catalog.dimensions[index])
    case .timeField(let field): time(field)
    default: nil
    }
  }

  private func dimension(_ dimension: Dimension) -> NamedCandidate {
    let names = ordered([dimension.id, dimension.names.english], [dimension.names.vietnamese])
    return NamedCandidate(
      names: names + dimension.aliases, subject: .dimension(dimension.index), rank: 10 * dimension.index,
      properNames: names.count)
  }

  private func time(_ field: TimeField) -> NamedCandidate {
    let names = ordered([field.rawValue], [field.names.vietnamese]) + field.aliases
    let units = catalog.dimensionIndexByID["unit"] ?? catalog.dimensions.count
    let usual: [TimeField] = [.quarter, .year, .half, .month, .period, .date]
    let place = usual.firstIndex(of: field) ?? usual.count
    return NamedCandidate(names: names, subject: .timeField(field), rank: 10 * units + 1 + place)
  }

  // MARK: Values

  private func members(of dimensions: [Int]) -> [NamedCandidate] {
    let chosen = dimensions.isEmpty ? Array(catalog.dimensions.indices) : dimensions
    var candidates: [NamedCandidate] = []
    for dimension in chosen {
      for member in catalog.dimensions[dimension].members where isInsideCondition(member, of: dimension) {
        let reference = MemberReference(dimension: dimension, member: member.index)
        candidates.append(
          NamedCandidate(names: names(of: member), subject: .member(reference), isQuotable: true))
      }
    }
    return candidates
  }

  /// Whether the member lies in what the statement says about its parents.
  private func isInsideCondition(_ member: Member, of dimension: Int) -> Bool {
    if context.chosen.isEmpty { return true }
    let origin = member.origin ?? MemberReference(dimension: dimension, member: member.index)
    var place = origin
    while let parent = catalog.dimensions[place.dimension].parent, let index = catalog.member(place).parent {
      place = MemberReference(dimension: parent, member: index)
      if let chosen = context.chosen[parent], !chosen.contains(index) { return false }
    }
    return true
  }

  /// Proper names are the same in both languages; other members have an English identifier.
  private func names(of member: Member) -> [String] {
    let isProperName = member.names.english == member.names.vietnamese
    if isProperName {
      let full = member.shortName == member.names.vietnamese ? [] : [member.names.vietnamese]
      return [member.shortName] + full + member.aliases
    }
    return ordered([member.id, member.names.english], [member.shortName, member.names.vietnamese])
      + member.aliases
  }

  /// `latest`, then the periods of the field's grain that documents are about, the last first.
  private func periods(of field: TimeField) -> [NamedCandidate] {
    let spans = catalog.sources.compactMap(\.period)
    let own = spans.filter { field.grain == nil || $0.grain == field.grain }
    let around = spans.compactMap { span in
      field.grain.flatMap { Period.containing(span.last, grain: $0) }
    }
    let periods = Set(own.isEmpty ? around : own).filter { $0.grain != .span }.sorted(by: >).prefix(8)
    let latest = word(.latest)
    return [latest].compactMap { $0 }
      + periods.enumerated().map { rank, period in
        NamedCandidate(
          names: [period.display, period.description] + [period.romanQuarter].compactMap { $0 },
          subject: .plain(field.names), rank: rank + 1)
      }
  }

  private var comparisons: [NamedCandidate] {
    let words = language == .vietnamese ? ["trong", "là thiếu"] : ["in", "is missing"]
    return plain(["=", "!="] + words.prefix(1) + ["~"] + words.dropFirst())
  }

  // MARK: Words of the language

  private func words(_ keywords: [Keyword]) -> [NamedCandidate] { keywords.compactMap { word($0) } }

  private func word(_ keyword: Keyword) -> NamedCandidate? {
    let topic = HelpTopic.topic(for: keyword)
    guard showsUnanswered || topic?.isAnswered != false else { return nil }
    let further = keyword.spellings.map { $0.joined(separator: " ") }.filter {
      $0 != folded(keyword.vietnamese)
    }
    let names = ordered([keyword.canonical], [keyword.vietnamese]) + further
    let text = topic?.text ?? Localized(both: "")
    return NamedCandidate(
      names: names, subject: .topic(text), isWord: keyword != .latest,
      rank: keyword == .latest ? 0 : keyword.usualPlace)
  }

  private var pipe: NamedCandidate {
    let meaning = Localized(
      vi: "Chọn cách trình bày, hoặc ghi ra tệp: csv, into …",
      en: "How to show the answer, or a file to write it to: csv, into …")
    return NamedCandidate(
      names: ["|"], subject: .plain(meaning), isWord: true, rank: Keyword.allCases.count + 1)
  }

  // MARK: Files

  /// A name for a new file comes first, so that there is something to choose in an empty folder.
  private func files(isNew: Bool) -> [NamedCandidate] {
    let present = completion.files(typed)
    let shown = isNew ? present.filter { $0.hasSuffix("/") } : present
    let fresh = StageSyntax.newFile(besides: completion.files(""), language)
    return (isNew ? [file(fresh, Localized(vi: "tệp mới", en: "a new file"), rank: 0)] : [])
      + shown.map { file($0, Localized(both: ""), rank: 1) }
  }

  private func file(_ path: String, _ meaning: Localized, rank: Int) -> NamedCandidate {
    NamedCandidate(names: [path], subject: .plain(meaning), isQuotable: true, isPath: true, rank: rank)
  }

  private func topic(_ names: [String], of word: String) -> NamedCandidate {
    let text = HelpTopic.topics(for: word).first?.text ?? Localized(both: "")
    return NamedCandidate(names: names, subject: .topic(text))
  }

  private func isOffered(_ word: String) -> Bool {
    showsUnanswered || HelpTopic.topics(for: word).contains(where: \.isAnswered)
  }

  private var stages: [NamedCandidate] {
    let formats = (StageSyntax.formats + ["html", "chart"]).filter { isOffered($0) }.map {
      topic([$0], of: $0)
    }
    let into = StageSyntax.fileWord
    return formats + [topic(ordered([into.english], [into.vietnamese]), of: into.english)]
  }

  private var datasets: [NamedCandidate] {
    let all = Library.allFigures
    let everything = NamedCandidate(
      names: ordered([all.english], [all.vietnamese]),
      subject: .plain(Localized(vi: "mọi số liệu đã nạp", en: "all loaded figures")), isQuotable: true)
    let loaded = completion.datasets.map {
      NamedCandidate(
        names: [$0], subject: .plain(Localized(vi: "bộ dữ liệu", en: "dataset")), isQuotable: true)
    }
    return [everything] + loaded
  }

  private func shownKind(_ kind: ShownKind) -> NamedCandidate {
    let names = ordered([kind.names.english], [kind.names.vietnamese])
    return NamedCandidate(names: names, subject: .names(kind.names))
  }

  /// What newcomers ask about first, then the other words and the names.
  private var helpWords: [NamedCandidate] {
    let usual = Keyword.helpOrder + Keyword.allCases.filter { !Keyword.helpOrder.contains($0) }
    let others = (OutputFormat.allCases.map(\.rawValue) + FunctionName.allCases.map(\.rawValue)).map {
      topic([$0], of: $0)
    }
    return inOrder(
      usual.compactMap { word($0) } + fields(of: []) + catalog.measures.map { measure($0) } + others
    )
    .map { candidate in
      var candidate = candidate
      candidate.isWord = false
      return candidate
    }
  }
}
