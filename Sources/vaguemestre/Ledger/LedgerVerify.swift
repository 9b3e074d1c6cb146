import ArgumentParser
import Cryptography
import Foundation
import Journal
import Ledger
import Site

/// `vaguemestre ledger verify`
struct LedgerVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute the whole ledger anew and hold it against its signed heads.",
    discussion: """
      Every leaf, every opening, the tree, the newest head under the key that the charter names, \
      and with --against a head that was kept elsewhere: what it was signed over must still be \
      there. Exit status 1, with code and place, when something does not hold.
      """)

  @OptionGroup var place: LedgerPlace
  @Option(help: "A head that was printed by `ledger checkpoint` before.", completion: .file())
  var against: String?
  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    // The head first: the journal only grows, so that it is never behind a head that was read.
    let newest = try LedgerHeadFile(of: place.layout).read()
    let kept = try against.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandFailure("VGM-2501: \(path): there is no such file")
      }
      return [UInt8](data)
    }
    let reader = try place.reader()
    let trust = try place.trust(in: reader)
    var heads: [VerifiedHead] = []
    var faults: [LedgerFault] = []
    func take(_ head: [UInt8]?) {
      do throws(LedgerFault) {
        guard let head else { throw LedgerFault(.noHead, at: 0) }
        heads.append(try trust.verify(head))
      } catch {
        faults.append(error)
      }
    }
    take(newest)
    if against != nil { take(kept) }
    let found = try reader.verifyLedger(rootsAt: Set(heads.map(\.head.size)))
    faults += found.faults
    for head in heads {
      if let fault = Self.fault(of: head.head, found) { faults.append(fault) }
    }
    report(found, heads.first?.head, faults)
    if !faults.isEmpty { throw ExitCode(1) }
  }

  /// Why a ledger does not hold what a head was signed over.
  static func fault(of head: TreeHead, _ found: LedgerVerification) -> LedgerFault? {
    guard let root = found.roots[head.size] else {
      return LedgerFault(.regressed, at: head.size)
    }
    return root == head.root ? nil : LedgerFault(.inconsistent, at: head.size)
  }

  private func report(_ found: LedgerVerification, _ head: TreeHead?, _ faults: [LedgerFault]) {
    let size = head.map { "\($0.size)" }
    if json {
      let list = faults.map { #"{"code":\#($0.code.rawValue),"at":\#($0.place)}"# }
      print(
        #"{"leaves":\#(found.tree.size),"opened":\#(found.opened),"root":"\#(found.tree.root)","#
          + #""signed":\#(size ?? "null"),"faults":[\#(list.joined(separator: ","))]}"#)
      return
    }
    print("\(found.tree.size) leaves, \(found.opened) of them with names, root \(found.tree.root)")
    if let size { print("the newest signed head covers \(size) of them") }
    if against != nil, faults.isEmpty { print("it continues the head of \(against ?? "")") }
    for fault in faults { print(fault) }
  }
}
