// Names and words of an explanation.
extension ExplanationWriter {
  func title(_ derivation: Derivation) -> Localized {
    switch derivation.label {
    case .expression(let expression): return Localized(both: canonical.write(expression))
    case .measure(let reference): return title(reference)
    case .member(let reference): return shown(reference)
    case .period(let period): return Localized(both: period.display)
    case .figure(let position):
      let figure = resolver.index[position]
      let members = bearing.ownMembers(figure.cell).filter { !catalog.defaults.contains($0) }.map(shown)
      return ([catalog.measures[figure.measure].names] + members + [Localized(both: figure.period.display)])
        .joined(" · ")
    }
  }

  private var bearing: FigureBearing { FigureBearing(query: derivations.plan.query, resolver: resolver) }

  func title(_ reference: MeasureReference) -> Localized {
    let names = catalog.measures[reference.measure].names
    if reference.filter.isEmpty { return names }
    let filter = reference.filter.map { selected($0) }.joined(", ")
    return [names, filter].joined(" · ")
  }

  /// For programs: `overdue`, `sector = local`, `2021-Q2`.
  func name(_ derivation: Derivation) -> String {
    switch derivation.label {
    case .expression(let expression): canonical.write(expression)
    case .measure(let reference): canonical.write(.measure(reference))
    case .member(let reference):
      canonical.write(Selection(dimension: reference.dimension, members: [reference.member]), among: [])
    case .period(let period): period.description
    case .figure(let position): catalog.measures[resolver.index[position].measure].id
    }
  }

  /// The cell and the time that a node is about.
  func place(_ derivation: Derivation) -> Localized {
    let coordinates = derivation.coordinates
    let members = bearing.ownMembers(coordinates.cell).filter { !catalog.defaults.contains($0) }.map(shown)
    let conditions = coordinates.conditions.map { selected($0) }
    return (members + conditions + [period(coordinates.time)]).joined(" · ")
  }

  func period(_ time: TimeExtent) -> Localized {
    switch time {
    case .period(let period): Localized(both: period.display)
    case .list(let periods): periods.map { Localized(both: $0.display) }.listed(ExplanationWriter.listed)
    }
  }

  static let listed = 6

  func selected(_ selection: Selection) -> Localized {
    selection.members.map { shown(MemberReference(dimension: selection.dimension, member: $0)) }
      .listed(ExplanationWriter.listed)
  }

  func shown(_ reference: MemberReference) -> Localized { canonical.shownName(reference) }

  // MARK: Roads

  func stepWord(_ step: Derivation.Step) -> String {
    switch step {
    case .reported, .figure: "reported"
    case .formula: "formula"
    case .expression: "expression"
    case .allMembers: "sum"
    case .united: "union"
    case .selected: "selection"
    case .periods: "periods"
    case .stock: "stock"
    case .knownMembers: "partial"
    case .missing: "missing"
    }
  }

  func road(_ derivation: Derivation) -> Localized {
    switch derivation.step {
    case .figure: return Localized(both: "")
    case .reported:
      return derivation.parts.count < 2
        ? Localized(both: "")
        : Localized(vi: "nêu \(derivation.parts.count) lần", en: "stated \(derivation.parts.count) times")
    case .formula(let expression), .expression(let expression):
      return Localized(both: canonical.write(expression))
    case .allMembers(let dimension):
      let names = catalog.dimensions[dimension].names
      let count = derivation.parts.count
      return Localized(
        vi: "cộng theo \(names.vietnamese), đủ \(count)", en: "sum over \(names.english), all \(count)")
    case .united(let union):
      let name = shown(union)
      return Localized(
        vi: "cộng các phần của \(name.vietnamese)", en: "sum of the members of \(name.english)")
    case .selected(let selection):
      let names = catalog.dimensions[selection.dimension].names
      return Localized(
        vi: "cộng \(selection.members.count) \(names.vietnamese) được chọn",
        en: "sum of the \(selection.members.count) \(names.counted.english) chosen")
    case .periods:
      return Localized(
        vi: "cộng \(derivation.parts.count) kỳ", en: "sum over \(derivation.parts.count) periods")
    case .stock: return Localized(vi: "số dư của một kỳ", en: "stock of one period")
    case .knownMembers(let dimension, _, _):
      let names = catalog.dimensions[dimension].names
      let known = derivation.parts.count
      return Localized(
        vi: "cộng theo \(names.vietnamese), \(known) có số liệu",
        en: "sum over \(names.english), \(known) known")
    case .missing: return missingRoad(derivation)
    }
  }

  func absent(_ derivation: Derivation) -> Localized {
    guard case .knownMembers(let dimension, let absent, _) = derivation.step, !absent.isEmpty else {
      return Localized(both: "")
    }
    let names = absent.map { shown(MemberReference(dimension: dimension, member: $0)) }
      .listed(ExplanationWriter.listed)
    return Localized(
      vi: "không tìm thấy: \(names.vietnamese)", en: "not found: \(names.english)")
  }

  private func missingRoad(_ derivation: Derivation) -> Localized {
    let place = place(derivation)
    return Localized(
      vi: "đã tìm: \(place.vietnamese); không văn bản nào nêu, không tính được từ các phần",
      en: "looked for: \(place.english); no document gives it, nor its parts")
  }
}

extension Localized {
  var isEmpty: Bool { vietnamese.isEmpty && english.isEmpty }
}
