import ClickHouseClient
import Foundation
import Testing

@testable import QueryLang

/// The client against whatever else may answer; no server of ClickHouse is needed.
@Suite struct ClientTests {
  private func problem(_ work: () throws -> Void) -> RemoteProblem? {
    do { try work() } catch let error as QueryError {
      if case .remote(_, let problem)? = error.diagnostics.first?.fact { return problem }
    } catch {}
    return nil
  }

  private func connect(_ port: Int, seconds: Int = 20) -> RemoteProblem? {
    problem {
      _ = try ClickHouseServer(
        ServerAddress("http://127.0.0.1:\(port)/default"), ServerCredentials(user: "u", password: "p"),
        seconds: seconds, observer: .none)
    }
  }

  @Test func addresses() throws {
    #expect(try ServerAddress("http://host:8123/db").text == "http://host:8123/db")
    #expect(try ServerAddress("http://host").text == "http://host:8123/default")
    #expect(try ServerAddress("http://[::1]:9000/a%20b/").database == "a b")
    for wrong in [
      "host:8123", "ftp://host", "https://host:8443/db", "http://", "http://host:0", "http://host:99999",
      "http://host/a/b", "http://host/db?x=1", "http://a b/", "http://host:x/db", "",
    ] {
      guard case .address? = problem({ _ = try ServerAddress(wrong) }) else {
        Issue.record("\(wrong) was taken")
        continue
      }
    }
    do {
      _ = try ServerAddress("http://me:s3cret@host/db")
      Issue.record("a password was taken")
    } catch {
      #expect(!DiagnosticDrawing(.english).draw(error.diagnostics, in: nil).contains("s3cret"))
    }
  }

  @Test func nobodyListens() throws {
    let port = try CannedServer("").stoppedPort()
    guard case .unreachable? = connect(port) else {
      Issue.record("connected")
      return
    }
  }

  @Test func hostsAreFoundByName() throws {
    func problem(at host: String, _ port: Int) -> RemoteProblem? {
      self.problem {
        _ = try ClickHouseServer(
          ServerAddress("http://\(host):\(port)"), ServerCredentials(user: "u", password: "p"), seconds: 30,
          observer: .none)
      }
    }
    let server = try CannedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    #expect(problem(at: "localhost", server.port) == .notClickHouse(""))
    guard case .unreachable? = problem(at: "no-such-host.invalid", server.port) else {
      Issue.record("a host that is none was reached")
      return
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n<html>x</html>",
    "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
  ])
  func whoeverIsNoClickHouseIsTold(_ answer: String) throws {
    let server = try CannedServer(answer)
    guard case .notClickHouse? = connect(server.port) else {
      Issue.record("\(String(describing: connect(server.port)))")
      return
    }
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.2\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":[",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc", "\0\0\0\0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  ])
  func halfAnAnswerIsNone(_ answer: String) throws {
    let server = try CannedServer(answer)
    let found = try #require(connect(server.port))
    if case .deadline = found { Issue.record("waited for more") }
  }

  @Test func whoeverNeverAnswersIsGivenUp() throws {
    let server = try CannedServer(nil)
    #expect(connect(server.port, seconds: 1) == .deadline(seconds: 1, shards: []))
  }
}

/// Bytes that come and come are no reason to wait longer than was said. They come for a minute, so that whoever waits
/// for their end hears something else than that time is up, however long the machine took.
extension ClientTests {
  @Test(
    arguments: [
      "HTTP/1.1 200 OK\r\n\r\n{\"data\":[", "HTTP/1.1 500 No\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    ])
  func anEndlessTrickleIsGivenUpInTime(_ beginning: String) throws {
    let server = try CannedServer(beginning, trickles: true)
    let (found, duration) = looks { connect(server.port, seconds: 1) }
    #expect(found == .deadline(seconds: 1, shards: []))
    // The time, and what stopping it there is given; this is for a busy machine.
    #expect(duration < 500)
  }

  @Test func whoeverStopsIsHeardDuringATrickle() throws {
    let server = try CannedServer("HTTP/1.1 200 OK\r\n\r\n{", trickles: true)
    let started = ContinuousClock.now
    let observer = WorkObserver(isStopped: { ContinuousClock.now - started > .milliseconds(200) })
    let (_, duration) = looks {
      #expect {
        _ = try ClickHouseServer(
          ServerAddress("http://127.0.0.1:\(server.port)"), ServerCredentials(user: "u", password: "p"),
          seconds: 50, observer: observer)
      } throws: {
        ($0 as? QueryError)?.diagnostics.first?.fact == .interrupted
      }
    }
    #expect(duration < 500)
  }
}

/// Takes connections and gives each the same bytes, whatever it is asked. A class because it owns a socket.
final class CannedServer: @unchecked Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameters:
  ///   - answer: `nil`: none, ever.
  ///   - trickles: whether one space after the other follows for a minute, or as long as the other side is there.
  init(_ answer: String?, trickles: Bool = false) throws {
    // Programs that other tests start meanwhile are not to hold it.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) + listen(listener, 8) + getsockname(listener, $0, &size)
      }
    }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    let bytes = answer.map { Array($0.utf8) }
    // Its own, or it could take connections of another server that was given the number of this one.
    let accepting = fcntl(listener, F_DUPFD_CLOEXEC, 0)
    Thread {
      var held: [Int32] = []
      while true {
        let client = accept(accepting, nil, nil)
        if client < 0 { break }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        guard let bytes else {
          held.append(client)
          continue
        }
        var asked = [UInt8](repeating: 0, count: 4096)
        _ = recv(client, &asked, asked.count, 0)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard trickles else {
          close(client)
          continue
        }
        Thread {
          for _ in 0..<1_200 {
            guard send(client, " ", 1, Int32(MSG_NOSIGNAL)) == 1 else { break }
            usleep(50_000)
          }
          close(client)
        }.start()
      }
      for client in held + [accepting] { close(client) }
    }.start()
  }

  /// A port at which nobody listens any more.
  func stoppedPort() -> Int {
    shutdown(listener, Int32(SHUT_RDWR))
    return port
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }
}
