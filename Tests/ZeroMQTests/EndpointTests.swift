import Testing

@testable import ZeroMQ

@Suite struct EndpointTests {
  @Test(arguments: ["tcp://127.0.0.1:5555", "tcp://[::1]:*", "ipc:///run/x.sock", "inproc://a"])
  func `the three schemes are read and written back`(text: String) throws {
    #expect(try Endpoint(text).description == text)
  }

  @Test(arguments: [
    "ws://127.0.0.1:80", "udp://127.0.0.1:1", "pgm://eth0;239.0.0.1:1", "norm://1.2.3.4:5",
    "tipc://{1,2,3}", "vmci://1:2", "TCP://127.0.0.1:1", "tcp:/127.0.0.1:1", "127.0.0.1:1", "",
  ])
  func `another scheme is refused`(text: String) {
    #expect(throws: ZeroMQError.self) { try Endpoint(text) }
  }

  @Test(arguments: [
    "tcp://", "tcp://127.0.0.1:1;127.0.0.1:2", "ipc://a\u{0}b", "ipc:///tmp/é", "tcp://a b:1",
    "inproc://\(String(repeating: "x", count: 256))", "inproc://zeromq.zap.01",
  ])
  func `an address that libzmq could read differently is refused`(text: String) throws {
    let error = try #require(throws: ZeroMQError.self) { try Endpoint(text) }
    #expect(error.code == .endpointRefused)
  }

  @Test(arguments: [
    "tcp://127.0.0.1:1", "tcp://127.1.2.3:*", "tcp://[::1]:1", "ipc:///tmp/x", "inproc://x",
  ])
  func `loopback, ipc and inproc stay on this machine`(text: String) throws {
    #expect(try Endpoint(text).isOnThisMachine)
  }

  @Test(arguments: [
    "tcp://10.0.0.1:1", "tcp://*:1", "tcp://localhost:1", "tcp://127.example.org:1",
    "tcp://127.0.0.+1:1", "tcp://127.0.0.1.example.org:1", "tcp://127.0.0.256:1", "tcp://eth0:1",
    "tcp://[::]:1",
  ])
  func `everything else may leave this machine`(text: String) throws {
    #expect(try !Endpoint(text).isOnThisMachine)
  }

  @Test(arguments: ["tcp://10.0.0.1:1", "tcp://*:*", "tcp://localhost:1"])
  func `clear text is neither bound nor connected where others listen`(text: String) throws {
    let endpoint = try Endpoint(text)
    var router = try Socket(.router, in: .shared())
    var dealer = try Socket(.dealer, in: .shared())
    let bound = try #require(throws: ZeroMQError.self) { try router.bind(endpoint) }
    let connected = try #require(throws: ZeroMQError.self) { try dealer.connect(endpoint) }
    #expect(bound.code == .clearTextOffHost)
    #expect(connected.code == .clearTextOffHost)
  }

  @Test func `a wildcard port comes back as the real one`() throws {
    var router = try Socket(.router, in: .shared())
    let endpoint = try router.bind(loopback())
    #expect(endpoint.address.hasPrefix("127.0.0.1:"))
    #expect(!endpoint.address.hasSuffix("*"))
  }
}
