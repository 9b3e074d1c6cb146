import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// A charter or a compartment's policy, whatever form it came in.
enum PolicyDocument: Hashable {
  case charter(Charter)
  case policy(CompartmentPolicy)

  var source: SourceNode {
    switch self {
    case .charter(let charter): charter.source
    case .policy(let policy): policy.source
    }
  }

  var edition: Edition {
    switch self {
    case .charter(let charter): charter.edition
    case .policy(let policy): policy.edition
    }
  }

  /// As `charter of hospital, version 1`.
  var title: String {
    switch self {
    case .charter(let charter): "charter of \(charter.site), version \(edition.version)"
    case .policy(let policy):
      "policy of \(policy.site)/\(policy.compartment), version \(edition.version)"
    }
  }

  /// What names it in JSON.
  var heading: [(String, SourceNode?)] {
    let version = ("version", SourceNode.number(Int64(clamping: edition.version)))
    switch self {
    case .charter(let charter):
      return [("kind", .text("charter")), ("site", .text(charter.site)), version]
    case .policy(let policy):
      return [
        ("kind", .text("policy")), ("site", .text(policy.site)),
        ("compartment", .text(policy.compartment)), version,
      ]
    }
  }

  /// What it changes of the version before it; nil if there is none of its kind, or no charter
  /// under which to compare.
  func effect(after former: PolicyDocument?, under charter: VerifiedCharter?) -> PolicyEffect? {
    switch (self, former) {
    case (.charter(let new), .charter(let old)): return PolicyEffect(of: new, after: old)
    case (.policy(let new), .policy(let old)):
      return charter.map { PolicyEffect(of: new, after: old, under: $0.document.scheme) }
    default: return nil
    }
  }

  func encoded() throws(DocumentFault) -> [UInt8] {
    switch self {
    case .charter(let charter): try charter.encoded()
    case .policy(let policy): try policy.encoded()
    }
  }

  func signer() throws(DocumentFault) -> PolicySigner {
    switch self {
    case .charter(let charter): try PolicySigner(charter)
    case .policy(let policy): try PolicySigner(policy)
    }
  }
}

/// A file with a policy document: a source (YAML), a compiled document (CBOR), or a signed one
/// (COSE).
struct PolicyDocumentFile {
  /// What the signed form still keeps of its signatures.
  enum Form {
    case source
    case compiled
    case signedCharter(UnverifiedCharter)
    case signedPolicy(UnverifiedPolicy)
  }

  let path: String
  let document: PolicyDocument
  let form: Form

  /// Reads a file of any form, told apart by its first bytes.
  ///
  /// - Parameter charter: path of the charter by which a policy's source is read; nil to look
  /// beside it.
  init(_ path: String, charter: String? = nil) throws {
    self.path = path
    let bytes = try Self.bytes(path)
    if bytes.starts(with: [0xd8, 0x62]) {
      (document, form) = try Self.signed(bytes, path)
    } else if let first = bytes.first, (0xa0...0xbf).contains(first) {
      form = .compiled
      document = try Self.compiled(bytes, path)
    } else {
      form = .source
      document = try Self.source(bytes, path, charter)
    }
  }

  /// The key ids that say that they signed; unverified.
  var claimedSigners: [KeyID] {
    switch form {
    case .source, .compiled: []
    case .signedCharter(let charter): charter.claimedSigners
    case .signedPolicy(let policy): policy.claimedSigners
    }
  }

  /// Every signature, held to the keys that may sign.
  func signatures(by keys: [VerificationKey]) -> [(key: KeyID, state: SignatureState)] {
    switch form {
    case .source, .compiled: []
    case .signedCharter(let charter): charter.signatures(by: keys)
    case .signedPolicy(let policy): policy.signatures(by: keys)
    }
  }

  /// SHA-256 of the document: what signers compare and the next version names.
  func digest() throws -> Digest {
    do throws(DocumentFault) {
      return SHA256.hash(try document.encoded())
    } catch {
      throw CommandFailure("\(path): \(error.code.text) (\(error))")
    }
  }

  /// The charter that this file holds.
  func charter() throws -> Charter {
    guard case .charter(let charter) = document else {
      throw CommandFailure("\(path): this is no charter but the \(document.title)")
    }
    return charter
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("\(path): can't be read; check the path")
    }
    guard data.count <= PolicyLimit.documentBytesMax else {
      throw CommandFailure("\(path): larger than \(PolicyLimit.documentBytesMax) bytes")
    }
    return [UInt8](data)
  }

  private static func signed(
    _ bytes: [UInt8], _ path: String
  ) throws -> (PolicyDocument, Form) {
    do throws(VerificationFault) {
      let charter = try UnverifiedCharter(bytes)
      return (.charter(try charter.claim()), .signedCharter(charter))
    } catch .wrongContentType {
      do throws(VerificationFault) {
        let policy = try UnverifiedPolicy(bytes)
        return (.policy(try policy.claim()), .signedPolicy(policy))
      } catch {
        throw CommandFailure("\(path): \(error.text) (\(error))")
      }
    } catch {
      throw CommandFailure("\(path): \(error.text) (\(error))")
    }
  }

  private static func compiled(_ bytes: [UInt8], _ path: String) throws -> PolicyDocument {
    do throws(DocumentFault) {
      return .charter(try Charter(encoded: bytes))
    } catch let fault where fault.code == .unknownFormat {
      do throws(DocumentFault) {
        return .policy(try CompartmentPolicy(encoded: bytes))
      } catch {
        throw CommandFailure("\(path): \(error.code.text) (\(error))")
      }
    } catch {
      throw CommandFailure("\(path): \(error.code.text) (\(error))")
    }
  }

  private static func source(
    _ bytes: [UInt8], _ path: String, _ charter: String?
  ) throws -> PolicyDocument {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path): neither CBOR nor a text in UTF-8")
    }
    do throws(PolicySourceFault) {
      let yaml = try PolicyYAML(text)
      if try yaml.isCharter() { return .charter(try yaml.charter()) }
    } catch {
      throw CommandFailure(error.description(in: path))
    }
    let scheme = try PolicyDocumentFile(try charter ?? beside(path)).charter()
    do throws(PolicySourceFault) {
      return .policy(try PolicyYAML(text).policy(under: scheme))
    } catch {
      throw CommandFailure(error.description(in: path))
    }
  }

  /// The charter of the site in whose directory a policy lies.
  private static func beside(_ path: String) throws -> String {
    let folder = URL(filePath: path).deletingLastPathComponent()
    for candidate in [folder.deletingLastPathComponent(), folder] {
      let layout = SiteLayout(candidate.path)
      if FileManager.default.fileExists(atPath: layout.charter) { return layout.charter }
    }
    throw CommandFailure(
      "\(path): a policy is read under its charter, and none lies beside it: name it with --charter"
    )
  }
}
