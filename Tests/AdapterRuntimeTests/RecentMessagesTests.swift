import Testing

@testable import AdapterRuntime

@Suite struct RecentMessagesTests {
  private func start(_ recent: RecentMessages, _ message: UInt8) -> String {
    switch recent.begin([message]) {
    case .durable: "durable"
    case .joined: "joined"
    case .begun(_, .partly([], isQuarantined: true)): "quarantined"
    case .begun(_, .partly(let places, _)): "partly \(places.sorted())"
    case .begun: "begun"
    }
  }

  @Test func `the oldest durable message is forgotten for the newest`() {
    let recent = RecentMessages(countMax: 2)
    for message in 0..<3 as Range<UInt8> {
      #expect(start(recent, message) == "begun")
      recent.end([message], .accepted)
    }
    #expect(start(recent, 1) == "durable")
    #expect(start(recent, 2) == "durable")
    #expect(start(recent, 0) == "begun")
  }

  @Test func `a message under way is joined until its work ends`() {
    let recent = RecentMessages(countMax: 2)
    #expect(start(recent, 7) == "begun")
    #expect(start(recent, 7) == "joined")
    recent.end([7], nil)
    #expect(start(recent, 7) == "begun")
  }

  @Test func `what is in quarantine stays known through tries that come to nothing`() {
    let recent = RecentMessages(countMax: 2)
    _ = start(recent, 7)
    recent.end([7], .partly([], isQuarantined: true))
    #expect(start(recent, 7) == "quarantined")
    recent.end([7], nil)
    #expect(start(recent, 7) == "quarantined")
    recent.end([7], .accepted)
    #expect(start(recent, 7) == "durable")
  }

  @Test func `what is durable in part is known until the rest is`() {
    let recent = RecentMessages(countMax: 2)
    _ = start(recent, 7)
    recent.end([7], .partly([0, 2], isQuarantined: false))
    #expect(start(recent, 7) == "partly [0, 2]")
    recent.end([7], nil)
    #expect(start(recent, 7) == "partly [0, 2]")
    recent.end([7], .accepted)
    #expect(start(recent, 7) == "durable")
  }

  @Test func `a message that is forgotten while it is tried again is not lost from sight`() {
    let recent = RecentMessages(countMax: 1)
    _ = start(recent, 1)
    recent.end([1], .partly([], isQuarantined: true))
    #expect(start(recent, 1) == "quarantined")
    _ = start(recent, 2)
    recent.end([2], .accepted)
    #expect(start(recent, 1) == "joined")
    recent.end([1], .accepted)
    #expect(start(recent, 1) == "durable")
  }
}
