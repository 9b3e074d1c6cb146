import Testing

@testable import ZeroMQ

@Suite struct ContextTests {
  @Test func `a process has one context`() throws {
    #expect(try Context.shared() === Context.shared(ioThreads: 4))
  }

  @Test func `a process has one ZAP handler`() throws {
    #expect(try Context.shared().zapHandler() === Context.shared().zapHandler())
  }

  @Test func `the libzmq of this machine is one that was tested`() {
    #expect(throws: Never.self) { try Library.assertUsable() }
  }

  @Test(arguments: [(4, 3, 5), (4, 3, 3), (5, 0, 0), (4, 2, 0)] as [(Int32, Int32, Int32)])
  func `another libzmq is refused with what to do`(major: Int32, minor: Int32, patch: Int32) throws
  {
    let version = Library.Version(major: major, minor: minor, patch: patch)
    let error = try #require(throws: ZeroMQError.self) {
      try Library.assertUsable(version, hasCurve: true)
    }
    #expect(error.code == .unsupportedVersion)
    #expect("\(error)".contains("libzmq \(version)"))
    #expect("\(error)".contains("install"))
  }

  @Test func `a libzmq without CURVE is refused with what to do`() throws {
    let error = try #require(throws: ZeroMQError.self) {
      try Library.assertUsable(hasCurve: false)
    }
    #expect(error.code == .curveMissing)
    #expect("\(error)".contains("install"))
  }

  @Test func `a context ends when its sockets are closed and does not come again`() async {
    await #expect(processExitsWith: .success) {
      let context = try Context.shared()
      _ = try context.zapHandler()
      do {
        var router = try Socket(.router, in: context)
        try router.bind(loopback())
      }
      try context.terminate()
      let error = try #require(throws: ZeroMQError.self) { try Context.shared() }
      #expect(error.code == .contextTerminated)
    }
  }

  @Test func `a context with an open socket says so instead of waiting for ever`() async {
    await #expect(processExitsWith: .success) {
      let context = try Context.shared()
      let router = try Socket(.router, in: context)
      let error = try #require(throws: ZeroMQError.self) { try context.terminate() }
      #expect(error.code == .socketsOpen)
      #expect(router.refusals.total == 0)
    }
  }

  @Test func `what was sent before the end still arrives`() async {
    await #expect(processExitsWith: .success) {
      let context = try Context.shared()
      var options = SocketOptions()
      options.receiveHighWater = 1
      var pull = try Socket(.pull, in: context, options: options)
      let endpoint = try pull.bind(loopback())
      do {
        var push = try Socket(.push, in: context)
        try push.connect(endpoint)
        // More than the kernel's buffers hold.
        let message = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<30 { #expect(try push.send(message, within: patience) == .queued) }
      }
      var frame = Frame()
      var count = 0
      while count < 30, try pull.receive(into: &frame, within: patience) { count += 1 }
      #expect(count == 30)
    }
  }

  @Test(arguments: ["EADDRINUSE", "ETERM", "EFSM", "EHOSTUNREACH"])
  func `an errno is printed by its name`(name: String) {
    let numbers: [String: Int32] = [
      "EADDRINUSE": 98, "ETERM": 156_384_765, "EFSM": 156_384_763, "EHOSTUNREACH": 113,
    ]
    let error = ZeroMQError(errno: numbers[name] ?? 0, call: "zmq_x")
    #expect("\(error)" == "VGM-3912 zmq_x: \(name)")
  }
}
