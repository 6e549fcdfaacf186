/// A folder that is a Frictionless Data Package: resource names and their CSV files.
package struct DataPackage: Sendable {
  package let folder: String
  /// The package's own name.
  package let name: String
  private let paths: [String: String]
  private let judgement: FileReading.Judgement?
  private let readFiles: ReadFiles?

  /// Reads `datapackage.json` in `folder`.
  /// - Parameters:
  ///   - judgement: decides of every file of the package, once it is open, whether it is read.
  ///   - readFiles: takes note of every file that is read.
  package init(
    folder: String, judgement: FileReading.Judgement? = nil, readFiles: ReadFiles? = nil
  ) throws(QueryError) {
    self.folder = folder
    self.judgement = judgement
    self.readFiles = readFiles
    let path = folder + "/datapackage.json"
    let place = DataPlace(file: path)
    let bytes = try DataPackage.bytes(of: path, limitInBytes: 64 << 20, judgement)
    readFiles?.note(bytes, ofFile: path)
    if let encoding = ByteOrderMark.foreignEncoding(of: bytes) {
      throw QueryError(.data(place, .otherEncoding(encoding)), at: nil)
    }
    let json: JSONValue
    do {
      json = try JSONValue.parse(bytes, keeping: ["name", "resources", "path"])
    } catch {
      let place = DataPlace(file: path, line: error.line)
      throw QueryError(.data(place, .invalidJSON(reason: error.reason)), at: nil)
    }
    guard let resources = json["resources"]?.elements else {
      throw QueryError(.data(place, .jsonShape(expected: "\"resources\": [ … ]")), at: nil)
    }
    name = json["name"]?.text ?? folder
    paths = try DataPackage.paths(of: resources, place)
  }

  private static func paths(of resources: [JSONValue], _ place: DataPlace) throws(QueryError) -> [String:
    String]
  {
    var paths: [String: String] = [:]
    for resource in resources {
      guard let name = resource["name"]?.text, let path = resource["path"]?.text else {
        throw QueryError(.data(place, .jsonShape(expected: "{\"name\": …, \"path\": …}")), at: nil)
      }
      // A package must not reach outside its folder (Data Package specification, "path").
      if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
        throw QueryError(.data(place, .unsafePath(path)), at: nil)
      }
      paths[name] = path
    }
    return paths
  }

  /// The paths of all tables.
  package var files: [String] { paths.values.sorted().map { folder + "/" + $0 } }

  package func has(_ resource: String) -> Bool { paths[resource] != nil }

  /// A table of the package; `nil` when the package has no such resource.
  package func table(
    _ resource: String, observer: WorkObserver = .none
  ) throws(QueryError) -> CSVTable? {
    guard let path = paths[resource] else { return nil }
    let file = folder + "/" + path
    let bytes = try DataPackage.bytes(of: file, judgement)
    readFiles?.note(bytes, ofFile: file)
    let delimiter = path.hasSuffix(".tsv") ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    return try CSVTable(bytes: bytes, file: file, delimiter: delimiter, observer: observer)
  }

  private static func bytes(
    of file: String, limitInBytes limit: Int = 1 << 30, _ judgement: FileReading.Judgement?
  ) throws(QueryError) -> [UInt8] {
    do {
      return try FileReading.bytes(ofRegularFile: file, limitInBytes: limit, judgement: judgement)
    } catch .notAllowed {
      throw QueryError(.readingNotAllowed(file), at: nil)
    } catch {
      throw QueryError(.data(DataPlace(file: file), error.problem), at: nil)
    }
  }
}
