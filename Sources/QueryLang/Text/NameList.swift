/// Names by number, one behind the other: a string for each takes longer to make than all the rest, and may never be
/// asked for.
struct NameList: Sendable {
  /// UTF-8.
  private(set) var text: [UInt8] = []
  /// Where each name ends in the text, and the next begins.
  private(set) var ends: [Int] = []

  init() {}

  /// - Parameter ends: ascending, the last of them the text's.
  init(text: [UInt8], ends: [Int]) {
    self.text = text
    self.ends = ends
  }

  init(_ names: some Sequence<String>) {
    for var name in names { name.withUTF8 { append($0) } }
  }

  var count: Int { ends.count }

  mutating func reserve(_ names: Int, averageLength: Int) {
    text.reserveCapacity(names * averageLength)
    ends.reserveCapacity(names)
  }

  mutating func append(_ name: UnsafeBufferPointer<UInt8>) {
    text.append(contentsOf: name)
    ends.append(text.count)
  }

  /// One of them as a string; it is to be UTF-8.
  subscript(number: Int) -> String { withBytes(of: number) { String(validUTF8: $0) } }

  func isEmpty(_ number: Int) -> Bool { length(of: number) == 0 }

  /// In bytes.
  func length(of number: Int) -> Int { ends[number] - start(of: number) }

  @inline(__always) func withBytes<Result>(of number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result)
    -> Result
  {
    text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start(of: number)..<ends[number]])) }
  }

  func isName(_ number: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = start(of: number)
    guard ends[number] - start == name.count else { return false }
    return text.withUnsafeBufferPointer { $0[start..<start + name.count].elementsEqual(name) }
  }

  private func start(of number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }
}
