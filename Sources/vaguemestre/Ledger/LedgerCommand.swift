import ArgumentParser
import Cryptography
import Foundation
import Journal
import Ledger
import Policy
import SignedPolicy
import Site

/// `vaguemestre ledger show|verify|checkpoint|proof|erase`
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "A cell's ledger: refusals, policies, revocations, break-glass.",
    subcommands: [
      LedgerShow.self, LedgerVerify.self, LedgerCheckpoint.self, LedgerProof.self, LedgerErase.self,
    ])
}

/// Whose ledger; the cell may run meanwhile.
struct LedgerPlace: ParsableArguments {
  @Option(help: "The site's directory.", completion: .directory)
  var site: String

  @Option(help: "The compartment whose cell keeps the ledger.")
  var cell: String

  var layout: CellLayout { SiteLayout(site).cell(cell) }

  /// The journal with the ledger in it.
  func reader() throws -> JournalReader {
    do {
      return try JournalReader(
        directory: layout.journal, storageKey: try CellKeys(layout).storage, compartment: cell)
    } catch let error as JournalError {
      throw CommandFailure("\(error): \(layout.journal)")
    }
  }

  /// What the site's charter, verified against the pinned roots, says of the ledger.
  func trust(in reader: JournalReader) throws -> LedgerTrust {
    let charter = try Site.charter(
      of: SiteLayout(site), at: Int64(Date().timeIntervalSince1970)
    ).document
    guard let entry = charter.compartment(cell) else {
      throw CommandFailure("VGM-2509: the charter lists no cell for '\(cell)'")
    }
    let origin = LedgerOrigin(site: charter.site, compartment: cell, journal: reader.identity)
    let isRevoked = entry.ledgerKey.map { charter.revocations.signingKeys.contains($0.keyID) }
    return LedgerTrust(origin: origin, key: entry.ledgerKey, isRevoked: isRevoked ?? false)
  }

  /// The newest signed head, as it was kept.
  func newestHead() throws -> [UInt8] {
    guard let head = try LedgerHeadFile(of: layout).read() else {
      throw CommandFailure("\(LedgerFault(.noHead, at: 0)): \(layout.ledgerHead)")
    }
    return head
  }
}

/// By what a ledger's heads are believed.
struct LedgerTrust {
  let origin: LedgerOrigin
  private let key: VerificationKey?
  private let isRevoked: Bool

  init(origin: LedgerOrigin, key: VerificationKey?, isRevoked: Bool) {
    self.origin = origin
    self.key = key
    self.isRevoked = isRevoked
  }

  /// Reads a head and verifies it under the charter's key.
  func verify(_ head: [UInt8]) throws(LedgerFault) -> VerifiedHead {
    try verify(try SignedHead(encoded: head))
  }

  func verify(_ head: SignedHead) throws(LedgerFault) -> VerifiedHead {
    guard let key else { throw LedgerFault(.noKey, at: 0) }
    guard !isRevoked else { throw LedgerFault(.revokedKey, at: 0) }
    return try head.verified(origin, key)
  }
}

/// `vaguemestre ledger checkpoint`
struct LedgerCheckpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the newest signed head, for whoever keeps it elsewhere.",
    discussion: """
      A head that somebody else keeps is what shows later that leaves were changed or cut off: \
      `vaguemestre ledger verify --against FILE`.
      """)

  @OptionGroup var place: LedgerPlace

  func run() throws {
    let head = try place.newestHead()
    do {
      _ = try place.trust(in: try place.reader()).verify(head)
    } catch let fault as LedgerFault {
      throw CommandFailure("\(fault): \(place.layout.ledgerHead)")
    }
    print(String(decoding: head, as: UTF8.self), terminator: "")
  }
}

/// `vaguemestre ledger proof`
struct LedgerProof: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Print the proof that a leaf is under the newest head, or that it continues another.",
    discussion: "C2SP texts: a tlog-proof for --leaf, the body of add-checkpoint for --from.")

  @OptionGroup var place: LedgerPlace
  @Option(help: "The index of a leaf.")
  var leaf: UInt64?
  @Option(help: "The size of an earlier head.")
  var from: UInt64?

  func validate() throws {
    guard (leaf == nil) != (from == nil) else {
      throw ValidationError("name either --leaf or --from")
    }
  }

  func run() throws {
    let head = try SignedHead(encoded: try place.newestHead())
    let reader = try place.reader()
    let size = try place.trust(in: reader).verify(head).head.size
    let index = leaf ?? from ?? 0
    let plan = leaf == nil ? ProofPlan(from: index, to: size) : ProofPlan(leaf: index, of: size)
    guard let plan else {
      throw CommandFailure("the newest head has \(size) leaves: there is no proof for \(index)")
    }
    guard let path = try reader.path(of: plan, size: size) else {
      throw CommandFailure("\(LedgerFault(.missingLeaf, at: index))")
    }
    let text =
      leaf == nil
      ? HeadUpdate(ConsistencyProof(old: index, path: path), head).encoded
      : InclusionProof(index: index, path: path, head: head).encoded
    print(String(decoding: text, as: UTF8.self), terminator: "")
  }
}
