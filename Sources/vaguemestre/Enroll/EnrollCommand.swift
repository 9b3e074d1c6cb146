import ArgumentParser
import Cryptography
import Foundation
import Policy
import Site

/// `vaguemestre enroll …`
struct EnrollCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll",
    abstract: "Introduce a device, an adapter, a subscriber or an integrator without a new policy.",
    discussion: """
      Where it will act: `request` makes its keys, which never leave that machine, and a request \
      with a fingerprint. Who holds an issuer's key then approves it after that fingerprint was \
      read to them, over the telephone for instance. The issuer's template in the compartment's \
      policy bounds what can be given. An integrator, who releases adapters, is approved by the \
      holders of the charter's adapter-release keys.
      """,
    subcommands: [Request.self, Show.self, Approve.self, List.self])
}

/// A request as it lies in a file.
struct EnrolmentFile {
  let path: String
  let bytes: [UInt8]
  let request: EnrolmentRequest

  init(_ path: String) throws {
    self.path = path
    bytes = try PolicyDocumentFile.bytes(path)
    do throws(DocumentFault) {
      request = try EnrolmentRequest(encoded: bytes)
    } catch {
      throw CommandFailure("\(path): not an enrolment request: \(error.code.text) (\(error))")
    }
  }

  var fingerprint: String { EnrolmentRequest.fingerprint(of: bytes) }

  /// What it says, a line each.
  var lines: [String] {
    var lines = [
      "principal    \(request.compartment)/\(request.name), a \(request.role.rawValue), of"
        + " \(request.site)"
    ]
    if let equipment = request.equipment {
      lines.append("equipment    \(equipment.maker), \(equipment.model)")
      if let firmware = equipment.firmware { lines.append("  firmware   \(firmware)") }
      if let country = equipment.country { lines.append("  country    \(country)") }
      if let entry = equipment.registration { lines.append("  register   \(entry)") }
    }
    return lines + ["fingerprint  \(fingerprint)"]
  }
}

extension EnrollCommand {
  /// `vaguemestre enroll request --site DIR --as icu/pump-7 --role device -o pump-7.request`
  struct Request: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a principal's keys and its request.",
      discussion: """
        Run it where the principal will act: the keys lie in DIR/principals and stay there. Send \
        the request to who holds an issuer's key by any way, and read its fingerprint to them \
        over another. An integrator needs no site; it asks with keys that it has made (key new), \
        which stay where they are, too.
        """)

    @Option(
      help: "The site's directory here, with its charter; not for an integrator.",
      completion: .directory)
    var site: String?

    @Option(name: .customLong("as"), help: "Who it will be, as icu/pump-7; an integrator as acme.")
    var principal: String

    @Option(help: "device, adapter, subscriber or integrator.")
    var role: String

    @Option(
      help: "An integrator's private key: a file, or pkcs11:token=NAME;object=NAME; up to four.",
      completion: .file())
    var key: [String] = []

    @OptionGroup var keys: KeyOptions

    @Option(help: "The equipment's maker.")
    var maker: String?

    @Option(help: "The equipment's model; needed with --maker.")
    var model: String?

    @Option(help: "SHA-256 of the firmware's image, 64 hexadecimal digits.")
    var firmware: String?

    @Option(help: "Where it was made, as FR.")
    var country: String?

    @Option(help: "Its entry in a public register, as a UDI-DI.")
    var register: String?

    @Option(name: .shortAndLong, help: "Where to write the request.", completion: .file())
    var output: String

    func validate() throws {
      guard (maker == nil) == (model == nil) else {
        throw ValidationError("--maker and --model go together")
      }
      guard maker != nil || (firmware ?? country ?? register) == nil else {
        throw ValidationError("--firmware, --country and --register need --maker and --model")
      }
    }

    func run() throws {
      guard role != IntegratorFile.role else { return try requestAsIntegrator() }
      guard let site, key.isEmpty else {
        throw ValidationError("a \(role) needs --site and no --key: its keys are made there")
      }
      guard let id = PrincipalID(principal, in: ""), !id.compartment.isEmpty else {
        throw ValidationError("--as needs compartment/name, as icu/pump-7")
      }
      guard let role = Role(rawValue: role), role.maySubscribe else {
        throw ValidationError("--role needs device, adapter, subscriber or integrator")
      }
      let bytes = try Enrolment.request(id, role, try equipment(), in: SiteLayout(site))
      try OutputFile.write(bytes, to: output)
      for line in try EnrolmentFile(output).lines { print(line) }
      print("\(output): written; now read its fingerprint to who approves it")
    }

    private func equipment() throws -> Equipment? {
      guard let maker, let model else { return nil }
      var equipment = Equipment(maker: maker, model: model)
      if let firmware {
        guard let digest = Hexadecimal.decode(firmware).flatMap({ Digest($0) }) else {
          throw ValidationError("--firmware needs 64 hexadecimal digits")
        }
        equipment.firmware = digest
      }
      equipment.country = country
      equipment.registration = register
      return equipment
    }
  }

  /// `vaguemestre enroll show FILE`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a request asks, and its fingerprint.")

    @Argument(help: "A request.", completion: .file())
    var file: String

    func run() throws {
      for line in try EnrolmentFile(file).lines { print(line) }
    }
  }
}
