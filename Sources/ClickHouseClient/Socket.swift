internal import Glibc

/// A connection to a server. A class because it is closed exactly once.
final class Socket {
  private let descriptor: Int32
  private var deadline: Deadline

  init(host: String, port: Int, _ deadline: Deadline) throws(TransportFailure) {
    self.deadline = deadline
    let lookup = try HostLookup(host: host, port: port, deadline)
    // The entries are the lookup's.
    defer { withExtendedLifetime(lookup) {} }
    var last = TransportFailure.unreachable(String(cString: strerror(ECONNREFUSED)))
    var next = lookup.list
    while let entry = next {
      do throws(TransportFailure) {
        descriptor = try Socket.connected(entry.pointee, deadline)
        return
      } catch {
        // Another address of the same host may answer; the time is that of all together.
        if error == .stopped || error == .late { throw error }
        last = error
      }
      next = entry.pointee.ai_next
    }
    throw last
  }

  private static func connected(
    _ entry: addrinfo, _ deadline: Deadline
  ) throws(TransportFailure) -> Int32 {
    let type = entry.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(entry.ai_family, type, entry.ai_protocol)
    guard descriptor >= 0 else { throw .unreachable(String(cString: strerror(errno))) }
    do throws(TransportFailure) {
      if connect(descriptor, entry.ai_addr, entry.ai_addrlen) != 0 {
        guard errno == EINPROGRESS else { throw .unreachable(String(cString: strerror(errno))) }
        try deadline.wait(for: POLLOUT, on: descriptor)
        var reason: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size)
        if reason != 0 { throw .unreachable(String(cString: strerror(reason))) }
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// What comes from here on has the whole time again.
  func renewDeadline() { deadline.renew() }

  func extendDeadline(by time: Duration) { deadline.extend(by: time) }

  func endPulse() { deadline.endPulse() }

  func send(_ bytes: [UInt8]) throws(TransportFailure) {
    var sent = 0
    while sent < bytes.count {
      try deadline.wait(for: POLLOUT, on: descriptor)
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      // Who refuses a request early says why before it closes.
      if count <= 0 { return }
      sent += count
    }
  }

  /// What has come, at least a byte; empty once the other side has ended.
  func receive() throws(TransportFailure) -> [UInt8] {
    while true {
      try deadline.wait(for: POLLIN, on: descriptor)
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        filled = max(0, count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count < 0 { throw .broken }
      return bytes
    }
  }
}
