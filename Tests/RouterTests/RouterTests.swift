import Router
import Testing

@Suite struct RouterTests {
  private func id(_ number: UInt64) -> ConsumerID { ConsumerID(rawValue: number) }

  @Test func `a flow gives exactly the consumers that stand at it`() {
    var index = SubscriptionIndex()
    for number in 0..<9 { index.insert(id(UInt64(number)), flow: UInt32(number % 3)) }
    #expect(Set(index.consumers(of: 1)) == [id(1), id(4), id(7)])
    #expect(index.consumers(of: 9).isEmpty)
  }

  @Test func `whoever leaves is found no more and the others still are`() {
    var index = SubscriptionIndex()
    for number in 0..<4 { index.insert(id(UInt64(number)), flow: 5) }
    index.remove(id(1))
    index.remove(id(3))
    index.remove(id(3))
    #expect(Set(index.consumers(of: 5)) == [id(0), id(2)])
    index.remove(id(0))
    index.remove(id(2))
    #expect(index.consumers(of: 5).isEmpty)
    #expect(index.count == 0)
  }

  @Test func `a consumer that moves stands at its new flow only`() {
    var index = SubscriptionIndex()
    index.insert(id(1), flow: 1)
    index.insert(id(1), flow: 2)
    #expect(index.consumers(of: 1).isEmpty)
    #expect(index.consumers(of: 2) == [id(1)])
  }

  private let ward = PartyID(rawValue: 1)

  @Test func `alerts are served before everything that waited longer`() {
    var queue = ReadyQueue()
    queue.push(id(1), of: ward, .stream)
    queue.push(id(2), of: ward, .state)
    queue.push(id(3), of: ward, .event)
    queue.push(id(4), of: ward, .alert)
    #expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()] == [id(4), id(3), id(2), id(1)])
    #expect(queue.pop() == nil)
  }

  @Test func `a flood of alerts leaves every fourth turn to the other classes`() {
    var queue = ReadyQueue()
    for number in 0..<100 { queue.push(id(UInt64(number)), of: ward, .alert) }
    queue.push(id(500), of: ward, .event)
    queue.push(id(501), of: ward, .stream)
    let first = (0..<12).compactMap { _ in queue.pop() }
    #expect(first.contains(id(500)))
    #expect(first.contains(id(501)))
    #expect(first.count { $0.rawValue < 100 } >= 9)
  }

  @Test func `a party with many consumers holds up no other`() {
    var queue = ReadyQueue()
    for number in 0..<100 { queue.push(id(UInt64(number)), of: ward, .alert) }
    queue.push(id(500), of: PartyID(rawValue: 2), .alert)
    #expect([queue.pop(), queue.pop()].contains(id(500)))
  }

  @Test func `a consumer waits once however often it is pushed`() {
    var queue = ReadyQueue()
    queue.push(id(1), of: ward, .event)
    queue.push(id(1), of: ward, .event)
    #expect(queue.pop() == id(1))
    #expect(queue.pop() == nil)
    #expect(queue.isEmpty)
  }

  @Test func `one that comes again goes behind the others of its party`() {
    var queue = ReadyQueue()
    queue.push(id(1), of: ward, .event)
    queue.push(id(2), of: ward, .event)
    let first = queue.pop()
    queue.push(id(1), of: ward, .event)
    #expect(first == id(1))
    #expect(queue.pop() == id(2))
    #expect(queue.pop() == id(1))
  }

  @Test func `a consumer that was removed is not served`() {
    var queue = ReadyQueue()
    queue.push(id(1), of: ward, .event)
    queue.push(id(2), of: ward, .event)
    queue.remove(id(1))
    #expect(queue.pop() == id(2))
    #expect(queue.pop() == nil)
  }

  @Test func `a queue that emptied serves again`() {
    var queue = ReadyQueue()
    for round in 0..<3 {
      for number in 0..<100 { queue.push(id(UInt64(number)), of: ward, .state) }
      for number in 0..<100 { #expect(queue.pop() == id(UInt64(number)), "round \(round)") }
      #expect(queue.pop() == nil)
    }
  }

  @Test func `a queue that is never empty does not grow with what it has served`() {
    var queue = ReadyQueue()
    queue.push(id(0), of: ward, .event)
    for number in 1...100_000 as ClosedRange<UInt64> {
      queue.push(id(number), of: PartyID(rawValue: UInt32(number % 7)), .event)
      _ = queue.pop()
    }
    #expect(queue.slots < 2_000)
  }

  @Test func `consumers that leave before they are served leave nothing behind`() {
    var queue = ReadyQueue()
    for number in 0..<10_000 as Range<UInt64> {
      queue.push(ConsumerID(rawValue: number), of: PartyID(rawValue: 1), .event)
      queue.remove(ConsumerID(rawValue: number))
    }
    #expect(queue.slots == 0 && queue.isEmpty)
  }
}
