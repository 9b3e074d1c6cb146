import ArgumentParser
import BreakGlass
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// What every step needs: the site, and the officer's key.
struct StepOptions: ParsableArguments {
  @Option(help: "The site's directory.", completion: .directory)
  var site: String

  @Option(
    help: "The officer's private key: a file, or pkcs11:token=NAME;object=NAME.",
    completion: .file())
  var key: String

  @OptionGroup var keys: KeyOptions

  @Option(help: "Seconds to wait for the cell's answer.")
  var wait = 15

  /// How long a step may wait for its cell, in seconds.
  static let life: Int64 = 3_600

  /// Signs a step, brings it to the cell, and waits for the answer.
  func bring(_ action: BreakGlassStep.Action, of template: String, to basis: StepBasis) throws {
    let key = try keys.load(key)
    let step = BreakGlassStep(
      site: basis.snapshot.site, compartment: basis.compartment, template: template, action,
      issued: basis.time, expires: basis.time + Self.life,
      nonce: SecureRandom.bytes(BreakGlassStep.nonceBytes))
    let signed: [UInt8]
    let digest: Digest
    do {
      (signed, digest) = (try step.signed(with: key), SHA256.hash(try step.encoded()))
    } catch let fault as DocumentFault {
      throw CommandFailure("the step is refused: \(fault.code.text) (\(fault))")
    }
    try basis.check(signed)
    print("signed by \(key.publicKey.keyID)")
    let name = try basis.drop.put(signed)
    try answer(to: name, step, action.activation ?? digest, basis)
  }

  private func answer(
    to name: String, _ step: BreakGlassStep, _ activation: Digest, _ basis: StepBasis
  ) throws {
    let deadline = ContinuousClock.now + .seconds(max(0, wait))
    var answer = basis.drop.answer(to: name)
    while answer == .waiting, ContinuousClock.now < deadline {
      usleep(50_000)
      answer = basis.drop.answer(to: name)
    }
    switch answer {
    case .taken: print("\(step.action.word): done; activation \(activation)")
    case .refused(let code):
      let text = StepFault.text(of: code) ?? "see the codes of Routing/SignedPolicy and Policy"
      throw CommandFailure("the cell of \(basis.compartment) refuses: \(text) (VGM-\(code))")
    case .waiting:
      let until = UTCTime.text(step.expires) ?? ""
      throw CommandFailure(
        "the cell of \(basis.compartment) has not answered: nothing is open yet. It takes the step "
          + "when it runs, until \(until); activation \(activation)")
    }
  }
}

/// Which activation a step is about.
struct ActivationOptions: ParsableArguments {
  @Option(help: "The compartment.")
  var compartment: String

  @Option(help: "The activation: its digest, or the first 8 or more of its digits.")
  var activation: String

  @Option(help: "Its template; needed only by who can't read the cell's records.")
  var template: String?

  func bring(
    _ signing: StepOptions, _ action: (Digest) -> BreakGlassStep.Action
  ) throws {
    let basis = try StepBasis(of: compartment, site: signing.site)
    let (digest, template) = try resolve(basis)
    try signing.bring(action(digest), of: template, to: basis)
  }

  private func resolve(_ basis: StepBasis) throws -> (Digest, String) {
    if let template, let digest = Hexadecimal.decode(activation).flatMap({ Digest($0) }) {
      return (digest, template)
    }
    let wanted = activation.lowercased()
    let found = try basis.book().inOrder.filter {
      wanted.utf8.count >= 8 && $0.digest.description.hasPrefix(wanted)
    }
    guard found.count == 1, let match = found.first else {
      throw CommandFailure(
        "\(compartment): \(found.isEmpty ? "no" : "more than one") activation '\(activation)' "
          + "waits for anything; see: vaguemestre break-glass list")
    }
    for line in ActivationLine(match, basis).lines { print(line) }
    return (match.digest, match.template)
  }
}
