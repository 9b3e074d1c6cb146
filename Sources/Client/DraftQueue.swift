import SignedMessage

/// Whose draft it is: a submission that is not complete yet, and the place in it.
struct DraftOwner {
  let pending: PendingSubmission
  let index: Int
}

/// A submission that completes when each of its drafts has an outcome.
final class PendingSubmission {
  private let submission: Submission
  private var outcomes: [PublishOutcome]
  private var open: Int

  init(_ submission: Submission) {
    self.submission = submission
    outcomes = Array(repeating: .unanswered, count: submission.drafts.count)
    open = submission.drafts.count
  }

  func complete(_ index: Int, _ outcome: PublishOutcome) {
    outcomes[index] = outcome
    open -= 1
    if open == 0 { submission.completion(outcomes) }
  }
}

/// Drafts in the order they came, cut into drains.
struct DraftQueue {
  /// What one signature will cover.
  struct Batch {
    var drafts: [MessageDraft] = []
    var owners: [DraftOwner] = []
  }

  private var drafts: [MessageDraft] = []
  private var owners: [DraftOwner] = []
  private var head = 0

  mutating func add(_ submissions: [Submission]) {
    for submission in submissions {
      let pending = PendingSubmission(submission)
      for (index, draft) in submission.drafts.enumerated() {
        drafts.append(draft)
        owners.append(DraftOwner(pending: pending, index: index))
      }
    }
  }

  /// The oldest drafts, as many as fit; one that is larger than the bound goes alone.
  mutating func take(countMax: Int, bytesMax: Int) -> Batch {
    var end = head
    var bytes = 0
    while end < drafts.count, end - head < countMax {
      bytes += drafts[end].payload.count
      if bytes > bytesMax, end > head { break }
      end += 1
    }
    let batch = Batch(drafts: Array(drafts[head..<end]), owners: Array(owners[head..<end]))
    head = end
    if head == drafts.count {
      drafts.removeAll(keepingCapacity: true)
      owners.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 4_096 {
      drafts.removeFirst(head)
      owners.removeFirst(head)
      head = 0
    }
    return batch
  }
}
