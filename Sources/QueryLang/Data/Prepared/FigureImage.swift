// Figures, and the values that they and the catalog share, in an image of loaded data.

extension Figure: Imaged {
  init(from image: inout ImageReader) {
    measure = image.number()
    cell = Cell(sorted: [MemberReference](from: &image))
    period = Period(from: &image)
    exactDates = ExactDates(from: &image)
    isIncomplete = Bool(from: &image)
    value = ExactDecimal(from: &image)
    bound = Bound?(from: &image)
    isApproximate = Bool(from: &image)
    denominator = image.text()
    decimals = image.number()
    source = image.number()
    section = image.text()
    line = image.number()
    ordinal = image.number()
    dataset = image.number()
  }

  func write(to image: inout ImageWriter) {
    image.append(measure)
    cell.members.write(to: &image)
    period.write(to: &image)
    exactDates.write(to: &image)
    isIncomplete.write(to: &image)
    value.write(to: &image)
    bound.write(to: &image)
    isApproximate.write(to: &image)
    image.append(denominator)
    image.append(decimals)
    image.append(source)
    image.append(section)
    image.append(line)
    image.append(ordinal)
    image.append(dataset)
  }
}

extension FigureStore: Imaged {
  init(from image: inout ImageReader) {
    let figures = [Figure](from: &image)
    let superseded = Set<Int>(from: &image)
    self = image.isBroken ? FigureStore() : FigureStore(figures, supersededSources: superseded)
  }

  func write(to image: inout ImageWriter) {
    figures.write(to: &image)
    supersededSources.write(to: &image)
  }
}

extension Library.Dataset: Imaged {
  init(from image: inout ImageReader) {
    index = image.number()
    name = image.text()
    folder = image.text()
    isBuiltIn = Bool(from: &image)
    figureCount = image.number()
    caseCount = Int?(from: &image)
    isLoaded = Bool(from: &image)
  }

  func write(to image: inout ImageWriter) {
    image.append(index)
    image.append(name)
    image.append(folder)
    isBuiltIn.write(to: &image)
    image.append(figureCount)
    caseCount.write(to: &image)
    isLoaded.write(to: &image)
  }
}

extension Bound: Imaged {
  init(from image: inout ImageReader) { self = image.choice() }
  func write(to image: inout ImageWriter) { image.append(self) }
}

extension Localized: Imaged {
  init(from image: inout ImageReader) { self.init(vi: image.text(), en: image.text()) }

  func write(to image: inout ImageWriter) {
    image.append(vietnamese)
    image.append(english)
  }
}

extension Day: Imaged {
  init(from image: inout ImageReader) { self.init(daysSince1970: image.number()) }
  func write(to image: inout ImageWriter) { image.append(daysSince1970) }
}

extension Period: Imaged {
  init(from image: inout ImageReader) {
    let first = Day(from: &image)
    let last = Day(from: &image)
    if last < first { image.fail() }
    self = Period(first: first, last: last) ?? Period(day: first)
  }

  func write(to image: inout ImageWriter) {
    first.write(to: &image)
    last.write(to: &image)
  }
}

extension ExactDates: Imaged {
  init(from image: inout ImageReader) {
    first = Day?(from: &image)
    last = Day?(from: &image)
    basis = image.choice()
  }

  func write(to image: inout ImageWriter) {
    first.write(to: &image)
    last.write(to: &image)
    image.append(basis)
  }
}

extension ExactDecimal: Imaged {
  init(from image: inout ImageReader) {
    let high = image.number()
    let low = UInt128(UInt64(bitPattern: Int64(image.number())))
    var scale = image.number()
    if !(0...ExactDecimal.mostDigits).contains(scale) {
      image.fail()
      // Trailing zeros are taken off one by one: of this many there is no end.
      scale = 0
    }
    self.init(
      significand: Int128(truncatingIfNeeded: UInt128(truncatingIfNeeded: high) << 64 | low), scale: scale)
  }

  func write(to image: inout ImageWriter) {
    image.append(Int(truncatingIfNeeded: significand >> 64))
    image.append(Int(truncatingIfNeeded: significand))
    image.append(scale)
  }
}
