internal import QueryLang

/// What `set` changes.
struct Settings {
  var language: Language = .vietnamese
  var format: OutputFormat = .table
  var showsTiming = false
  var showsStatus = false
  var showsCodes = false
  var isStrict = false
  /// Which days the periods of cases have.
  var periods: PeriodCalendar = .calendar
  /// Counts of fewer cases are hidden; `nil`: none are.
  var hideBelow: Int?
  var color: ColorChoice = .auto
  /// At the prompt, long answers page by page.
  var usesPager = true
  /// Where the texts of documents are, for `why`; `nil`: nowhere.
  var documentsFolder: String?
  /// `--safe`: for good once it is on.
  var isSafe = false

  enum Name: String, CaseIterable {
    case lang, format, timing, status, codes, strict, periods, color, pager, documents, safe
    case hideBelow = "hide_below"
  }

  static func choices(_ name: Name) -> [String] {
    switch name {
    case .lang: Language.allCases.map(\.rawValue)
    case .format: OutputFormat.allCases.map(\.rawValue)
    case .color: ColorChoice.allCases.map(\.rawValue)
    case .periods: PeriodCalendar.allCases.map(\.rawValue)
    case .documents: ["\"…\"", "off"]
    case .hideBelow: ["5", "off"]
    case .timing, .status, .codes, .strict, .pager, .safe: ["on", "off"]
    }
  }

  static func meaning(_ name: Name) -> Localized {
    switch name {
    case .lang: Localized(vi: "ngôn ngữ hiển thị", en: "display language")
    case .format: Localized(vi: "cách trình bày kết quả", en: "how results are presented")
    case .timing: Localized(vi: "cho biết thời gian trả lời", en: "say how long an answer took")
    case .status:
      Localized(vi: "thêm cột trạng thái của từng số", en: "add columns with each figure's status")
    case .codes: Localized(vi: "thêm cột mã", en: "add columns of codes")
    case .strict: Localized(vi: "số không chắc chắn là lỗi", en: "uncertain figures are errors")
    case .periods:
      Localized(
        vi: "kỳ của hồ sơ: theo lịch, hay theo quy định báo cáo (đến ngày 14)",
        en: "periods of cases: the calendar's, or those of reports, which close on the 14th")
    case .color: Localized(vi: "dùng màu", en: "use colours")
    case .pager:
      Localized(
        vi: "câu trả lời dài hơn màn hình thì xem từng trang",
        en: "page through answers longer than the screen")
    case .hideBelow:
      Localized(
        vi: "giấu số đếm hồ sơ nhỏ hơn n, để công bố", en: "hide counts of fewer than n cases, for publishing"
      )
    case .documents:
      Localized(
        vi: "thư mục chứa lời văn của các văn bản, cho why", en: "folder with the texts of documents, for why"
      )
    case .safe:
      Localized(
        vi: "không ghi tệp, không đọc ngoài dữ liệu và thư mục của kịch bản; bật rồi không tắt được",
        en: "write no file, read only the data and the script's folder; never off again")
    }
  }

  subscript(name: Name) -> String {
    switch name {
    case .lang: language.rawValue
    case .format: format.rawValue
    case .timing: showsTiming ? "on" : "off"
    case .status: showsStatus ? "on" : "off"
    case .codes: showsCodes ? "on" : "off"
    case .strict: isStrict ? "on" : "off"
    case .color: color.rawValue
    case .periods: periods.rawValue
    case .pager: usesPager ? "on" : "off"
    case .documents: documentsFolder ?? "off"
    case .hideBelow: hideBelow.map(String.init) ?? "off"
    case .safe: isSafe ? "on" : "off"
    }
  }

  /// - Returns: `false` when the setting does not take the value.
  mutating func set(_ name: Name, to text: String) -> Bool {
    let value = folded(text)
    if name == .documents {
      documentsFolder = Settings.switchWords[value] == false ? nil : text
      return true
    }
    if name == .hideBelow {
      let isOff = Settings.switchWords[value] == false
      let limit = Int(value).flatMap { (2...1_000_000).contains($0) ? $0 : nil }
      guard isOff || limit != nil else { return false }
      hideBelow = limit
      return true
    }
    guard Settings.choices(name).contains(value) || Settings.switchWords[value] != nil else { return false }
    let isOn = Settings.switchWords[value]
    switch name {
    case .lang: return assign(Language(rawValue: value), to: \.language)
    case .format: return assign(OutputFormat(rawValue: value), to: \.format)
    case .periods: return assign(PeriodCalendar(rawValue: value), to: \.periods)
    case .color: return assign(ColorChoice(rawValue: value), to: \.color)
    case .timing: return assign(isOn, to: \.showsTiming)
    case .status: return assign(isOn, to: \.showsStatus)
    case .codes: return assign(isOn, to: \.showsCodes)
    case .strict: return assign(isOn, to: \.isStrict)
    case .pager: return assign(isOn, to: \.usesPager)
    case .safe: return assign(isOn, to: \.isSafe)
    case .documents, .hideBelow: return true
    }
  }

  private static let switchWords = ["on": true, "off": false, "bat": true, "tat": false]

  private mutating func assign<Value>(_ value: Value?, to path: WritableKeyPath<Settings, Value>) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }
}
