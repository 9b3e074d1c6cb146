import AdapterKit
import NormalizedFormat

struct ScaleAdapter: Adapter {
  static let name = "scale"
  static let version = "1.0"
  static let standard = "ACME scale protocol 3"
  static let mediaType = "text/plain"
  let acknowledgements: any AcknowledgementPolicy = Silence()
  private let isMetric: Bool

  init(_ configuration: AdapterConfiguration) throws(AdapterError) {
    var settings = configuration
    isMetric = settings.text("units") != "imperial"
    try settings.finish()  // a setting that nobody took is a spelling mistake
  }

  func makeFraming() -> any Framing { MLLPFraming() }

  func normalize(
    _ raw: RawMessage, context: IngestContext
  ) throws(AdapterError) -> Normalization {
    guard let weight = DecimalNumber(raw.bytes) else { throw AdapterError(.untranslatable) }
    var row = Observation(code: Concept(text: "weight"))
    row.values = [
      .quantity(Quantity(value: weight, unit: UnitOfMeasure(ucum: isMetric ? "kg" : "[lb_av]")))
    ]
    var set = ObservationSet()
    set.observations = [row]
    var message = Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: Self.name, version: Self.version),
        source: MessageSource(standard: Self.standard)),
      content: .observations(Observations(sets: [set])))
    message.loss = LossLedger(mapped: 1)
    return Normalization(messages: [message])
  }
}
