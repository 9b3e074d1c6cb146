import Labels
import Policy

extension BreakGlassTemplate {
  init(_ value: PolicyYAMLValue, _ scheme: LabelScheme) throws(PolicySourceFault) {
    var map = try PolicyYAMLMap(value)
    self.init(
      name: try map.value("name").name(),
      clearance: try map.value("clearance").clearance(scheme),
      duration: try map.value("duration").duration(),
      approvalWithin: try map.value("approval-within").duration(),
      reviewWithin: try map.value("review-within").duration())
    flows = try map.value("flows").names()
    grantees = try map.value("grantees").names()
    officers = try map.value("officers").list {
      value throws(PolicySourceFault) in try value.verificationKey()
    }
    renewals = try map.value("renewals").number()
    reasons = try map.value("reasons").names()
    try map.finish()
  }
}

extension PolicyYAMLValue {
  fileprivate func names() throws(PolicySourceFault) -> [String] {
    try list { value throws(PolicySourceFault) in try value.name() }
  }
}
