/// Which consumers stand at which flow.
///
/// Finding the consumers of a flow costs one look-up and their number, however many other flows and
/// consumers there are. Order among the consumers of a flow is not kept when one leaves.
package struct SubscriptionIndex: Sendable {
  private var byFlow: [UInt32: [ConsumerID]] = [:]
  private var places: [ConsumerID: Place] = [:]

  private struct Place: Sendable {
    let flow: UInt32
    var index: Int
  }

  package init() {}

  /// All consumers.
  package var count: Int { places.count }

  /// The consumers of one flow.
  package func consumers(of flow: UInt32) -> [ConsumerID] { byFlow[flow] ?? [] }

  /// Puts a consumer at a flow; a consumer stands at one flow only.
  package mutating func insert(_ consumer: ConsumerID, flow: UInt32) {
    remove(consumer)
    let index = byFlow[flow]?.count ?? 0
    byFlow[flow, default: []].append(consumer)
    places[consumer] = Place(flow: flow, index: index)
  }

  /// Takes a consumer away; one that is not there is none.
  package mutating func remove(_ consumer: ConsumerID) {
    guard let place = places.removeValue(forKey: consumer), var list = byFlow[place.flow] else {
      return
    }
    byFlow[place.flow] = nil
    let last = list.removeLast()
    if last != consumer {
      list[place.index] = last
      places[last]?.index = place.index
    }
    if !list.isEmpty { byFlow[place.flow] = list }
  }
}
