// Writes invented cases (hồ sơ) as CSV: every row is a pure function of (seed, number of rows, row number), so that the
// order of rows changes none of them, and memory does not grow with the file. `generate --help` tells the options.
@preconcurrency import Glibc

// MARK: Chance

/// A stream of numbers that its start alone determines (SplitMix64).
struct Chance {
  private var state: UInt64
  init(_ start: UInt64) { state = start }
  /// The stream of one row.
  init(seed: UInt64, row: UInt64) { state = Chance.mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &* (row &+ 1)) }

  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Chance.mixed(state)
  }
  /// 0 or more, less than 1.
  mutating func fraction() -> Double { Double(bits() >> 11) * 0x1p-53 }
  mutating func happens(_ probability: Double) -> Bool { fraction() < probability }
  mutating func below(_ limit: Int) -> Int { Int(bits().multipliedFullWidth(by: UInt64(limit)).high) }
  /// How many working days pass until something ends that ends on each with this probability; at most `limit`.
  mutating func wait(_ probability: Double, limit: Int) -> Int {
    min(limit, Int(log(1 - fraction()) / log(1 - probability)))
  }
}

/// Draws by weight in constant time (Vose's alias method).
struct WeightedChoice {
  private var thresholds: [Double], aliases: [Int]
  init(_ weights: [Double]) {
    let mean = weights.reduce(0, +) / Double(weights.count)
    thresholds = weights.map { $0 / mean }
    aliases = Array(weights.indices)
    var small = weights.indices.filter { thresholds[$0] < 1 }
    var large = weights.indices.filter { thresholds[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      aliases[poor] = rich
      thresholds[rich] -= 1 - thresholds[poor]
      if thresholds[rich] < 1 { small.append(large.removeLast()) }
    }
  }
  func draw(_ chance: inout Chance) -> Int {
    let index = chance.below(thresholds.count)
    return chance.fraction() < thresholds[index] ? index : aliases[index]
  }
}

/// A permutation of 0 ..< count in constant memory: a Feistel network, walked until it is back in range.
struct Shuffle {
  let count: UInt64, seed: UInt64
  private let halfBits: UInt64
  init(count: UInt64, seed: UInt64) {
    (self.count, self.seed) = (count, seed)
    var bits: UInt64 = 1
    while 1 << (2 * bits) < count { bits += 1 }
    halfBits = bits
  }
  func callAsFunction(_ position: UInt64) -> UInt64 {
    var value = position
    repeat {
      var (left, right) = (value >> halfBits, value & ((1 << halfBits) - 1))
      for round in 0..<4 as Range<UInt64> {
        let scrambled = Chance.mixed(seed ^ Chance.mixed(right << 3 | round)) & ((1 << halfBits) - 1)
        (left, right) = (right, left ^ scrambled)
      }
      value = left << halfBits | right
    } while value >= count
    return value
  }
}

// MARK: Days

/// Days since 1970-01-01.
func dayNumber(_ year: Int, _ month: Int, _ dayOfMonth: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let monthFromMarch = (month + 9) % 12
  return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
    + (153 * monthFromMarch + 2) / 5 + dayOfMonth - 1 - 719_468
}

/// The days a file can hold, with their texts and which are worked on.
struct Calendar {
  static let first = dayNumber(2019, 1, 1)
  let years: [Int], texts: [[UInt8]], weekdays: [Int], isHoliday: [Bool]
  /// Working days before each day, and each working day's position.
  private let workedBefore: [Int], worked: [Int]
  /// Days off around Tết, first and last.
  private static let newYears = [
    (dayNumber(2019, 2, 2), dayNumber(2019, 2, 10)), (dayNumber(2020, 1, 23), dayNumber(2020, 1, 29)),
    (dayNumber(2021, 2, 10), dayNumber(2021, 2, 16)),
    (dayNumber(2022, 1, 31), dayNumber(2022, 2, 6)), (dayNumber(2023, 1, 20), dayNumber(2023, 1, 26)),
    (dayNumber(2024, 2, 8), dayNumber(2024, 2, 14)),
    (dayNumber(2025, 1, 25), dayNumber(2025, 2, 2)), (dayNumber(2026, 2, 14), dayNumber(2026, 2, 22)),
  ]

  init(isVietnamese: Bool) {
    var (years, texts, weekdays, isHoliday): ([Int], [[UInt8]], [Int], [Bool]) = ([], [], [], [])
    var (workedBefore, worked): ([Int], [Int]) = ([], [])
    for year in 2019...2026 {
      for month in 1...12 {
        let next = month == 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)
        for number in 1...(next - dayNumber(year, month, 1)) {
          let date = dayNumber(year, month, number)
          let (y, m, d) = (String(year), Calendar.twoDigits(month), Calendar.twoDigits(number))
          texts.append(Array((isVietnamese ? "\(d)/\(m)/\(y)" : "\(y)-\(m)-\(d)").utf8))
          years.append(year)
          let weekday = (date + 3) % 7  // Monday is 0
          let isOff =
            [101, 430, 501, 902].contains(month * 100 + number)
            || Calendar.newYears.contains { $0.0 <= date && date <= $0.1 }
          workedBefore.append(worked.count)
          if weekday < 5, !isOff { worked.append(texts.count - 1) }
          weekdays.append(weekday)
          isHoliday.append(isOff)
        }
      }
    }
    (self.years, self.texts, self.weekdays, self.isHoliday) = (years, texts, weekdays, isHoliday)
    (self.workedBefore, self.worked) = (workedBefore, worked)
  }
  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  /// The day so many working days after another; 0 is the day itself.
  func after(_ start: Int, workingDays: Int) -> Int {
    if workingDays == 0 { return start }
    let isWorked = weekdays[start] < 5 && !isHoliday[start]
    return worked[min(worked.count - 1, workedBefore[start] + workingDays - (isWorked ? 0 : 1))]
  }

  /// How many cases a day receives beside others: few at weekends, more each year, fewer in the weeks of Tết.
  func weight(_ position: Int) -> Double {
    if isHoliday[position] { return 0.01 }
    let growth = 1 + 0.12 * Double(years[position] - 2019)
    let season = 1 + 0.15 * sin(Double(position) / 365.25 * 2 * .pi - 0.8)
    return growth * season * [1.15, 1.05, 1, 0.98, 0.95, 0.12, 0.02][weekdays[position]]
  }
}

// MARK: Names

/// Made-up procedures come from a field's objects; a name known in datasets/members/fields.csv is taken from there by
/// its id. Every province has all the agencies.
let fieldTable = """
  civil_status hộ tịch|UBND cấp xã|khai sinh;kết hôn;khai tử;nhận con nuôi;giám hộ;trích lục hộ tịch
  certification chứng thực|UBND cấp xã|bản sao;chữ ký;hợp đồng;di chúc;giao dịch
  land đất đai|Sở Tài nguyên và Môi trường|quyền sử dụng đất;tài sản gắn liền với đất;thế chấp;hồ sơ địa chính;tách thửa
  judicial_record lý lịch tư pháp|Sở Tư pháp|phiếu số 1;phiếu số 2
  health y tế|Sở Y tế|chứng chỉ hành nghề;cơ sở khám bệnh;nhà thuốc;an toàn thực phẩm;trang thiết bị y tế
  construction xây dựng|Sở Xây dựng|giấy phép xây dựng;chứng chỉ năng lực;nhà ở riêng lẻ;nghiệm thu công trình
  education giáo dục|Sở Giáo dục và Đào tạo|bằng tốt nghiệp;trường mầm non;trung tâm ngoại ngữ;chuyển trường;học bổng
  social bảo trợ xã hội|UBND cấp huyện|trợ cấp hằng tháng;thẻ người khuyết tật;mai táng phí;cơ sở trợ giúp
  business doanh nghiệp|Sở Kế hoạch và Đầu tư|công ty cổ phần;công ty TNHH;chi nhánh;hộ kinh doanh;hợp tác xã
  transport đường bộ|Sở Giao thông vận tải|giấy phép lái xe;phù hiệu xe;kinh doanh vận tải;bến xe;xe máy chuyên dùng
  merit người có công|Sở Lao động - Thương binh và Xã hội|thương binh;liệt sĩ;thờ cúng;người hoạt động kháng chiến
  labour việc làm|Sở Lao động - Thương binh và Xã hội|giấy phép lao động;trợ cấp thất nghiệp;dịch vụ việc làm
  trade thương mại|Sở Công Thương|khuyến mại;bán lẻ rượu;xăng dầu;hội chợ;thuốc lá;kinh doanh khí
  power điện lực|Sở Công Thương|giấy phép phân phối điện;tư vấn điện;an toàn điện
  farming nông nghiệp|Sở Nông nghiệp và PTNT|thức ăn chăn nuôi;giống cây trồng;kiểm dịch;phân bón;trang trại
  forestry lâm nghiệp|Sở Nông nghiệp và PTNT|khai thác rừng;nguồn gốc lâm sản;gây nuôi động vật
  water tài nguyên nước|Sở Tài nguyên và Môi trường|giấy phép nước dưới đất;xả thải;hành nghề khoan
  environment môi trường|Sở Tài nguyên và Môi trường|giấy phép môi trường;đánh giá tác động;sổ chủ nguồn thải
  culture văn hóa|Sở Văn hóa, Thể thao và Du lịch|danh hiệu "Gia đình văn hóa";karaoke;biểu diễn;quảng cáo;di tích
  tourism du lịch|Sở Văn hóa, Thể thao và Du lịch|thẻ hướng dẫn viên;lữ hành;cơ sở lưu trú
  sport thể thao|Sở Văn hóa, Thể thao và Du lịch|câu lạc bộ thể thao;giải đấu;huấn luyện viên
  press báo chí|Sở Thông tin và Truyền thông|giấy phép bản tin;họp báo;tài liệu không kinh doanh;trang tin điện tử
  post bưu chính|Sở Thông tin và Truyền thông|giấy phép bưu chính;trạm phát sóng;trò chơi điện tử
  science khoa học|Sở Khoa học và Công nghệ|tổ chức khoa học;thiết bị X-quang;chuyển giao công nghệ;nhiệm vụ khoa học
  metrology đo lường|Sở Khoa học và Công nghệ|công bố hợp chuẩn;nhãn hàng hóa;mã số mã vạch
  home tổ chức|Sở Nội vụ|hội quần chúng;quỹ từ thiện;xếp hạng đơn vị
  award thi đua|Sở Nội vụ|bằng khen;cờ thi đua;danh hiệu "Lao động tiên tiến"
  religion tôn giáo|Sở Nội vụ|sinh hoạt tôn giáo;chức sắc;lễ hội tín ngưỡng
  notary công chứng|Sở Tư pháp|công chứng viên;văn phòng công chứng;tập sự
  lawyer luật sư|Sở Tư pháp|đoàn luật sư;văn phòng luật sư;tư vấn pháp luật;trợ giúp pháp lý
  nationality quốc tịch|Sở Tư pháp|nhập quốc tịch;nuôi con nuôi;xác nhận gốc Việt
  finance tài chính|Sở Tài chính|giá dịch vụ;tài sản công;mã số ngân sách
  bidding đấu thầu|Sở Kế hoạch và Đầu tư|kế hoạch lựa chọn nhà thầu;dự án đầu tư;vốn ODA
  zone khu công nghiệp|Ban Quản lý các khu công nghiệp|dự án trong khu;văn phòng đại diện;quy hoạch chi tiết
  planning quy hoạch|Sở Xây dựng|chứng chỉ quy hoạch;đồ án quy hoạch;hạ tầng kỹ thuật;cây xanh
  petition khiếu nại|Thanh tra tỉnh|khiếu nại lần đầu;tố cáo;tiếp công dân
  foreign ngoại vụ|Sở Ngoại vụ|hội nghị quốc tế;thẻ ABTC;hộ chiếu công vụ
  ethnic dân tộc|Ban Dân tộc|người có uy tín;xã đặc biệt khó khăn
  household gia đình|UBND cấp huyện|phòng, chống bạo lực;karaoke cấp huyện;thư viện cộng đồng
  residence cư trú|UBND cấp xã|xác nhận tình trạng;tạm vắng;hộ nghèo;hộ cận nghèo
  """
let agencyNames = [
  "UBND cấp xã", "UBND cấp huyện", "Sở Tài nguyên và Môi trường", "Sở Tư pháp", "Sở Nội vụ", "Sở Y tế",
  "Sở Kế hoạch và Đầu tư", "Sở Tài chính", "Sở Công Thương", "Sở Xây dựng", "Ban Quản lý các khu công nghiệp",
  "Sở Giáo dục và Đào tạo", "Sở Giao thông vận tải", "Sở Lao động - Thương binh và Xã hội",
  "Sở Nông nghiệp và PTNT", "Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông",
  "Sở Khoa học và Công nghệ", "Thanh tra tỉnh", "Sở Ngoại vụ", "Ban Dân tộc",
]
let actions = [
  "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Đăng ký", "Xác nhận", "Sửa đổi, bổ sung", "Thu hồi", "Thẩm định",
  "Chấm dứt",
]
let firstSyllables = [
  "An", "Bình", "Đông", "Đức", "Hòa", "Hưng", "Long", "Mỹ", "Nghĩa", "Phú", "Phước", "Quang", "Sơn", "Tân",
  "Thanh",
  "Thạnh", "Thuận", "Trung", "Vĩnh", "Xuân", "Yên", "Hải", "Lạc", "Kim",
]
let secondSyllables = [
  "An", "Bình", "Châu", "Điền", "Giang", "Hà", "Hiệp", "Hội", "Khánh", "Lâm", "Lập", "Lộc", "Lợi", "Ninh",
  "Phong",
  "Phương", "Quý", "Sơn", "Tâm", "Thành", "Thịnh", "Tiến", "Trạch", "Trung", "Tường", "Văn", "Xá",
]

/// Chance that does not depend on the seed: the names and their weights are the same in every file.
func fixedFraction(_ text: String) -> Double {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return Double(Chance.mixed(hash) >> 11) * 0x1p-53
}

func csvField(_ text: String) -> [UInt8] {
  if !text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) { return Array(text.utf8) }
  var field: [UInt8] = [0x22]
  for byte in text.utf8 { field += byte == 0x22 ? [0x22, 0x22] : [byte] }
  return field + [0x22]
}
func csvRow(_ texts: [String]) -> [UInt8] { texts.reduce(into: []) { $0 += csvField($1) + [0x2C] } }

// MARK: Tables of the repository

func fail(_ message: String) -> Never {
  fputs("generate-cases: \(message)\n", stderr)
  exit(2)
}

/// The rows of a small CSV file, by column name.
func table(_ path: String) -> [[String: String]] {
  guard let file = fopen(path, "rb") else { fail("cannot open \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var portion = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&portion, 1, portion.count, file), count > 0 { bytes += portion[..<count] }
  var (rows, row, field): ([[String]], [String], [UInt8]) = ([], [], [])
  var isQuoted = false
  for byte in bytes {
    switch byte {
    case 0x22: isQuoted.toggle()  // these tables hold no doubled quotes
    case 0x2C where !isQuoted, 0x0A where !isQuoted:
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      if byte == 0x0A {
        rows.append(row)
        row = []
      }
    case 0x0D: break
    default: field.append(byte)
    }
  }
  guard let header = rows.first else { fail("\(path) is empty") }
  return rows.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
}

// MARK: The world the cases are drawn from

struct District {
  /// Province, district and commune as they stand in a row, one text per commune.
  let places: [[UInt8]]
  /// Days before this one it is not drawn.
  let validFrom: Int
}
struct Province {
  let districts: [District], choice: WeightedChoice
  let lateRate: Double, onlineLead: Double
}
struct Procedure {
  let agency: [UInt8], names: [UInt8]
  let agencyIndex: Int
  /// Working days from receipt to the due date.
  let deadline: Int
  let lateFactor: Double, hasFee: Bool
  /// Names of the service level until and after 14/08/2022, and whether it can be asked for online.
  let levelBefore: [UInt8], levelAfter: [UInt8]
  let isOnlineBefore: Bool, isOnlineAfter: Bool
}

struct World {
  let provinces: [Province], provinceChoice: WeightedChoice
  let procedures: [Procedure], procedureChoice: WeightedChoice
  let channels: [String: [UInt8]]
  static let procedureCount = 1500

  init(datasets: String, only: [String]) {
    var rows = table(datasets + "/provinces.csv").filter { $0["valid_from"] == "" }
    let known = Set(rows.map { $0["short_name"]! })
    for name in only where !known.contains(name) { fail("no province ‘\(name)’ in provinces.csv") }
    if !only.isEmpty { rows = rows.filter { only.contains($0["short_name"]!) } }
    let districts = Dictionary(grouping: table(datasets + "/districts.csv")) { $0["province"]! }
    provinces = rows.map { World.province($0, districts[$0["code"]!]!) }
    provinceChoice = WeightedChoice(rows.map { World.weight($0, districts[$0["code"]!]!.count) })
    procedures = World.makeProcedures(datasets)
    procedureChoice = WeightedChoice(procedures.indices.map { 1 / pow(Double($0) + 2, 1.05) })
    let names = table(datasets + "/members/channels.csv").map { ($0["id"]!, csvRow([$0["name_vi"]!])) }
    channels = Dictionary(uniqueKeysWithValues: names)
  }

  private static func weight(_ row: [String: String], _ districtCount: Int) -> Double {
    let size = pow(Double(districtCount), 1.3) * (row["type"] == "Thành phố" ? 2 : 1)
    return size * (0.4 + 1.4 * fixedFraction(row["code"]! + "size"))
  }

  private static func province(_ row: [String: String], _ rows: [[String: String]]) -> Province {
    let name = row["short_name"]!
    let districts = rows.map { district($0, province: name) }
    let weights = rows.map { ($0["type"] == "Huyện" ? 1 : 1.8) * (0.3 + fixedFraction($0["id"]! + "size")) }
    let late = 0.014 + 0.14 * pow(fixedFraction(row["code"]! + "late"), 2)
    return Province(
      districts: districts, choice: WeightedChoice(weights), lateRate: late,
      onlineLead: 0.6 + 0.8 * fixedFraction(row["code"]! + "online"))
  }

  private static func district(_ row: [String: String], province: String) -> District {
    var chance = Chance(UInt64(fixedFraction(row["id"]! + province) * 0x1p52))
    var names: [String] = []
    let kinds = row["type"] == "Huyện" ? ["Xã"] : ["Phường"]
    while names.count < 9 + Int(row["id"]!.utf8.last!) % 11 {
      let kind = row["type"] == "Huyện" && names.isEmpty ? "Thị trấn" : kinds[0]
      let name =
        "\(kind) \(firstSyllables[chance.below(firstSyllables.count)]) "
        + secondSyllables[chance.below(secondSyllables.count)]
      if !names.contains(name) { names.append(name) }
    }
    let from = row["valid_from"]!.split(separator: "-").map { Int($0)! }
    return District(
      places: names.map { csvRow([province, row["name"]!, $0]) },
      validFrom: from.count == 3 ? dayNumber(from[0], from[1], from[2]) - Calendar.first : 0)
  }

  /// Ordered by how often they are asked for.
  private static func makeProcedures(_ datasets: String) -> [Procedure] {
    let known = table(datasets + "/members/fields.csv").map { ($0["id"]!, $0["name_vi"]!) }
    let fields = Dictionary(uniqueKeysWithValues: known)
    let levels = Dictionary(
      uniqueKeysWithValues: table(datasets + "/members/service_levels.csv").map {
        ($0["id"]!, csvRow([$0["name_vi"]!]))
      })
    var made: [(order: Double, procedure: Procedure)] = []
    for (position, line) in fieldTable.split(separator: "\n").enumerated() {
      let parts = line.split(separator: "|")
      let (id, ownName) = (parts[0].prefix { $0 != " " }, parts[0].drop { $0 != " " }.dropFirst())
      guard let agency = agencyNames.firstIndex(of: String(parts[1])) else {
        fail("unknown agency in ‘\(line)’")
      }
      for object in parts[2].split(separator: ";") {
        for detail in ["", " (lần đầu)", " tại cấp huyện", " có yếu tố nước ngoài"] {
          for (rank, action) in actions.enumerated() {
            let name = "\(action) \(object)\(detail)"
            let length = Double(name.utf8.count) / 20
            let usual = (Double(position) + 2) * (Double(rank) + 2) * (detail.isEmpty ? 1 : 8)
            let rareness = usual * length * length * (0.2 + fixedFraction(name))
            made.append(
              (rareness, procedure(name, field: fields[String(id)] ?? String(ownName), agency, levels)))
          }
        }
      }
    }
    made.sort { $0.order < $1.order }
    return made.prefix(procedureCount).map(\.procedure)
  }

  private static func procedure(
    _ name: String, field: String, _ agency: Int, _ levels: [String: [UInt8]]
  ) -> Procedure {
    let before = ["2", "2", "3", "3", "4"][Int(fixedFraction(name + "before") * 5)]
    let after = [
      "information_only", "part_process", "part_process", "part_process", "full_process", "full_process",
      "full_process",
    ][
      Int(fixedFraction(name + "after") * 7)]
    let deadlines = agency == 0 ? [0, 1, 3, 5] : [1, 3, 5, 7, 10, 15, 20, 30]
    return Procedure(
      agency: csvRow([agencyNames[agency]]), names: csvRow([field, name]), agencyIndex: agency,
      deadline: deadlines[Int(fixedFraction(name + "deadline") * Double(deadlines.count))],
      lateFactor: 0.4 + 1.2 * fixedFraction(name + "late"), hasFee: fixedFraction(name + "fee") < 0.6,
      levelBefore: levels[before]!, levelAfter: levels[after]!,
      isOnlineBefore: before != "2", isOnlineAfter: after != "information_only")
  }
}

// MARK: Cases

/// Makes the rows of one file.
struct CaseMaker {
  let world: World, calendar: Calendar, options: Options
  /// Share of all cases received before each day, from the first day of the file to its last.
  private let receivedBefore: [Double]
  private let firstDay: Int, lastDay: Int
  private let yes: [UInt8], no: [UInt8]
  private let levelChange = dayNumber(2022, 8, 15) - Calendar.first

  init(_ options: Options) {
    self.options = options
    world = World(datasets: options.datasets, only: options.provinces)
    calendar = Calendar(isVietnamese: options.isVietnamese)
    (firstDay, lastDay) = (options.from - Calendar.first, options.to - Calendar.first)
    var sums = [0.0]
    for position in firstDay...lastDay { sums.append(sums.last! + calendar.weight(position)) }
    receivedBefore = sums.map { $0 / sums.last! }
    yes = Array((options.isVietnamese ? "có" : "true").utf8)
    no = Array((options.isVietnamese ? "không" : "false").utf8)
  }

  func append(row: UInt64, to output: inout [UInt8]) {
    var chance = Chance(seed: options.seed, row: row)
    let received = receivedDay(row, &chance)
    let procedure = world.procedures[world.procedureChoice.draw(&chance)]
    let province = world.provinces[world.provinceChoice.draw(&chance)]
    var district = province.districts[province.choice.draw(&chance)]
    if district.validFrom > received { district = province.districts.first { $0.validFrom <= received }! }
    // The town in the middle receives more than the communes around it.
    let commune = min(chance.below(district.places.count), chance.below(district.places.count))
    let isNewLevel = received >= levelChange
    let channel = self.channel(procedure, province, received, &chance)

    appendIdentifier(row, year: calendar.years[received], to: &output)
    output += district.places[commune]
    output += procedure.agency
    output += procedure.names
    output += isNewLevel ? procedure.levelAfter : procedure.levelBefore
    output += world.channels[channel]!
    appendDays(received, procedure, province, &chance, to: &output)
    let paysOnline = procedure.hasFee && channel == "online" && chance.happens(isNewLevel ? 0.7 : 0.3)
    output += paysOnline ? yes : no
    output.append(0x0A)
  }

  /// Row numbers follow the days of receipt; one in fifty is entered up to three days late.
  private func receivedDay(_ row: UInt64, _ chance: inout Chance) -> Int {
    let share = (Double(row) + 0.5) / Double(options.rows)
    var (low, high) = (0, receivedBefore.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if receivedBefore[middle] <= share { low = middle } else { high = middle }
    }
    let late = chance.happens(0.02) ? 1 + chance.below(3) : 0
    return max(firstDay, firstDay + low - late)
  }

  private func channel(
    _ procedure: Procedure, _ province: Province, _ received: Int, _ chance: inout Chance
  ) -> String {
    let years = Double(received) / 365.25
    let isOffered = received >= levelChange ? procedure.isOnlineAfter : procedure.isOnlineBefore
    let drawn = chance.fraction()
    if isOffered, drawn < min(0.95, (0.1 + 0.13 * years) * province.onlineLead) { return "online" }
    return chance.happens(0.05) ? "postal" : "direct"
  }

  private func appendDays(
    _ received: Int, _ procedure: Procedure, _ province: Province, _ chance: inout Chance,
    to output: inout [UInt8]
  ) {
    let due = calendar.after(received, workingDays: procedure.deadline)
    let age = Double(received - firstDay) / Double(lastDay - firstDay + 1)
    let isStuck = chance.happens(0.008 + 0.05 * age * age * age)
    let finished = self.finished(received, due, procedure, province, &chance)
    output += calendar.texts[received]
    output.append(0x2C)
    if !chance.happens(0.005) { output += calendar.texts[due] }
    output.append(0x2C)
    if !isStuck, finished <= lastDay { output += calendar.texts[finished] }
    output.append(0x2C)
  }

  private func finished(
    _ received: Int, _ due: Int, _ procedure: Procedure, _ province: Province, _ chance: inout Chance
  ) -> Int {
    if chance.happens(province.lateRate * procedure.lateFactor) {
      return calendar.after(due, workingDays: 1 + chance.wait(0.15, limit: 120))
    }
    if chance.happens(0.3) { return due }
    return calendar.after(received, workingDays: chance.below(procedure.deadline + 1))
  }

  /// GIALAP (giả lập): synthetic; the year of receipt; the number in the file.
  private func appendIdentifier(_ row: UInt64, year: Int, to output: inout [UInt8]) {
    output += "GIALAP-".utf8
    appendDigits(UInt64(year % 100), count: 2, to: &output)
    output.append(0x2D)
    appendDigits(row + 1, count: 9, to: &output)
    output.append(0x2C)
  }
  private func appendDigits(_ number: UInt64, count: Int, to output: inout [UInt8]) {
    var unit: UInt64 = 1
    for _ in 1..<count { unit *= 10 }
    for _ in 0..<count {
      output.append(0x30 + UInt8(number / unit % 10))
      unit /= 10
    }
  }
}

// MARK: The program

struct Options {
  var rows: UInt64 = 0, seed: UInt64 = 1
  var isShuffled = false, isVietnamese = false
  var from = dayNumber(2019, 1, 1), to = dayNumber(2024, 12, 31)
  var provinces: [String] = []
  var datasets = "datasets", path = ""
  static let usage = """
    usage: generate --rows N [--seed S] [--order received|random] [--header en|vi] [--from 2019-01-01] [--to 2024-12-31]
                    [--provinces "Bắc Giang,An Giang"] [--datasets DIR] OUT.csv
    Writes N invented cases. --order changes the order of the rows, and nothing else. --header vi: Vietnamese column
    names and days as dd/mm/yyyy. --from, --to: days of receipt, within 2019-01-01 to 2024-12-31.
    """

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--help" {
        print(Options.usage)
        exit(0)
      }
      if !argument.hasPrefix("--") {
        path = argument
        continue
      }
      guard let value = rest.popFirst() else { fail("\(argument) wants a value\n\(Options.usage)") }
      take(argument, value)
    }
    if path.isEmpty || rows == 0 { fail("say how many --rows, and the file to write\n\(Options.usage)") }
    if from > to { fail("--from is after --to") }
  }

  private mutating func take(_ name: String, _ value: String) {
    switch (name, value) {
    case ("--rows", _): rows = Options.number(name, value, 1...999_999_999)
    case ("--seed", _): seed = Options.number(name, value, 0...UInt64.max)
    case ("--order", "received"), ("--order", "random"): isShuffled = value == "random"
    case ("--header", "vi"), ("--header", "en"): isVietnamese = value == "vi"
    case ("--from", _): from = Options.day(name, value)
    case ("--to", _): to = Options.day(name, value)
    case ("--provinces", _): provinces = value.split(separator: ",").map(String.init)
    case ("--datasets", _): datasets = value
    default: fail("\(name) \(value) is not known\n\(Options.usage)")
    }
  }
  private static func number(_ name: String, _ text: String, _ range: ClosedRange<UInt64>) -> UInt64 {
    guard let number = UInt64(text), range.contains(number) else {
      fail("\(name): ‘\(text)’ is not in \(range)")
    }
    return number
  }
  private static func day(_ name: String, _ text: String) -> Int {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (2019...2024).contains(parts[0]), (1...12).contains(parts[1]),
      (1...31).contains(parts[2])
    else { fail("\(name): ‘\(text)’ is no day of 2019 to 2024, as 2021-03-15") }
    return min(dayNumber(parts[0], parts[1], parts[2]), dayNumber(2024, 12, 31))
  }
}

let englishHeader =
  "case_id,province,district,commune,agency,field,procedure,service_level,channel,received_on,due_on,finished_on,"
  + "fee_paid_online\n"
let vietnameseHeader =
  "Mã hồ sơ,Tỉnh,Huyện,Xã,Cơ quan,Lĩnh vực,Thủ tục,Mức độ dịch vụ,Kênh tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,"
  + "Ngày trả kết quả,Nộp phí trực tuyến\n"

/// Writes under another name first, so that a file with the asked name is always whole.
func write(_ options: Options) {
  let cases = CaseMaker(options)
  let order = Shuffle(count: options.rows, seed: options.seed)
  var status = stat()
  if stat(options.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
    fail("\(options.path) is no file")
  }
  let unfinished = options.path + ".unfinished"
  guard let file = fopen(unfinished, "wb") else {
    fail("cannot write \(unfinished): \(String(cString: strerror(errno)))")
  }
  setvbuf(file, nil, _IONBF, 0)
  var output = Array((options.isVietnamese ? vietnameseHeader : englishHeader).utf8)
  output.reserveCapacity(1 << 20)
  for position in 0..<options.rows {
    cases.append(row: options.isShuffled ? order(position) : position, to: &output)
    if output.count > (1 << 20) - 4096 || position == options.rows - 1 {
      guard fwrite(output, 1, output.count, file) == output.count else {
        fail("cannot write \(unfinished): \(String(cString: strerror(errno)))")
      }
      output.removeAll(keepingCapacity: true)
    }
  }
  guard fclose(file) == 0, rename(unfinished, options.path) == 0 else {
    fail("cannot finish \(options.path): \(String(cString: strerror(errno)))")
  }
}

write(Options(Array(CommandLine.arguments.dropFirst())))
