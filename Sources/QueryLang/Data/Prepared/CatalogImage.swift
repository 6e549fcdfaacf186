// What names mean, in an image of loaded data.

extension Catalog: Imaged {
  init(from image: inout ImageReader) {
    self.init()
    dimensions = [Dimension](from: &image)
    measures = [Measure](from: &image)
    sources = [SourceDocument](from: &image)
    checks = [CheckRule](from: &image)
    caseFields = [CaseField](from: &image)
    lexicon = NameLexicon(from: &image)
    memberResources = [Int: String](from: &image)
    defaults = [MemberReference](from: &image)
    retiredSources = Set(from: &image)
    dimensionIndexByID = Catalog.indices(dimensions.lazy.map(\.id))
    measureIndexByID = Catalog.indices(measures.lazy.map(\.id))
    sourceIndexByID = Catalog.indices(sources.lazy.map(\.id))
    formulas = MeasureFormulas(from: &image)
  }

  func write(to image: inout ImageWriter) {
    dimensions.write(to: &image)
    measures.write(to: &image)
    sources.write(to: &image)
    checks.write(to: &image)
    caseFields.write(to: &image)
    lexicon.write(to: &image)
    memberResources.write(to: &image)
    defaults.write(to: &image)
    retiredSources.write(to: &image)
    formulas.write(to: &image)
  }

  /// Later ones take the place of earlier ones, as in loading.
  static func indices(_ ids: some Collection<String>) -> [String: Int] {
    var indices: [String: Int] = [:]
    indices.reserveCapacity(ids.count)
    for (index, id) in ids.enumerated() { indices[id] = index }
    return indices
  }
}

extension MeasureFormulas: Imaged {
  init(from image: inout ImageReader) {
    closures = [Int: Set<Int>](from: &image)
    filters = [Int: Set<Int>](from: &image)
  }

  func write(to image: inout ImageWriter) {
    closures.write(to: &image)
    filters.write(to: &image)
  }
}

// MARK: Dimensions

extension Dimension: Imaged {
  init(from image: inout ImageReader) {
    self.init(
      index: image.number(), id: image.text(), names: Localized(from: &image),
      aliases: [String](from: &image), parent: Int?(from: &image), partition: Partition(from: &image),
      isOpen: Bool(from: &image), defaultMemberID: image.text(), unionOf: [Int](from: &image),
      members: [Member](from: &image), memberIndexByID: IDTable(from: &image),
      implied: [MemberReference](from: &image))
  }

  func write(to image: inout ImageWriter) {
    image.append(index)
    image.append(id)
    names.write(to: &image)
    aliases.write(to: &image)
    parent.write(to: &image)
    partition.write(to: &image)
    isOpen.write(to: &image)
    image.append(defaultMemberID)
    unionOf.write(to: &image)
    members.write(to: &image)
    memberIndexByID.write(to: &image)
    implied.write(to: &image)
  }
}

extension Dimension.Partition: Imaged {
  init(from image: inout ImageReader) {
    switch image.byte() {
    case 0: self = .none
    case 1: self = .whole
    default: self = .part(dimension: image.number(), member: image.number())
    }
  }

  func write(to image: inout ImageWriter) {
    switch self {
    case .none: image.append(0 as UInt8)
    case .whole: image.append(1 as UInt8)
    case .part(let dimension, let member):
      image.append(2 as UInt8)
      image.append(dimension)
      image.append(member)
    }
  }
}

extension MemberReference: Imaged {
  init(from image: inout ImageReader) {
    self.init(dimension: image.number(), member: image.number())
  }

  func write(to image: inout ImageWriter) {
    image.append(dimension)
    image.append(member)
  }
}

extension Member: Imaged {
  init(from image: inout ImageReader) {
    index = image.number()
    id = image.text()
    code = image.text()
    names = Localized(from: &image)
    shortName = image.text()
    aliases = [String](from: &image)
    order = image.number()
    parent = Int?(from: &image)
    unionOf = [Int](from: &image)
    isSummand = Bool(from: &image)
    isCountedInside = Bool(from: &image)
    implied = [MemberReference](from: &image)
    validFrom = Day?(from: &image)
    validTo = Day?(from: &image)
    origin = MemberReference?(from: &image)
  }

  func write(to image: inout ImageWriter) {
    image.append(index)
    image.append(id)
    image.append(code)
    names.write(to: &image)
    image.append(shortName)
    aliases.write(to: &image)
    image.append(order)
    parent.write(to: &image)
    unionOf.write(to: &image)
    isSummand.write(to: &image)
    isCountedInside.write(to: &image)
    implied.write(to: &image)
    validFrom.write(to: &image)
    validTo.write(to: &image)
    origin.write(to: &image)
  }
}

// MARK: Documents, rules, columns of case systems

extension SourceDocument: Imaged {
  init(from image: inout ImageReader) {
    index = image.number()
    id = image.text()
    title = Localized(from: &image)
    issuer = image.text()
    number = image.text()
    date = image.text()
    period = Period?(from: &image)
    exactDates = ExactDates(from: &image)
    supersedes = image.text()
    textPath = image.text()
  }

  func write(to image: inout ImageWriter) {
    image.append(index)
    image.append(id)
    title.write(to: &image)
    image.append(issuer)
    image.append(number)
    image.append(date)
    period.write(to: &image)
    exactDates.write(to: &image)
    image.append(supersedes)
    image.append(textPath)
  }
}

extension CheckRule: Imaged {
  init(from image: inout ImageReader) {
    id = image.text()
    ruleText = image.text()
    tolerance = ExactDecimal(from: &image)
    whereText = image.text()
    severity = image.choice()
    message = Localized(from: &image)
    place = DataPlace(from: &image)
  }

  func write(to image: inout ImageWriter) {
    image.append(id)
    image.append(ruleText)
    tolerance.write(to: &image)
    image.append(whereText)
    image.append(severity)
    message.write(to: &image)
    place.write(to: &image)
  }
}

extension CaseField: Imaged {
  init(from image: inout ImageReader) {
    id = image.text()
    role = image.choice()
    dimension = Int?(from: &image)
    names = Localized(from: &image)
    aliases = [String](from: &image)
  }

  func write(to image: inout ImageWriter) {
    image.append(id)
    image.append(role)
    dimension.write(to: &image)
    names.write(to: &image)
    aliases.write(to: &image)
  }
}

extension DataPlace: Imaged {
  init(from image: inout ImageReader) {
    self.init(file: image.text(), line: Int?(from: &image), column: String?(from: &image))
  }

  func write(to image: inout ImageWriter) {
    image.append(file)
    line.write(to: &image)
    column.write(to: &image)
  }
}
