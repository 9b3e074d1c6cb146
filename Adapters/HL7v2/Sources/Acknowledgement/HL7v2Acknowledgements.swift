import AdapterKit
import NormalizedFormat

/// Answers HL7 v2 messages in original and enhanced mode (v2.9 §2.9.2 and §2.9.3).
struct HL7v2Acknowledgements: AcknowledgementPolicy {
  let mode: AcknowledgementMode
  let application: ApplicationReply
  let quarantine: QuarantineReply

  func replies(
    to frame: [UInt8], outcomes: [IngestOutcome], context: ReplyContext
  ) -> [[UInt8]] {
    guard mode != .none else { return [] }
    let parts = ER7Batch.split(frame)
    var answers: [[UInt8]] = []
    for (part, outcome) in zip(parts, outcomes) {
      answers += self.answers(to: Array(frame[part]), outcome, context, from: answers.count)
    }
    // A batch of acknowledgements, or of nothing, is not answered: the answer would be one, too.
    guard ER7Batch.isBatch(frame), !answers.isEmpty else { return answers }
    return [BatchReply(to: frame, answers, context).bytes]
  }

  /// The answers to one message: none, one, or both levels.
  private func answers(
    to message: [UInt8], _ outcome: IngestOutcome, _ context: ReplyContext, from index: Int
  ) -> [[UInt8]] {
    let verdict = Verdict(outcome, quarantine: quarantine)
    guard let header = HeaderLine(message) else {
      // A commit block of MLLP release 2, ACK or NAK, is an answer as well.
      guard message != [0x06], message != [0x15], !ER7Batch.holdsNothing(message) else { return [] }
      return [Reply(nil, verdict, .application, context, index: index).bytes]
    }
    return levels(header, verdict.isSuccess).enumerated().map { offset, level in
      Reply(header, verdict, level, context, index: index + offset).bytes
    }
  }

  /// Which levels the sender wants to hear from.
  private func levels(_ header: HeaderLine, _ success: Bool) -> [Reply.Level] {
    let type = String(decoding: header.raw(9, component: 1), as: UTF8.self)
    if type == "ACK" || type == "MCF" { return [] }
    let accept = AcknowledgementCondition(header.raw(15, component: 1))
    let application = AcknowledgementCondition(header.raw(16, component: 1))
    if header.isAnswer, accept == nil { return [] }
    switch mode {
    case .none: return []
    case .original: return [.application]
    case .enhanced: return [.accept]
    case .auto: break
    }
    guard accept != nil || application != nil else { return [.application] }
    let wantsAccept = accept?.holds(success: success) ?? false
    let wantsApplication = application?.holds(success: success) ?? false
    guard wantsAccept else { return wantsApplication ? [.application] : [] }
    return wantsApplication && self.application == .both ? [.accept, .application] : [.accept]
  }
}
