extension [String] {
  /// In place of the standard library's, which is made for any collection: the first time that is called, the runtime
  /// searches all types of the program for what it needs, which takes longer than many a query. Slices and lazy lists
  /// still go there.
  package func joined(separator: String = "") -> String {
    var joined = ""
    for (position, text) in enumerated() {
      if position > 0 { joined += separator }
      joined += text
    }
    return joined
  }
}
