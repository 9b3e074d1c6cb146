import AdapterKit
import NormalizedFormat

/// Makes a template of a message by asking the mapping itself: it puts values that nobody sends
/// into the slots, lets the mapping translate that, and looks where they came out. What is filled
/// with the message's own values must then be what the mapping made of the message.
struct TemplateLearner {
  let adapter: HL7v2Adapter
  let context: IngestContext

  /// What is learned of a message.
  enum Lesson {
    case template(Template)
    /// No message with its skeleton has a template.
    case unfit
    /// Nothing of this one: a slot has no value, or the very one that would be put in.
    case later
  }

  /// What is learned of a message.
  ///
  /// - Parameter messages: what the mapping made of it.
  func lesson(of raw: RawMessage, _ slots: Slots, _ messages: [Message]) -> Lesson {
    guard let message = messages.first, messages.count == 1, Self.isUniform(message) else {
      return .unfit
    }
    var zone: Int16?
    if case .stated(let minutes) = message.provenance.created?.zone { zone = minutes }
    let probe = Self.probe(of: raw.bytes, slots)
    let probed = IngestContext(
      received: Self.received, zone: context.zone, link: context.link, subject: context.subject)
    guard let probeSlots = probe.bytes.withUnsafeBytes({ Slots($0) }) else { return .unfit }
    let values = SlotValues(
      raw: raw, slots: slots, context: context, statedZone: zone, sentinels: adapter.sentinels)
    let probeValues = SlotValues(
      raw: probe, slots: probeSlots, context: probed, statedZone: zone,
      sentinels: adapter.sentinels)
    let skeleton = raw.bytes.withUnsafeBytes { Skeleton(of: $0, slots) }
    guard probe.bytes.withUnsafeBytes({ skeleton.fits($0, probeSlots) }) else { return .unfit }
    guard let own = values.encoded(), let others = probeValues.encoded(),
      // A value that is the same in both would not show where it stands.
      !(0..<own.count).contains(where: { own.isSame($0, in: others) })
    else { return .later }
    guard let mapped = try? adapter.normalize(probe, context: probed).messages, mapped.count == 1,
      let encoding = mapped[0].encoded(upTo: Self.encodedBytesMax),
      let stencil = MessageStencil(cutting: others, from: encoding),
      stencil.filled(with: own) == message.encoded(upTo: Self.encodedBytesMax)
    else { return .unfit }
    return .template(Template(skeleton, stencil, statedZone: zone))
  }

  /// Longest encoding that is kept.
  private static let encodedBytesMax = 65_536

  /// Whether each value stands for itself. A row's number that says how fast a waveform was sampled
  /// becomes the waveform's period, by a rule that not every number meets.
  private static func isUniform(_ message: Message) -> Bool {
    guard case .observations(let content) = message.content else { return false }
    return content.sets.allSatisfy { set in
      set.observations.allSatisfy { row in
        row.values.allSatisfy { value in
          if case .sampledArray = value { false } else { true }
        }
      }
    }
  }

  // MARK: What nobody sends

  private static let received: Int64 = 3_705_091_200_123
  private static let digest = [UInt8](repeating: 0xE7, count: 32)

  /// The same message with another value in each slot, no two of them alike.
  private static func probe(of bytes: [UInt8], _ slots: Slots) -> RawMessage {
    var probe: [UInt8] = []
    var end = 0
    for (number, slot) in slots.all.enumerated() {
      probe += bytes[end..<slot.start]
      probe += value(of: slot, number)
      end = slot.end
    }
    probe += bytes[end...]
    return RawMessage(bytes: probe, digest: digest)
  }

  private static func value(of slot: Slots.Slot, _ number: Int) -> [UInt8] {
    switch slot.kind {
    case .number: return Array("7081963524\(10_000 + number)".utf8)
    case .identifier: return Array("vaguemestre-7081963524-\(10_000 + number)".utf8)
    case .time:
      // In a year of which zones are known, without a change of clocks: minutes of June.
      let minute = "\(100 + number % 60)".suffix(2)
      let hour = "\(100 + number / 60)".suffix(2)
      let fraction = slot.end - slot.start > 14 ? ".457" : ""
      return Array("20870617\(hour)\(minute)29\(fraction)".utf8)
    }
  }
}
