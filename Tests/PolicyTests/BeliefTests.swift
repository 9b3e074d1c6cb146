import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// Whether a reader believes what a message says of itself.
@Suite struct BeliefTests {
  private func refusal(
    key: Int = 1, flow: FlowID = Ask.vitals, subject: String = "bed-1/monitor",
    label: (inout Label) -> Void = { _ in }
  ) throws -> Reason? {
    let snapshot = try Ward().source()
    var claimed = try Ward.scheme().label("N//compartment=icu")
    label(&claimed)
    return snapshot.refusalToBelieve(
      try Keys.signing(key).keyID, on: flow, subject: subject,
      label: snapshot.scheme.compile(claimed))
  }

  @Test func `what the policy lets the producer publish is believed`() throws {
    #expect(try refusal() == nil)
  }

  @Test func `at U no compartment needs to be named`() throws {
    let refusal = try refusal {
      $0.classification = .unrestricted
      $0.restrictive = []
    }
    #expect(refusal == nil)
  }

  @Test func `what it does not let it publish is not believed, each for its reason`() throws {
    #expect(try refusal(key: 2) == .signerMissing)
    #expect(try refusal(flow: FlowID("icu", "nothing")) == .unknownFlow)
    #expect(try refusal(flow: FlowID("icu", "notes")) == .signerNotGranted)
    #expect(try refusal(flow: FlowID("lab", "vitals")) == .signerMissing)
    #expect(try refusal(subject: "bed-1//x") == .malformedSubject)
    #expect(try refusal(subject: "bed-12") == .signerNotGranted)
    #expect(try refusal { $0.restrictive = [] } == .label(.compartmentMissing))
    let other = try refusal { $0.restrictive = [Category("compartment", "lab")] }
    #expect(other == .otherCompartment)
  }
}
