// Measures and what they are computed of, in an image of loaded data.

extension Measure: Imaged {
  init(from image: inout ImageReader) {
    // Field by field: made whole by another initializer, it would be copied.
    index = image.number()
    id = image.text()
    names = Localized(from: &image)
    aliases = [String](from: &image)
    let unit = image.text()
    let kind: MeasureKind = image.choice()
    self.unit = unit
    self.kind = kind
    formulaText = image.text()
    formula = BoundExpression?(from: &image)
    limits = MeasureLimits(
      isNonNegative: Bool(from: &image), decimals: Int?(from: &image), maximum: ExactDecimal?(from: &image),
      kind: kind, unit: unit)
    formCodes = [String](from: &image)
    appendixCodes = [String](from: &image)
    caseRule = CaseRule?(from: &image)
    caseFormula = BoundExpression?(from: &image)
    caseFormulaText = image.text()
    statistic = CaseStatisticRule?(from: &image)
    dimensions = Set(from: &image)
    codeLabels = image.text()
    definition = Localized(from: &image)
    definitionSource = image.text()
  }

  func write(to image: inout ImageWriter) {
    image.append(index)
    image.append(id)
    names.write(to: &image)
    aliases.write(to: &image)
    image.append(unit)
    image.append(kind)
    image.append(formulaText)
    formula.write(to: &image)
    limits.isNonNegative.write(to: &image)
    limits.decimals.write(to: &image)
    limits.maximum.write(to: &image)
    formCodes.write(to: &image)
    appendixCodes.write(to: &image)
    caseRule.write(to: &image)
    caseFormula.write(to: &image)
    image.append(caseFormulaText)
    statistic.write(to: &image)
    dimensions.write(to: &image)
    image.append(codeLabels)
    definition.write(to: &image)
    image.append(definitionSource)
  }
}

extension CaseRule: Imaged {
  init(from image: inout ImageReader) {
    self.init(date: image.choice(), conditions: [Selection](from: &image))
  }

  func write(to image: inout ImageWriter) {
    image.append(date)
    conditions.write(to: &image)
  }
}

extension CaseStatisticRule: Imaged {
  init(from image: inout ImageReader) {
    function = image.choice()
    number = image.text()
  }

  func write(to image: inout ImageWriter) {
    image.append(function)
    image.append(number)
  }
}

extension Selection: Imaged {
  init(from image: inout ImageReader) {
    self.init(dimension: image.number(), members: [Int](from: &image))
  }

  func write(to image: inout ImageWriter) {
    image.append(dimension)
    members.write(to: &image)
  }
}

extension BoundExpression: Imaged {
  init(from image: inout ImageReader) {
    self = image.nested({ BoundExpression(readFrom: &$0) }, orElse: .number(.zero))
  }

  private init(readFrom image: inout ImageReader) {
    switch image.byte() {
    case 0: self = .number(ExactDecimal(from: &image))
    case 1: self = .measure(MeasureReference(measure: image.number(), filter: [Selection](from: &image)))
    case 2: self = .negated(BoundExpression(from: &image))
    case 3:
      self = .binary(image.choice(), BoundExpression(from: &image), BoundExpression(from: &image))
    case 4: self = .coalesce(BoundExpression(from: &image), BoundExpression(from: &image))
    case 5: self = .rounded(BoundExpression(from: &image), digits: image.number())
    case 6: self = .window(WindowCall(from: &image))
    default:
      image.fail()
      self = .number(.zero)
    }
  }

  func write(to image: inout ImageWriter) {
    switch self {
    case .number(let number):
      image.append(0 as UInt8)
      number.write(to: &image)
    case .measure(let reference):
      image.append(1 as UInt8)
      image.append(reference.measure)
      reference.filter.write(to: &image)
    case .negated(let operand):
      image.append(2 as UInt8)
      operand.write(to: &image)
    case .binary(let operation, let left, let right):
      image.append(3 as UInt8)
      image.append(operation)
      left.write(to: &image)
      right.write(to: &image)
    case .coalesce(let left, let right):
      image.append(4 as UInt8)
      left.write(to: &image)
      right.write(to: &image)
    case .rounded(let operand, let digits):
      image.append(5 as UInt8)
      operand.write(to: &image)
      image.append(digits)
    case .window(let window):
      image.append(6 as UInt8)
      window.write(to: &image)
    }
  }
}

extension WindowCall: Imaged {
  init(from image: inout ImageReader) {
    function = image.choice()
    operand = BoundExpression(from: &image)
    within = BoundKey?(from: &image)
  }

  func write(to image: inout ImageWriter) {
    image.append(function)
    operand.write(to: &image)
    within.write(to: &image)
  }
}

extension BoundKey: Imaged {
  init(from image: inout ImageReader) {
    self = image.byte() == 0 ? .dimension(image.number()) : .time(image.choice())
  }

  func write(to image: inout ImageWriter) {
    switch self {
    case .dimension(let dimension):
      image.append(0 as UInt8)
      image.append(dimension)
    case .time(let field):
      image.append(1 as UInt8)
      image.append(field)
    }
  }
}
