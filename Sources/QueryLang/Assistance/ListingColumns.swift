extension ListingTable.Column {
  private init(_ name: String, _ vi: String, _ en: String, isCode: Bool = false, aliases: [String] = []) {
    self.init(name: name, title: Localized(vi: vi, en: en), isCode: isCode, aliases: aliases)
  }

  static let id = Self("id", "định danh", "id", aliases: ["mã định danh"])
  static let code = Self("code", "mã", "code")
  static let name = Self("name", "tên", "name")
  static let vietnameseName = Self("name_vi", "tên tiếng Việt", "Vietnamese name", aliases: ["name", "tên"])
  static let englishName = Self("name_en", "tên tiếng Anh", "English name")
  static let unit = Self("unit", "đơn vị tính", "unit", aliases: ["đơn vị"])
  static let kind = Self("kind", "loại", "kind")
  static let formula = Self("formula", "công thức", "formula")
  static let dimensions = Self("dimensions", "các chiều", "dimensions", aliases: ["dimension", "chiều"])
  static let formCode = Self("form_code", "mã biểu", "form code", isCode: true, aliases: ["biểu"])
  static let appendixCode = Self(
    "appendix_code", "mã phụ lục", "appendix code", isCode: true, aliases: ["phụ lục"])
  static let parent = Self("parent", "chiều cha", "parent")
  static let partition = Self("partition", "là phần của", "part of")
  static let list = Self("list", "danh sách", "list")
  static let members = Self("members", "số giá trị", "members")
  static let engine = Self("engine", "gồm", "engine", aliases: ["loại", "kind"])
  static let rows = Self("rows", "số dòng", "rows", aliases: ["figures", "số liệu"])
  static let folder = Self("folder", "thư mục", "folder")
  static let figures = Self("figures", "số liệu", "figures")
  static let title = Self("title", "tên văn bản", "title")
  static let issuer = Self("issuer", "nơi ban hành", "issuer", aliases: ["cơ quan ban hành"])
  static let number = Self("number", "số hiệu", "number")
  static let date = Self("date", "ngày", "date")
  static let period = Self("period", "kỳ", "period")
  static let periodStart = Self("period_start", "từ ngày", "from day")
  static let periodEnd = Self("period_end", "đến ngày", "to day")
  static let periodBasis = Self("period_basis", "căn cứ ngày", "dates known by", aliases: ["basis"])
  static let rule = Self("rule", "quy tắc", "rule")
  static let tolerance = Self("tolerance", "sai số", "tolerance")
  static let condition = Self("where", "khi", "where")
  static let severity = Self("severity", "mức lỗi", "severity")
  static let message = Self("message", "diễn giải", "message")
  static let value = Self("value", "giá trị", "value")
  static let choices = Self("choices", "có thể đặt", "choices")
  static let meaning = Self("meaning", "ý nghĩa", "meaning")
  static let expression = Self("expression", "biểu thức", "expression")
  static let type = Self("type", "kiểu", "type")
  static let origin = Self("origin", "giá trị từ", "value from")
  static let position = Self("position", "thứ tự", "position")
  static let statement = Self("statement", "câu lệnh", "statement")
  static let validFrom = Self("valid_from", "có từ", "valid from")
  static let validTo = Self("valid_to", "có đến", "valid to")
  static let unionOf = Self("union_of", "gồm", "union of")

  /// The columns of `show`; `parent` is the column for the parent of a dimension that has one.
  static func all(of kind: ShownKind, parent: ListingTable.Column? = nil) -> [ListingTable.Column] {
    switch kind {
    case .measures:
      [id, vietnameseName, englishName, unit, .kind, formula, dimensions, formCode, appendixCode]
    case .dimensions: [id, vietnameseName, englishName, .parent, partition, list, members]
    case .datasets: [name, engine, rows, folder]
    case .sources: [id, title, issuer, number, date, period, periodStart, periodEnd, periodBasis]
    case .checks: [id, rule, tolerance, condition, severity, message]
    case .settings: [name, value, choices, meaning]
    case .lets: [name, expression]
    case .params: [name, type, value, origin]
    case .history: [position, statement]
    case .values: [id, code, name] + (parent.map { [$0] } ?? []) + [validFrom, validTo, unionOf]
    }
  }

  static func parent(of dimension: Dimension, in catalog: Catalog) -> ListingTable.Column? {
    dimension.parent.map { index in
      let parent = catalog.dimensions[index]
      return Self(name: parent.id, title: parent.names, aliases: ["parent"] + parent.aliases)
    }
  }
}
