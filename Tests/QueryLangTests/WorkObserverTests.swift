import Synchronization
import Testing

@testable import QueryLang

/// Work stopped at any of its checkpoints ends there, and harms nothing.
struct WorkObserverTests {
  /// Says stop from the nth question on.
  private final class Stopper: Sendable {
    private let left: Mutex<Int>

    init(after count: Int) { left = Mutex(count) }

    var observer: WorkObserver {
      WorkObserver(isStopped: {
        self.left.withLock { left in
          left -= 1
          return left < 0
        }
      })
    }
  }

  private func isInterruption(_ error: any Error) -> Bool {
    (error as? QueryError)?.diagnostics.contains { $0.fact == .interrupted } ?? false
  }

  @Test(arguments: [
    "received by province where quarter = Q2/2021",
    "overdue_rate by district where quarter = Q2/2021 with missing",
    "received by province, sector sort received desc top 2",
  ])
  func aQueryStopsWhereverItIs(text: String) throws {
    let library = try Shipped.library.get()
    guard case .query(let query) = try Shipped.statement(text).kind else { return }
    let context = BindingContext(catalog: library.catalog)
    let whole = try QueryPipeline.answer(query, library: library, context: context)
    var interruptions = 0
    for count in 0..<400 {
      do {
        let table = try QueryPipeline.answer(
          query, library: library, context: context, observer: Stopper(after: count).observer)
        #expect(table.rows.count == whole.rows.count)
      } catch {
        #expect(isInterruption(error))
        interruptions += 1
      }
    }
    #expect(interruptions > 0)
  }

  @Test(arguments: ["_ having received > 5000", "_ top 3", "_ sort received desc", "_ sort province"])
  func aQueryOverTheLastResultStopsWhereverItIs(text: String) throws {
    let row = groupRow(keyCell("Bắc Giang"), figureCell("6000"), figureCell("0"))
    let table = provinceTable(Array(repeating: row, count: 30))
    guard case .query(let query) = try Shipped.statement(text).kind else { return }
    var interruptions = 0
    for count in 0..<400 {
      do {
        let answer = try LastResult.evaluate(query, over: table, observer: Stopper(after: count).observer)
        #expect(answer.rows.count == (text == "_ top 3" ? 3 : 30))
      } catch {
        #expect(isInterruption(error))
        interruptions += 1
      }
    }
    // More than the one checkpoint at the end.
    #expect(interruptions > 30)
  }

  @Test func sortingEndsAtOnceWhenItIsStopped() {
    let asked = Mutex(0)
    let observer = WorkObserver(isStopped: {
      asked.withLock {
        $0 += 1
        return true
      }
    })
    let values = (0..<1_000).map { Quantity.exact(ExactDecimal(($0 * 7_919) % 1_000)) }
    #expect(RowOrder.byValue(values, isDescending: true, observer: observer) == Array(0..<1_000))
    #expect(asked.withLock { $0 } >= 999)
  }

  @Test(arguments: OutputFormat.allCases)
  func renderingStopsWhereverItIs(format: OutputFormat) {
    let row = groupRow(
      keyCell("Bắc Giang"), figureCell("1", .partial, coverage: [oneOfTwoSectors]), figureCell("0"))
    let table = provinceTable(Array(repeating: row, count: 20))
    for count in 0..<80 {
      let options = RenderOptions(widthInColumns: 60, observer: Stopper(after: count).observer)
      _ = format.renderer.render(table, options: options)
    }
    let whole = format.renderer.render(table, options: inEnglish)
    let stopped = RenderOptions(language: .english, observer: Stopper(after: 3).observer)
    #expect(format.renderer.render(table, options: stopped).utf8.count < whole.utf8.count)
  }

  @Test func aLoadStopsAndTellsHowFarItIs() throws {
    let library = try Shipped.library.get()
    let rows = (1...2_000).map { "000,\($0),1,received,2021-Q2,\($0)\n" }.joined()
    let bytes = Array(("document,line,ordinal,measure,period,value\n" + rows).utf8)
    let heard = Mutex<[Int]>([])
    let table = try CSVTable(bytes: bytes, file: "x.csv")
    let observer = WorkObserver(hearing: { done, all in heard.withLock { $0 += [done, all] } })
    _ = try FigureLoader.load(table, dataset: 1, catalog: library.catalog, observer: observer)
    #expect(heard.withLock { $0 }.suffix(2) == [1_792, 2_000])
    for count in 0..<20 {
      do {
        let observer = Stopper(after: count).observer
        let table = try CSVTable(bytes: bytes, file: "x.csv", observer: observer)
        _ = try FigureLoader.load(table, dataset: 1, catalog: library.catalog, observer: observer)
      } catch {
        #expect(isInterruption(error))
      }
    }
  }
}
