import BreakGlass
import Cell
import Foundation
import Journal
import Labels
import Policy
import SignedPolicy
import Site

/// What a step is written and judged by: what the cell has accepted of the policies, and its
/// records.
struct StepBasis {
  let compartment: String
  let layout: SiteLayout
  let snapshot: PolicySnapshot
  let time: Int64

  init(of compartment: String, site: String) throws {
    guard Name.isValid(compartment) else {
      throw CommandFailure("'\(compartment)' is not a compartment's name")
    }
    self.compartment = compartment
    layout = SiteLayout(site)
    let now = Int64(Date().timeIntervalSince1970)
    snapshot = try ExplainBasis(of: compartment, in: layout, at: now).snapshot
    time = snapshot.time(now)
  }

  var drop: StepDrop { StepDrop(of: layout.cell(compartment)) }

  /// Refuses what the cell would refuse for its signature, before it is brought anywhere.
  func check(_ signed: [UInt8]) throws {
    do throws(StepFault) {
      _ = try UnverifiedStep(signed).verified(under: snapshot)
    } catch {
      throw CommandFailure("the step is refused: \(error.text) (VGM-\(error.code))")
    }
  }

  /// The book that the cell's records give.
  func book() throws -> BreakGlassBook {
    BreakGlassBook(replaying: try Self.entries(of: compartment, in: layout))
  }

  /// The records of a cell, which may run meanwhile; none where it never ran.
  static func entries(
    of compartment: String, in layout: SiteLayout
  ) throws -> [BreakGlassEntry] {
    let cell = layout.cell(compartment)
    do throws(JournalError) {
      let reader = try JournalReader(
        directory: cell.journal, storageKey: try storageKey(cell), compartment: compartment)
      return try BreakGlassLog.entries(of: reader) { Standard.complain($0) }
    } catch {
      if error.code == .missing { return [] }
      throw CommandFailure("\(error): \(cell.journal): \(error.remedy)")
    }
  }

  private static func storageKey(_ cell: CellLayout) throws(JournalError) -> [UInt8] {
    do throws(SiteError) {
      return try CellKeys(cell).storage
    } catch {
      Standard.complain("\(error)")
      throw JournalError(.wrongKey, at: .open)
    }
  }
}

/// An activation that is to be signed, and what an officer must see of it before.
struct ActivationDraft {
  let action: BreakGlassStep.Action
  let lines: [String]

  init(
    template name: String, grantee: String, patient: String, reason: String, _ basis: StepBasis
  ) throws {
    let snapshot = basis.snapshot
    guard let handle = snapshot.template(name), let entry = snapshot.entry(handle) else {
      throw CommandFailure(
        "the policy \(snapshot.versionText) has no template '\(name)' (VGM-2387)")
    }
    let template = entry.template
    guard template.grantees.contains(grantee) else {
      let known = template.grantees.joined(separator: ", ")
      throw CommandFailure("'\(grantee)' is no grantee of '\(name)' (VGM-2388): one of \(known)")
    }
    guard template.reasons.contains(reason) else {
      let known = template.reasons.joined(separator: ", ")
      throw CommandFailure("'\(reason)' is no reason of '\(name)' (VGM-2389): one of \(known)")
    }
    guard let patient = PatientIdentifier(patient) else {
      throw CommandFailure("the patient must be one SYSTEM|VALUE (VGM-2382)")
    }
    action = .activate(grantee: grantee, patient: patient, reason: reason)
    let sealed = snapshot.scheme.neverOpened.map(\.description).joined(separator: ", ")
    let flows = template.flows.sorted().joined(separator: ", ")
    let review = DurationText.text(template.reviewWithin)
    let approval = UTCTime.text(basis.time + template.approvalWithin) ?? ""
    let end = UTCTime.text(basis.time + template.duration) ?? ""
    lines = [
      "break-glass '\(name)' of \(basis.compartment), policy \(snapshot.versionText)",
      "opens to \(basis.compartment)/\(grantee): \(flows)",
      "  every message about the patient \(patient.system)|\(patient.value), the past included",
      "  up to \(template.clearance)",
      "  never \(sealed.isEmpty ? "(the charter excepts nothing)" : sealed)",
      "until \(approval), and if another officer approves until \(end)",
      "  then \(template.renewals) times by renewal of another officer",
      "reason \(reason); a review is due within \(review) of its end",
    ]
  }
}
