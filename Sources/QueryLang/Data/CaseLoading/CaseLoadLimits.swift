/// How much of a file of cases is taken at a time, and where reading gives up; tests make it small.
package struct CaseLoadLimits: Sendable {
  /// Bytes handed to one thread at a time.
  package var pieceSize = 2 << 20
  /// Files smaller than this are read by one thread.
  package var fewestBytesForThreads = 1 << 20
  package var threads = Workers.count
  /// No row, and no header, is longer than this.
  package var longestRow = 16 << 20
  /// Bytes that the examiner looks at together.
  package var window = 4 << 20
  /// More runs of bad rows or blank lines than this are not left out one by one.
  package var mostExcluded = 1 << 22

  package init() {}

  func threads(forBytes count: Int) -> Int { count < fewestBytesForThreads ? 1 : threads }
}
