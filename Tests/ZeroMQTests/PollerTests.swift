import Foundation
import Glibc
import Synchronization
import Testing

@testable import ZeroMQ

@Suite struct PollerTests {
  @Test func `a poller tells which of its items is ready`() throws {
    let (near, far) = try (inproc(), inproc())
    var quiet = try Socket(.pull, in: .shared())
    var lively = try Socket(.pull, in: .shared())
    try quiet.bind(near)
    try lively.bind(far)
    var push = try Socket(.push, in: .shared())
    try push.connect(far)
    var poller = Poller()
    let items = try [poller.add(quiet), poller.add(lively)]
    _ = try push.send([1], within: patience)
    #expect(try poller.wait(within: patience) == 1)
    #expect(poller.ready(items[0]) == [])
    #expect(poller.ready(items[1]) == .readable)
  }

  @Test func `a poller returns when its time is over`() throws {
    let pull = try Socket(.pull, in: .shared())
    var poller = Poller()
    let item = try poller.add(pull)
    #expect(try poller.wait(within: .milliseconds(1)) == 0)
    #expect(poller.ready(item) == [])
  }

  @Test func `a wake-up from another thread ends the wait`() throws {
    let wakeUp = try WakeUp()
    var poller = Poller()
    let item = try poller.add(wakeUp)
    let thread = try PosixThread("waker") { wakeUp.signal() }
    #expect(try poller.wait(within: patience) == 1)
    #expect(poller.ready(item) == .readable)
    thread.join()
  }

  @Test func `many signals are one and the reset takes them all`() throws {
    let wakeUp = try WakeUp()
    #expect(!wakeUp.reset())
    for _ in 0..<1_000 { wakeUp.signal() }
    #expect(wakeUp.reset())
    #expect(!wakeUp.reset())
  }

  @Test func `a plain file descriptor can be waited for`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    var poller = Poller()
    let item = try poller.add(descriptor: ends[0])
    #expect(try poller.wait(within: .zero) == 0)
    #expect(write(ends[1], "x", 1) == 1)
    #expect(try poller.wait(within: patience) == 1)
    #expect(poller.ready(item) == .readable)
  }

  @Test func `what an item is watched for can be changed`() throws {
    let pair = try Socket(.pair, in: .shared())
    let endpoint = try inproc()
    var peer = try Socket(.pair, in: .shared())
    try peer.bind(endpoint)
    var poller = Poller()
    let item = try poller.add(peer)
    #expect(try poller.wait(within: .zero) == 0)
    var connecting = pair
    try connecting.connect(endpoint)
    poller.watch(item, for: [.readable, .writable])
    #expect(try poller.wait(within: patience) == 1)
    #expect(poller.ready(item) == .writable)
  }

  @Test func `the seventeenth item is refused`() throws {
    let wakeUp = try WakeUp()
    var poller = Poller()
    for _ in 0..<16 { _ = try poller.add(wakeUp) }
    do {
      _ = try poller.add(wakeUp)
      Issue.record("a seventeenth item was taken")
    } catch {
      #expect(error.code == .pollerFull)
    }
  }

  @Test func `a poller keeps its sockets open`() throws {
    let endpoint = try inproc()
    var poller = Poller()
    let item: Poller.Item
    do {
      var pull = try Socket(.pull, in: .shared())
      try pull.bind(endpoint)
      item = try poller.add(pull)
    }
    var push = try Socket(.push, in: .shared())
    try push.connect(endpoint)
    _ = try push.send([1], within: patience)
    #expect(try poller.wait(within: patience) == 1)
    #expect(poller.ready(item) == .readable)
  }

  @Test func `a signal does not end the wait`() async {
    await #expect(processExitsWith: .success) {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in interruptions.add(1, ordering: .relaxed) }
      sigaction(SIGUSR1, &action, nil)
      var unblocked = sigset_t()
      sigaddset(&unblocked, SIGUSR1)
      pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
      let wakeUp = try WakeUp()
      var poller = Poller()
      _ = try poller.add(wakeUp)
      let waiting = pthread_self()
      let thread = try PosixThread("interrupt") {
        for _ in 0..<1_000 where interruptions.load(ordering: .relaxed) < 20 {
          pthread_kill(waiting, SIGUSR1)
          poll(nil, 0, 1)
        }
        wakeUp.signal()
      }
      #expect(try poller.wait(within: patience) == 1)
      #expect(interruptions.load(ordering: .relaxed) >= 20)
      thread.join()
    }
  }

  @Test func `a thread has the name it was given`() throws {
    let name = Mutex("")
    let thread = try PosixThread("vaguemestre-journal") {
      let text = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
      name.withLock { $0 = text ?? "" }
    }
    thread.join()
    thread.join()
    #expect(name.withLock { $0 } == "vaguemestre-jou\n")
  }

  @Test func `a thread leaves signals to the main one`() throws {
    let blocked = Mutex<Set<Int32>>([])
    let thread = try PosixThread("masked") {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      let signals = [SIGTERM, SIGINT, SIGHUP, SIGSEGV].filter { sigismember(&mask, $0) == 1 }
      blocked.withLock { $0 = Set(signals) }
    }
    thread.join()
    #expect(blocked.withLock { $0 } == [SIGTERM, SIGINT, SIGHUP])
  }
}

private let interruptions = Atomic<Int>(0)
