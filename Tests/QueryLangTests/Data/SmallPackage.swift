import Foundation
import Testing

@testable import QueryLang

/// A data package of a few rows in a temporary folder, to be spoilt in one place.
final class SmallPackage {
  // A class: the folder goes with the last reference.
  let folder: String
  private var files = SmallPackage.files

  static let files = [
    "datapackage.json": """
    {"name": "small", "resources": [
      {"name": "dimensions", "path": "dimensions.csv"},
      {"name": "places", "path": "places.csv"},
      {"name": "kinds", "path": "kinds.csv"},
      {"name": "measures", "path": "measures.csv"},
      {"name": "sources", "path": "sources.csv"},
      {"name": "checks", "path": "checks.csv"},
      {"name": "figures", "path": "figures.csv"}
    ]}

    """,
    "dimensions.csv": """
    id,name_vi,name_en,aliases,parent,members,partition,list,implies,default,union_of,order
    place,nơi,place,,,places,whole,closed,,,,1
    kind,loại,kind,,,kinds,whole,closed,,,,2

    """,
    "places.csv": """
    id,code,name,short_name,type,aliases,valid_from,valid_to
    1,1,Xã Một,Một,Xã,,,
    2,2,Xã Hai,Hai,Xã,,,

    """,
    "kinds.csv": """
    id,name_vi,name_en,aliases,order,union_of,summand,valid_from,valid_to
    online,trực tuyến,online,,1,,,,
    paper,giấy,paper,,2,,,,

    """,
    "measures.csv": """
    id,name_vi,name_en,aliases,unit,kind,formula,dimensions
    got,số nhận,got,nhận,hồ sơ,flow,,place|kind
    kept,số giữ,kept,,hồ sơ,flow,,place
    total,tổng cộng,total,,hồ sơ,balance,got + kept,place
    share_kept,tỷ lệ giữ,share kept,,%,ratio,kept / total,place

    """,
    "sources.csv": """
    id,title_vi,title_en,period,period_basis,supersedes
    A,Văn bản A,Document A,2021-Q2,unknown,

    """,
    "checks.csv": "id,rule,tolerance,message_vi,message_en,where\nsum,total = got + kept,0,a,b,\n",
    "figures.csv": """
    document,line,ordinal,measure,period,place,kind,value
    A,1,1,got,2021-Q2,1,online,5
    A,1,2,got,2021-Q2,1,paper,7
    A,2,1,kept,2021-Q2,1,,3
    A,3,1,got,2021-Q2,2,,20

    """,
  ]

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("package-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ text: String, to name: String) throws {
    files[name] = text
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  func replace(_ old: String, by new: String, in name: String) throws {
    let text = try #require(files[name])
    try #require(text.contains(old), "\(name) has no ‘\(old)’")
    try write(text.replacingOccurrences(of: old, with: new), to: name)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + name) }

  /// What is wrong with the package: the facts of the errors, empty when it loads.
  func facts(onto library: Library = Library(), as name: String? = nil) -> [DiagnosticFact] {
    do throws(QueryError) {
      _ = try library.loading(folder: folder, as: name, language: .english)
      return []
    } catch {
      return error.diagnostics.map(\.fact)
    }
  }

  /// The problems with their places, the package's folder left out.
  func problems(onto library: Library = Library()) -> [String] {
    facts(onto: library).map {
      DiagnosticWording(.english).sentence($0).replacingOccurrences(of: folder + "/", with: "")
    }
  }
}
