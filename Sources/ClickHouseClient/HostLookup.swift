internal import Glibc

/// The addresses of a host. The system looks a name up for as long as it likes, whoever waits; so another thread does
/// it, which is left behind where time is up or whoever asked wants to stop.
///
/// A class because both threads hold it. `list` and `failure` are written before the one end is closed and read after.
final class HostLookup: @unchecked Sendable {
  private let host: String
  private let port: Int
  private(set) var list: UnsafeMutablePointer<addrinfo>?
  private var failure: Int32 = 0
  private var ends: (reading: Int32, writing: Int32) = (-1, -1)

  init(host: String, port: Int, _ deadline: Deadline) throws(TransportFailure) {
    self.host = host
    self.port = port
    look(AI_NUMERICHOST)
    if failure == EAI_NONAME {
      try start()
      try deadline.wait(for: POLLIN, on: ends.reading)
    }
    guard failure == 0 else { throw .unreachable(String(cString: gai_strerror(failure))) }
  }

  deinit {
    if let list { freeaddrinfo(list) }
    if ends.reading >= 0 { close(ends.reading) }
  }

  private func look(_ flags: Int32) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV | flags
    failure = getaddrinfo(host, String(port), &hints, &list)
  }

  private func start() throws(TransportFailure) {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      throw .unreachable(String(cString: strerror(errno)))
    }
    ends = (pair[0], pair[1])
    let body = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let trouble = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let lookup = Unmanaged<HostLookup>.fromOpaque(argument).takeRetainedValue()
        lookup.look(0)
        // Whoever waits for the other end to be readable sees it ended.
        close(lookup.ends.writing)
        return nil
      }, body.toOpaque())
    guard trouble == 0 else {
      body.release()
      close(ends.writing)
      throw .unreachable(String(cString: strerror(trouble)))
    }
    pthread_detach(thread)
  }
}
