import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// A hospital's site in a temporary directory that goes with the value.
final class Fixture {
  static let time: Int64 = 1_800_000_000

  let directory: String
  let created: CreatedSite
  var layout: SiteLayout { created.layout }

  init(_ plan: SitePlan = .hospital(time: Fixture.time)) throws {
    directory =
      FileManager.default.temporaryDirectory
      .appending(path: "vgm-site-\(UUID().uuidString)").path
    created = try Site.create(plan, at: directory)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func store(_ compartment: String = "icu") -> PolicyStore {
    PolicyStore(of: layout.cell(compartment))
  }

  func load(
    _ compartment: String = "icu", at time: Int64 = Fixture.time,
    after former: LoadedPolicies? = nil
  ) throws(SiteError) -> LoadedPolicies {
    try LoadedPolicies(
      of: compartment, in: layout, store: store(compartment), time: time, after: former)
  }

  func policy(_ compartment: String = "icu") throws -> CompartmentPolicy {
    try UnverifiedPolicy(bytes(layout.policy(compartment))).claim()
  }

  func charter() throws -> Charter { try UnverifiedCharter(bytes(layout.charter)).claim() }

  /// The next version of what lies in the directory, changed and signed by the first two
  /// authorities.
  @discardableResult
  func publish(
    _ compartment: String = "icu", steps: UInt64 = 1, by authorities: [Int] = [1, 2],
    _ change: (inout CompartmentPolicy) -> Void = { _ in }
  ) throws -> [UInt8] {
    let file = try bytes(layout.policy(compartment))
    try keep(file, layout.formerPolicy(compartment, UnverifiedPolicy(file).version().version))
    let next = try next(compartment, steps: steps, by: authorities, change).encoded
    try write(next, layout.policy(compartment))
    return next
  }

  /// The version after what lies in the directory, changed and signed.
  func next(
    _ compartment: String = "icu", steps: UInt64 = 1, by authorities: [Int] = [1, 2],
    _ change: (inout CompartmentPolicy) -> Void = { _ in }
  ) throws -> UnverifiedPolicy {
    let old = try UnverifiedPolicy(bytes(layout.policy(compartment)))
    var next = try old.claim()
    next.edition.version += steps
    next.edition.previous = old.digest
    change(&next)
    var signer = try PolicySigner(next)
    for number in authorities {
      try signer.sign(
        with: key("\(layout.authorityKeys(compartment))/authority-\(number).pem"))
    }
    return try UnverifiedPolicy(signer.encoded)
  }

  /// The next charter, signed by the first two roots and whatever else.
  func publishCharter(
    alsoBy others: [SigningKey] = [], _ change: (inout Charter) -> Void = { _ in }
  ) throws {
    let file = try bytes(layout.charter)
    let old = try UnverifiedCharter(file)
    try keep(file, layout.formerCharter(old.version().version))
    var next = try old.claim()
    next.edition.version += 1
    next.edition.previous = old.digest
    change(&next)
    var signer = try PolicySigner(next)
    for number in 1...2 { try signer.sign(with: key("\(layout.rootKeys)/root-\(number).pem")) }
    for other in others { try signer.sign(with: other) }
    try write(signer.encoded, layout.charter)
  }

  /// Puts a version into the history.
  private func keep(_ bytes: [UInt8], _ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: layout.history, withIntermediateDirectories: true)
    try write(bytes, path)
  }

  /// Signs what lies in the directory anew, by these authorities.
  func resign(_ compartment: String = "icu", by authorities: [Int]) throws {
    var signer = try PolicySigner(policy(compartment))
    for number in authorities {
      try signer.sign(with: key("\(layout.authorityKeys(compartment))/authority-\(number).pem"))
    }
    try write(signer.encoded, layout.policy(compartment))
  }

  /// Key id of an authority.
  func authority(_ number: Int, of compartment: String = "icu") throws -> KeyID {
    try key("\(layout.authorityKeys(compartment))/authority-\(number).pem").publicKey.keyID
  }

  func key(_ path: String) throws -> SigningKey { try SigningKey(pem: bytes(path)) }

  func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  /// Whether the decision function of a compartment's cell delivers a flow's default message.
  func delivers(_ flow: FlowID, to principal: PrincipalID, at time: Int64 = Fixture.time) throws
    -> Bool
  {
    let site = try Site.load(at: directory, time: time)
    var question = Question(.deliver, by: principal, on: flow, at: time)
    question.subject = "icu/bed-1"
    question.label = try site.policy(of: flow.compartment).document.flows
      .first { $0.name == flow.name }?.defaultLabel
    return try site.snapshot(of: principal.compartment).decide(question).isPermit
  }
}

extension LoadedPolicies {
  /// What the compartment's cell says to delivering a flow's default message to a principal.
  func delivery(
    of flow: String = "icu/vitals", to principal: String = "icu/dashboard",
    at time: Int64 = Fixture.time
  ) -> Decision {
    guard let flow = FlowID(flow, in: ""), let principal = PrincipalID(principal, in: "") else {
      return .deny(.unknownFlow)
    }
    var question = Question(.deliver, by: principal, on: flow, at: time)
    question.subject = "\(flow.compartment)/bed-1"
    question.label =
      ([verified.own] + verified.peers)
      .first { $0.document.compartment == flow.compartment }?.document.flows
      .first { $0.name == flow.name }?.defaultLabel
    return snapshot.decide(question)
  }
}
