import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// A request of an integrator, or a delegation to it that somebody has signed.
struct IntegratorFile {
  /// What `--role` calls it.
  static let role = "integrator"

  enum Form {
    case request
    case signed(UnverifiedIntegrator)
  }

  let path: String
  let form: Form
  let request: IntegratorRequest
  /// The request's bytes: what the fingerprint covers, whoever signs how late.
  let bytes: [UInt8]

  /// Nil if the file is neither.
  init?(_ path: String) throws {
    let content = try PolicyDocumentFile.bytes(path)
    self.path = path
    if let request = try? IntegratorRequest(encoded: content) {
      (form, self.request, bytes) = (.request, request, content)
      return
    }
    guard let signed = try? UnverifiedIntegrator(content) else { return nil }
    do throws(VerificationFault) {
      request = try signed.claim().request
    } catch {
      throw CommandFailure("\(path): \(error.text) (\(error))")
    }
    form = .signed(signed)
    bytes = try Self.encoded(request, path)
  }

  static func encoded(_ request: IntegratorRequest, _ path: String) throws -> [UInt8] {
    do throws(DocumentFault) {
      return try request.encoded()
    } catch {
      throw CommandFailure("\(path): \(error.code.text) (\(error))")
    }
  }

  /// What it says, a line each; without the fingerprint.
  var lines: [String] {
    ["integrator   \(request.name)"] + request.keys.map { "key          \($0.keyID)" }
  }
}

extension EnrollCommand.Request {
  /// An integrator's request names its keys and itself, and no site.
  func requestAsIntegrator() throws {
    guard site == nil, maker == nil else {
      throw ValidationError("an integrator needs no --site, and is no equipment")
    }
    guard !key.isEmpty else {
      throw ValidationError("--key is needed: make one with vaguemestre key new")
    }
    let asked = try key.map { try keys.load($0).publicKey }
    let bytes = try IntegratorFile.encoded(
      IntegratorRequest(name: principal, keys: asked), "--as, --key")
    try OutputFile.write(bytes, to: output)
    guard let file = try IntegratorFile(output) else {
      throw CommandFailure("\(output): it could not be read again")
    }
    for line in file.lines { print(line) }
    print("fingerprint  \(EnrolmentRequest.fingerprint(of: bytes))")
    print("\(output): written; now read its fingerprint to each holder who approves it")
  }
}

extension EnrollCommand.Approve {
  private static let year: Int64 = 365 * 86_400

  /// Adds one holder's signature to the delegation; what has enough of them goes to the site.
  func approve(_ file: IntegratorFile) throws {
    let (layout, time) = (SiteLayout(site), Int64(Date().timeIntervalSince1970))
    let basis = try Site.load(at: site, time: time).releaseBasis()
    guard let quorum = basis.quorum else {
      throw CommandFailure(
        "VGM-2356 \(layout.charter): it names no adapter-release; add the keys of who approves, and"
          + " have the roots sign it")
    }
    let (document, began) = try begin(file, basis, time)
    try show(document, file)
    let present = try signers(of: file, quorum)
    guard output != nil || present.count + 1 >= quorum.threshold else {
      throw ValidationError("-o is needed: \(quorum.threshold) holders must sign")
    }
    try compare(with: file.bytes)
    let signing = try keys.load(key)
    guard quorum.keys.contains(signing.publicKey) else {
      throw CommandFailure("VGM-2334 \(key): it is not one of the charter's adapter-release keys")
    }
    var signer = began
    do throws(CryptographyError) {
      try signer.sign(with: signing)
    } catch {
      throw CommandFailure("\(key): \(error)")
    }
    if let output { try OutputFile.write(signer.encoded, to: output) }
    let signed = present.union([signing.publicKey.keyID]).count
    guard signed >= quorum.threshold else {
      print(
        "\(document.name): \(signed) of \(quorum.threshold) holders signed; \(output ?? "") next")
      return
    }
    _ = try ReleasePublication.publish(
      try UnverifiedIntegrator(signer.encoded), in: layout, at: time)
    print("\(document.name): may release \(document.adapters.joined(separator: ", "))")
  }

  private func begin(
    _ file: IntegratorFile, _ basis: ReleaseBasis, _ time: Int64
  ) throws -> (Integrator, PolicySigner) {
    do {
      switch file.form {
      case .signed(let signed):
        guard adapter.isEmpty, lifetime == nil else {
          throw ValidationError("--adapter and --for are what the first holder said already")
        }
        try basis.check(try signed.claim())
        return (try signed.claim(), try PolicySigner(signed))
      case .request:
        guard !adapter.isEmpty else { throw ValidationError("--adapter is needed: name each") }
        let end = time + (try seconds() ?? Self.year)
        let document = Integrator(
          site: basis.site, request: file.request, adapters: adapter, issued: time, expires: end)
        let signer = try PolicySigner(document)
        try basis.check(document)
        return (document, signer)
      }
    } catch let fault as DocumentFault {
      throw CommandFailure("\(file.path): \(fault.code.text) (\(fault))")
    } catch let fault as VerificationFault {
      throw CommandFailure("\(file.path): \(fault.text) (\(fault))")
    }
  }

  private func show(_ document: Integrator, _ file: IntegratorFile) throws {
    for line in file.lines { print(line) }
    print("site         \(document.site)")
    print("adapters     \(document.adapters.joined(separator: ", "))")
    print("until        \(UTCTime.text(document.expires) ?? "?")")
  }

  /// The holders whose signatures are there; none may be wrong.
  private func signers(of file: IntegratorFile, _ quorum: KeyQuorum) throws -> Set<KeyID> {
    guard case .signed(let signed) = file.form else { return [] }
    let states = signed.signatures(by: quorum.keys)
    if let wrong = states.first(where: { $0.state == .wrong }) {
      throw CommandFailure("\(file.path): the signature of \(wrong.key) is wrong (VGM-2335)")
    }
    return Set(states.filter { $0.state == .valid }.map(\.key))
  }
}
