// What a name can mean, in an image of loaded data.

extension NameLexicon.Meaning: Imaged {
  init(from image: inout ImageReader) {
    switch image.byte() {
    case 0: self = .measure(image.number())
    case 1: self = .dimension(image.number())
    case 2: self = .member(dimension: image.number(), member: image.number())
    case 3: self = .timeField(image.choice())
    case 4: self = .dataset(image.number())
    case 5: self = .definition
    case 6: self = .function(image.choice())
    case 7: self = .column(image.number())
    case 8: self = .caseValue(.identifier)
    case 9: self = .caseValue(.processingDays)
    case 10: self = .caseValue(.day(image.choice()))
    case 11: self = .caseValue(.number(image.text()))
    default:
      image.fail()
      self = .definition
    }
  }

  func write(to image: inout ImageWriter) {
    switch self {
    case .measure(let measure):
      image.append(0 as UInt8)
      image.append(measure)
    case .dimension(let dimension):
      image.append(1 as UInt8)
      image.append(dimension)
    case .member(let dimension, let member):
      image.append(2 as UInt8)
      image.append(dimension)
      image.append(member)
    case .timeField(let field):
      image.append(3 as UInt8)
      image.append(field)
    case .dataset(let dataset):
      image.append(4 as UInt8)
      image.append(dataset)
    case .definition: image.append(5 as UInt8)
    case .function(let function):
      image.append(6 as UInt8)
      image.append(function)
    case .column(let column):
      image.append(7 as UInt8)
      image.append(column)
    case .caseValue(.identifier): image.append(8 as UInt8)
    case .caseValue(.processingDays): image.append(9 as UInt8)
    case .caseValue(.day(let day)):
      image.append(10 as UInt8)
      image.append(day)
    case .caseValue(.number(let id)):
      image.append(11 as UInt8)
      image.append(id)
    }
  }
}
