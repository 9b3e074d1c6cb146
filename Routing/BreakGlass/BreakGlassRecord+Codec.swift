import CBOR
import Cryptography
import Policy

extension BreakGlassRecord {
  private static let format = "vaguemestre-break-glass-record-1"

  /// The one encoding, as `README.md` gives it.
  package var encoded: [UInt8] {
    let pairs: [(String, CBORValue?)] =
      [
        ("format", .text(Self.format)), ("kind", .text(kind.word)), ("time", .integer(time)),
        ("policy", .unsigned(policyVersion)), ("activation", .byteString(activation.bytes)),
        ("template", .text(template)), ("grantee", .text(grantee)),
        ("officer", (signer?.officer.bytes).map { .byteString($0) }),
        ("step", (signer?.step.bytes).map { .byteString($0) }),
      ] + kind.pairs
    let map = CBORValue.map(
      pairs.compactMap { key, value in value.map { CBORValue.Pair(.text(key), $0) } })
    do throws(CBORError) {
      return try map.encoded()
    } catch {
      preconditionFailure("the keys are constants, each once")
    }
  }

  /// Decodes exactly one; nil for anything else.
  package init?(encoded bytes: [UInt8]) {
    guard let value = try? CBORValue(decoding: bytes), case .map(let pairs) = value,
      value.text("format") == Self.format, let kind = Kind(value),
      let time = value.number("time").flatMap({ Int64(exactly: $0) }),
      let policy = value.number("policy"),
      let activation = value.digest("activation"), let template = value.text("template"),
      let grantee = value.text("grantee")
    else { return nil }
    self.kind = kind
    self.time = time
    policyVersion = policy
    self.activation = activation
    self.template = template
    self.grantee = grantee
    if let officer = value.bytes("officer").flatMap({ KeyID($0) }),
      let step = value.digest("step")
    {
      signer = Signer(officer: officer, step: step)
    } else {
      signer = nil
    }
    // What is left over, or spelt in another way, would be lost by who reads and writes again.
    guard encoded == bytes, pairs.count <= 16 else { return nil }
  }
}

extension BreakGlassRecord.Kind {
  fileprivate var word: String {
    switch self {
    case .activated: "activated"
    case .approved: "approved"
    case .renewed: "renewed"
    case .ended: "ended"
    case .reviewed: "reviewed"
    case .reviewMissing: "review-missing"
    case .first: "first"
    case .count: "count"
    }
  }

  fileprivate var pairs: [(String, CBORValue?)] {
    switch self {
    case .activated(let opened):
      [
        ("reason", .text(opened.reason)), ("until", .integer(opened.until)),
        ("patient", .byteString(opened.patient.bytes)),
      ]
    case .approved(let until), .renewed(let until): [("until", .integer(until))]
    case .ended(let cause): [("cause", .text(cause.rawValue))]
    case .reviewed: []
    case .reviewMissing(let since): [("since", .integer(since))]
    case .first(let flow, let offset): [("flow", .text(flow)), ("offset", .unsigned(offset))]
    case .count(let count): [("count", .unsigned(count))]
    }
  }

  fileprivate init?(_ value: CBORValue) {
    let until = value.number("until").flatMap { Int64(exactly: $0) }
    switch value.text("kind") {
    case "activated":
      guard let reason = value.text("reason"), let until, let patient = value.digest("patient")
      else { return nil }
      self = .activated(.init(reason: reason, until: until, patient: patient))
    case "approved":
      guard let until else { return nil }
      self = .approved(until: until)
    case "renewed":
      guard let until else { return nil }
      self = .renewed(until: until)
    case "ended":
      guard let cause = value.text("cause").flatMap(BreakGlassRecord.Cause.init) else { return nil }
      self = .ended(cause)
    case "reviewed": self = .reviewed
    case "review-missing":
      guard let since = value.number("since").flatMap({ Int64(exactly: $0) }) else { return nil }
      self = .reviewMissing(since: since)
    case "first":
      guard let flow = value.text("flow"), let offset = value.number("offset") else { return nil }
      self = .first(flow: flow, offset: offset)
    case "count":
      guard let count = value.number("count") else { return nil }
      self = .count(count)
    default: return nil
    }
  }
}

extension CBORValue {
  fileprivate func text(_ key: String) -> String? {
    guard case .text(let text) = self[key] else { return nil }
    return text
  }

  fileprivate func number(_ key: String) -> UInt64? {
    guard case .unsigned(let number) = self[key] else { return nil }
    return number
  }

  fileprivate func bytes(_ key: String) -> [UInt8]? {
    guard case .byteString(let bytes) = self[key] else { return nil }
    return bytes
  }

  fileprivate func digest(_ key: String) -> Digest? { bytes(key).flatMap { Digest($0) } }
}
