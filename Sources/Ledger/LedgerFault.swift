/// Why something of a ledger does not hold: a stable code and the place, never content.
package struct LedgerFault: Error, Hashable, Sendable {
  /// The stable codes of this module. A number is never given a second meaning.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    case malformedLeaf = 5001
    case wrongOpening = 5002
    case missingLeaf = 5003
    case wrongTree = 5004
    case malformedHead = 5005
    case wrongSignature = 5006
    case otherOrigin = 5007
    case regressed = 5008
    case inconsistent = 5009
    case noKey = 5010
    case revokedKey = 5011
    case headNotKept = 5012
    case malformedProof = 5013
    case wrongProof = 5014
    case leavesLost = 5015
    case noHead = 5016
    case notDurable = 5017
    case noSavedHead = 5018
  }

  package let code: Code
  /// A leaf's index, a tree's size, a byte or a line, as the code has it.
  package let place: UInt64

  package init(_ code: Code, at place: some BinaryInteger) {
    self.code = code
    self.place = UInt64(clamping: place)
  }
}

extension LedgerFault {
  /// What is wrong and what a person does about it.
  package var remedy: String {
    switch code {
    case .malformedLeaf: "the leaf is damaged: keep a copy of the journal, tell the officer"
    case .wrongOpening: "salt or name beside the leaf was changed: do not rely on the name"
    case .missingLeaf: "leaves are missing: keep a copy of the journal, tell the officer"
    case .wrongTree: "the leaves were changed: keep a copy of the journal, tell the officer"
    case .malformedHead: "this is no head of a ledger: look for a copy"
    case .wrongSignature: "the charter's ledger key did not sign this: look where it comes from"
    case .otherOrigin: "this head is of another ledger: name the cell that it is from"
    case .regressed:
      "the ledger is shorter than a head that was signed. If a backup was put back, stop the cell "
        + "and run `vaguemestre journal renew`; else keep a copy and tell the officer"
    case .inconsistent:
      "the ledger does not hold what a head was signed over. If a backup was put back and written "
        + "to, stop the cell and run `vaguemestre journal renew`; else keep a copy and tell the "
        + "officer"
    case .noKey:
      "leaves are kept and no head is signed: make cells/NAME/ledger.pem and have the charter name "
        + "its public key as ledger-key"
    case .revokedKey: "no head is signed: make the cell a new ledger key, have the charter name it"
    case .headNotKept: "the signed head could not be written: free space; it is tried again"
    case .malformedProof: "this is no proof: ask for it again"
    case .wrongProof: "the proof does not lead to the head: do not believe it"
    case .leavesLost: "refusals of the last moments are not in the ledger: see the log before this"
    case .noHead: "no head was signed yet: start the cell with a ledger key"
    case .notDurable: "the step was not taken: free space, then try again"
    case .noSavedHead:
      "whether leaves are missing can't be told: compare with a head that someone else has kept"
    }
  }
}

extension LedgerFault: CustomStringConvertible {
  package var description: String { "VGM-\(code.rawValue) at \(place): \(remedy)" }
}
