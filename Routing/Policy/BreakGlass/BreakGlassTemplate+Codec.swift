import CBOR
import Cryptography
import Labels

extension BreakGlassTemplate {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    name = try map.name("name")
    flows = try map.names("flows", upTo: PolicyLimit.flowsMax)
    clearance = try map.clearance("clearance")
    grantees = try map.names("grantees", upTo: BreakGlassLimit.granteesMax)
    officers = try map.list("officers", upTo: BreakGlassLimit.officersMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).verificationKey()
    }
    duration = try map.number("duration", upTo: BreakGlassLimit.durationMax)
    approvalWithin = try map.number("approval-within", upTo: BreakGlassLimit.durationMax)
    renewals = try map.number("renewals", upTo: BreakGlassLimit.renewalsMax)
    reviewWithin = try map.number("review-within", upTo: BreakGlassLimit.reviewMax)
    reasons = try map.names("reasons", upTo: BreakGlassLimit.reasonsMax)
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("name", .text(name)),
      ("flows", .list(flows) { .text($0) }),
      ("clearance", .clearance(clearance)),
      ("grantees", .list(grantees) { .text($0) }),
      ("officers", .list(officers, CBORValue.key)),
      ("duration", .integer(duration)),
      ("approval-within", .integer(approvalWithin)),
      ("renewals", .integer(renewals)),
      ("review-within", .integer(reviewWithin)),
      ("reasons", .list(reasons) { .text($0) }),
    ])
  }
}

extension DocumentMap {
  fileprivate mutating func names(
    _ key: String, upTo bound: Int
  ) throws(DocumentFault) -> [String] {
    try list(key, upTo: bound) { value, place throws(DocumentFault) in
      try DocumentLeaf(value, place).name()
    }
  }

  /// The templates of a policy; none if the key is absent, which an empty list must not stand for.
  mutating func templates(_ key: String) throws(DocumentFault) -> [BreakGlassTemplate] {
    guard has(key) else { return [] }
    let templates = try list(key, upTo: BreakGlassLimit.templatesMax) {
      value, place throws(DocumentFault) in try BreakGlassTemplate(value, place)
    }
    guard !templates.isEmpty else { throw DocumentFault(.notCanonical, at: at(key)) }
    return templates
  }
}
