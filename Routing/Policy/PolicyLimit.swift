import Labels

/// Every bound on policy documents, and what they must be to each other.
package enum PolicyLimit {
  /// A signed document with its signatures.
  package static let documentBytesMax = 8 << 20
  package static let compartmentsMax = 256
  package static let partnersMax = 256
  package static let quorumKeysMax = 16
  package static let revocationsMax = 65_536
  package static let flowsMax = 256
  package static let principalsMax = 16_384
  package static let signingKeysMax = 4
  package static let grantsMax = 512
  package static let purposesMax = 16
  package static let linksMax = 4096
  package static let deniesMax = 4096
  package static let endpointBytesMax = 128
  package static let issuersMax = 64
  package static let suitesMax = 8
  /// One signed credential.
  package static let credentialBytesMax = 64 << 10
  /// One signed delegation or release, or a request of an integrator.
  package static let releaseBytesMax = 64 << 10
  /// Adapters of one delegation or release.
  package static let releasedAdaptersMax = 64
  /// An executable that is released.
  package static let executableBytesMax = 512 << 20
  /// Delegations, and releases, that a site looks at.
  package static let releasesMax = 1024
  /// One text about equipment.
  package static let equipmentBytesMax = 64
  /// Firmware digests, or countries, of one requirement.
  package static let equipmentValuesMax = 64
  package static let equipmentRequirementsMax = 64
  package static let reasonBytesMax = 200
  /// A century in seconds: bounds retentions, graces and lifetimes, so that no sum of them
  /// overflows.
  package static let durationMax: Int64 = 3_155_760_000
  /// Year 9999 in seconds since the Unix epoch.
  package static let timeMax: Int64 = 253_402_300_799
  /// Two versions a second for a century; a document beyond is an attempt to use up the numbers.
  package static let versionMax: UInt64 = 1 << 33

  /// The relations that other code relies on.
  package static func assertRelations() {
    precondition(timeMax + durationMax < Int64.max / 2, "no sum of a time and a duration overflows")
    precondition(compartmentsMax * 2 <= LabelLimit.schemeValuesMax, "each has its category")
    precondition(principalsMax * 2 < Int(UInt32.max), "handles hold every principal")
  }
}
