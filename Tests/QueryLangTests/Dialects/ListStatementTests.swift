import Synchronization
import Testing

@testable import QueryLang

/// What a server is asked for the rows of a list, and what its answer becomes.
struct ListStatementTests {
  /// Answers what attaching, counting and listing a small table asks. A class because it keeps the last statement.
  private final class Server: StatementRunning {
    var address: String { "http://server:8123/default" }
    /// Rows of a list, as they come.
    let rows: String
    let asked = Mutex("")

    init(rows: String) { self.rows = rows }

    func answer(to statement: String, observer: WorkObserver) throws(QueryError) -> [UInt8] {
      if statement.hasSuffix("FORMAT TabSeparated") {
        asked.withLock { $0 = statement }
        return Array(rows.utf8)
      }
      let answer =
        if statement.contains("system.columns") {
          "[\"case_id\",\"String\"],[\"received_on\",\"Date\"],[\"finished_on\",\"Nullable(Date)\"],"
            + "[\"province_name\",\"String\"],[\"district_name\",\"String\"]"
        } else if statement.contains("system.tables") {
          "[\"MergeTree\"]"
        } else if statement.contains("tthc_m0") {
          "[\"2\",\"18628\",\"18990\",\"2\",\"18992\",\"0\",\"0\"]"
        } else if statement.contains("tthc_g1") {
          "[\"Huyện Châu Thành\",\"An Giang\"],[\"Huyện Châu Thành\",\"Bến Tre\"]"
        } else if statement.contains("tthc_g0") {
          "[\"An Giang\"],[\"Bến Tre\"]"
        } else {
          "[\"2\"]"
        }
      return Array("{\"data\":[\(answer)],\"rows\":\(answer.components("],["))}".utf8)
    }
  }

  private func transcript(_ text: String, _ server: Server) throws -> String {
    var attaching = RemoteCaseAttaching(server, ShippedData.library.catalog, .none)
    var session = TestSession(try ShippedData.library.attaching(attaching.attach("cases"), named: "nation"))
    return session.transcript(of: text)
  }

  @Test func rowsAreAskedForInOrderAndBecomeCells() throws {
    let server = Server(
      rows: "b\\\\'\t18808\tHuyện Châu Thành\tBến Tre\n\t1000000\tHuyện Châu Thành\tAn Giang\n")
    let answer = try transcript(
      "list case_id, finished_on, district, province from nation where year = 2021 sort district desc, finished_on",
      server)
    #expect(
      answer.hasSuffix(
        """
        case_id,finished_on,district,province
        b\\',2021-06-30,Huyện Châu Thành,Bến Tre
        ,,Huyện Châu Thành,An Giang
        note: year = 2021
        note: time is that of receipt; for other days write conditions on due_on, finished_on
        rows: 2

        """), "\(answer)")
    let finished = "ifNull(toInt32(`finished_on`), 1000000)"
    // Two districts of one name: what they lie in decides.
    let names = "['Huyện Châu Thành\\0An Giang', 'Huyện Châu Thành\\0Bến Tre'], [0, 1], 2)"
    let expected = [
      "SELECT `case_id` AS `g0`, \(finished) AS `g1`, `district_name` AS `g2`, `province_name` AS `g3`",
      "FROM `cases` WHERE (toInt32(`received_on`) >= 18628) AND (toInt32(`received_on`) <= 18992)",
      "ORDER BY transform(concat(`district_name`, '\\0', `province_name`), \(names) ASC,",
      "\(finished) = 1000000 ASC, multiIf(\(finished) = 1000000, 0, \(finished)) ASC,",
      "`case_id` = '' ASC, `case_id` ASC, `case_id` ASC, \(finished) ASC, `district_name` ASC,",
      "`province_name` ASC LIMIT 20 FORMAT TabSeparated",
    ]
    #expect(server.asked.withLock { $0 } == expected.joined(separator: " "))
  }

  @Test(arguments: [
    // Fewer and more rows than were counted, a name that came later, half a row, no number.
    ("a\n", "changed"), ("a\nb\nc\n", "changed"), ("a\nb", "not whole"), ("a\tb\nc\td\n", "not whole"),
  ])
  func whatIsNotWholeIsNoAnswer(_ rows: String, _ expected: String) throws {
    let answer = try transcript("list case_id from nation", Server(rows: rows))
    #expect(answer.contains("error[remote-") && answer.contains(expected), "\(answer)")
  }

  @Test func aNameThatCameLaterIsNoAnswer() throws {
    let answer = try transcript("list province from nation", Server(rows: "An Giang\nHà Nội\n"))
    #expect(answer.contains("error[remote-changed]"), "\(answer)")
  }
}

extension String {
  /// How many parts a separator makes of it.
  fileprivate func components(_ separator: String) -> Int { ranges(of: separator).count + 1 }
}
