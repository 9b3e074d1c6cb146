public import AdapterKit
public import NormalizedFormat

extension HL7v2Adapter: EgressAdapter {
  /// Writes a message in the pipe encoding: recommended delimiters, segments that end in CR, UTF-8
  /// as MSH-18 says. What HL7 v2 has no message for here is refused with 1011.
  public func render(
    _ message: Message, context: EgressContext
  ) throws(AdapterError) -> [UInt8] {
    var rendering = MessageRendering(message)
    rendering.writeHeader(context)
    switch message.content {
    case .admission(let admission): rendering.write(admission)
    case .observations(let observations): rendering.write(observations)
    case .report(let reports): rendering.write(reports)
    case .order(let orders): rendering.write(orders)
    case .appointment(let appointment): rendering.write(appointment)
    case .document(let document): rendering.write(document)
    case .immunization(let immunizations): rendering.write(immunizations)
    case .alert(let alerts): rendering.write(alerts)
    case .other(let other):
      guard !rendering.messageCode.isEmpty else {
        throw AdapterError(.untranslatable, place: "MSH-9", blame: .gateway)
      }
      rendering.write(other)
    case .imaging, .position, .deviceStatus, .quarantine:
      throw AdapterError(.untranslatable, blame: .gateway)
    }
    guard !rendering.writer.isOverLimit else { throw AdapterError(.limit, blame: .gateway) }
    return rendering.writer.bytes
  }
}
