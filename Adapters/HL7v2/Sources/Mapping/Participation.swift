import NormalizedFormat

extension Device {
  /// PRT-10, 20 and 22; nil where they say nothing.
  fileprivate init?(participation segment: Segment) {
    self = segment.first(10).flatMap { Device($0) } ?? Device()
    serialNumber = segment.wholeText(20)
    type = segment.concept(22)
    if self == Device() { return nil }
  }
}

/// PRT: who or what takes part in what stands before it. Only a result has devices; elsewhere
/// PRT-10 is a detail.
struct Participation {
  let person: Practitioner?
  private let device: Device?
  let rest: [NamedField]

  init(_ segment: Segment, inResult: Bool) {
    person = Practitioner(participation: segment)
    device = inResult ? Device(participation: segment) : nil
    rest = segment.rest()
  }

  /// Adds all of it to a result.
  func join(_ result: inout Observation) {
    if let person { result.performers.append(person) }
    if let device { result.devices.append(device) }
    result.details += rest
  }
}
