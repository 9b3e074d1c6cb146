import Testing

@testable import ZeroMQ

@Test func `a message goes from a dealer to a router and back`() throws {
  let context = try Context.shared()
  var router = try Socket(.router, in: context)
  var dealer = try Socket(.dealer, in: context)
  try dealer.connect(router.bind(Endpoint("tcp://127.0.0.1:*")))
  #expect(try dealer.send([1, 2, 3], within: .seconds(5)) == .queued)
  var frame = Frame()
  let sender = try #require(try router.receiveRouted(into: &frame, within: .seconds(5)))
  #expect(frame.bytes == [1, 2, 3])
  #expect(try router.send([4], to: sender) == .queued)
  #expect(try dealer.receive(into: &frame, within: .seconds(5)))
  #expect(frame.bytes == [4])
}
