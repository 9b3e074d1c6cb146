import CBOR
package import Cryptography
package import Policy

/// What is written down of a break-glass, before it takes effect. It names no patient: what stands
/// for one is a commitment.
package struct BreakGlassRecord: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case activated(Opened)
    /// When it now ends by itself, in seconds since the Unix epoch.
    case approved(until: Int64)
    case renewed(until: Int64)
    case ended(Cause)
    case reviewed
    /// Nobody reviewed it in time: its template is suspended. Since when, in seconds since the Unix
    /// epoch; the record may be later, when the cell was down then.
    case reviewMissing(since: Int64)
    /// The first message that it opens in a flow, before it is sent.
    case first(flow: String, offset: UInt64)
    /// How many messages were sent on it since the last such record, all flows together.
    case count(UInt64)
  }

  /// What an activating step opened.
  package struct Opened: Hashable, Sendable {
    package let reason: String
    /// When it ends unless approved.
    package let until: Int64
    /// SHA-256 of the CBOR array [nonce, system, value]; see `README.md`.
    package let patient: Digest

    package init(reason: String, until: Int64, patient: Digest) {
      self.reason = reason
      self.until = until
      self.patient = patient
    }
  }

  /// Why an activation ended.
  package enum Cause: String, Hashable, Sendable, CaseIterable {
    case officer
    case time
    case unapproved
    case policy
    case revoked
  }

  package let kind: Kind
  /// When it came to be, in seconds since the Unix epoch.
  package let time: Int64
  /// The version of the policy in force.
  package let policyVersion: UInt64
  /// SHA-256 of the payload of the activating step.
  package let activation: Digest
  package let template: String
  package let grantee: String
  /// Who signed, and what: nil where no step is behind it.
  package let signer: Signer?

  package struct Signer: Hashable, Sendable {
    package let officer: KeyID
    /// SHA-256 of the step's payload.
    package let step: Digest

    package init(officer: KeyID, step: Digest) {
      self.officer = officer
      self.step = step
    }
  }
}

extension BreakGlassRecord {
  /// One line for the operator, without content: no patient.
  package var line: String {
    let name = Hexadecimal.encode(activation.bytes.prefix(8))
    let who = signer.map { " by \($0.officer)" } ?? ""
    return "break-glass \(name) \(text)\(who): \(template) for \(grantee)"
  }

  private var text: String {
    switch kind {
    case .activated(let opened): "ACTIVATED for \(opened.reason), approval needed"
    case .approved: "approved"
    case .renewed: "renewed"
    case .ended(let cause): "ended (\(cause.rawValue)), review needed"
    case .reviewed: "reviewed"
    case .reviewMissing: "REVIEW MISSING, the template is suspended"
    case .first(let flow, let offset): "opened \(flow) from offset \(offset)"
    case .count(let count): "opened \(count) messages more"
    }
  }
}

extension BreakGlassRecord.Kind {
  /// Whether both tell of the same: a count of one is like a count of two.
  package func isLike(_ other: BreakGlassRecord.Kind) -> Bool {
    if case .count = self, case .count = other { return true }
    return self == other
  }
}

/// The commitment that stands for a patient.
package enum PatientCommitment {
  package static func digest(of patient: PatientIdentifier, nonce: [UInt8]) -> Digest {
    var writer = CBORWriter()
    writer.array(3)
    writer.bytes(nonce)
    writer.text(patient.system)
    writer.text(patient.value)
    return SHA256.hash(writer.bytes)
  }
}
