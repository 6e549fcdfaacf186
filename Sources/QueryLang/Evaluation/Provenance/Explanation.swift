/// Where the cells of a result come from, with all names written out: a plain value for renderers.
package struct Explanation: Sendable {
  package struct Cell: Sendable {
    /// Values of the key columns.
    package let keys: [ResultCell]
    package let column: ResultColumn
    package let root: ExplanationNode
  }

  /// More cells are counted, not explained.
  package static let mostCells = 20

  package let keyColumns: [ResultColumn]
  package let cells: [Cell]
  /// Cells of the result that are not among ``cells``.
  package let cellsLeftOut: Int
  /// The documents that the nodes name, in the catalog's order.
  package let documents: [SourceDocument]
  package var notes: [Localized] = []
  package let echo: String?
  /// Lines of documents, as far as their texts are at hand.
  package var quotes: [DocumentPlace: String] = [:]
}

/// A line of a document.
package struct DocumentPlace: Hashable, Sendable {
  package let document: String
  /// From 1.
  package let line: Int
}

/// One node of the tree under a cell.
package struct ExplanationNode: Sendable {
  /// What a node is to the one above it.
  package enum Role: String, Sendable {
    case part, agrees, disagrees, exceeds, superseded
    /// A figure near one that is missing.
    case nearest
    /// A row of the answer that the value is made of, or held against; explained by itself.
    case row
  }

  /// A piece of a calculation: text of the formula, or a value in it.
  package enum Piece: Sendable {
    case text(String)
    case value(ResultCell.Value, isShare: Bool)
  }

  package let role: Role
  package let title: Localized
  /// The same for programs: an element of a path.
  package let name: String
  package internal(set) var value: ResultCell
  package let isShare: Bool
  /// How the value came about; empty for one figure of a document.
  package let road: Localized
  /// Members that were looked for in vain; empty where there are none.
  package let absent: Localized
  /// The road for programs, as one word: `reported`, `formula`, `sum`, `partial`, `missing` …
  package let step: String
  /// Formula with the values of its parts; empty where there is none.
  package let calculation: [Piece]
  /// Where a figure stands.
  package let source: Source?
  package let parts: [ExplanationNode]

  package struct Source: Sendable {
    package let document: String
    package let section: String
    package let line: Int
    /// The n-th figure of the line.
    package let ordinal: Int
    /// What the figure is of.
    package let measure: String
    /// As conditions: `province = "Bắc Giang" and sector = local`.
    package let members: String
    package let period: Period

    package var place: DocumentPlace { DocumentPlace(document: document, line: line) }
  }

  /// This node and all beneath it.
  package var all: [ExplanationNode] { [self] + parts.flatMap(\.all) }
}

extension Explanation {
  /// The places of documents that the nodes name, each once.
  package var places: [DocumentPlace] {
    var seen: Set<DocumentPlace> = []
    return cells.flatMap { $0.root.all.compactMap { $0.source?.place } }.filter { seen.insert($0).inserted }
  }
}
