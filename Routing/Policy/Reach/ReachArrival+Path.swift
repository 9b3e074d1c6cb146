import Cryptography
import Labels

extension ReachArrival {
  /// One way to the receiver, with a message that takes it, each step asked of its cell.
  func path(
    at site: ReachSite, _ book: inout WitnessBook
  ) throws(ReachFault) -> ReachPath {
    let passage = passages[0]
    guard let label = try book.witness(passage.region), let subject = passage.subjects.witness
    else { throw .notReplayed }
    return try PathWriter(self, passage, site, label: label, subject: subject).draft.replayed()
  }
}

/// Writes the questions of a path.
struct PathWriter {
  private let arrival: ReachArrival
  private let site: ReachSite
  private let label: Label
  private let subject: String
  private let key: KeyID?
  private let publisher: PrincipalID

  /// - Parameters:
  ///   - label: of the passage's region.
  ///   - subject: of its subjects.
  init(
    _ arrival: ReachArrival, _ passage: ReachPassage, _ site: ReachSite, label: Label,
    subject: String
  ) {
    self.arrival = arrival
    self.site = site
    self.label = label
    self.subject = subject
    key = passage.origins[0].keys.first
    publisher = arrival.source.entry(passage.origins[0].principal).id
  }

  var draft: ReachDraft {
    ReachDraft(
      publisher: publisher, flow: arrival.flowID, link: arrival.hop?.id,
      receiver: arrival.receiver, label: label, subject: subject, questions: questions)
  }

  private var questions: [(cell: ReachCell, question: Question)] {
    var publish = question(.publish, publisher)
    publish.signer = publisher
    var questions = [(arrival.source, publish)]
    if let hop = arrival.hop {
      questions.append((arrival.source, question(.export, hop.id)))
      if let cell = arrival.reader?.cell {
        var entry = question(.import, hop.id)
        entry.signer = key.flatMap {
          cell.snapshot.publisher($0, in: arrival.source.compartment)?.id
        }
        entry.issuedAt = site.time
        questions.append((cell, entry))
      }
    }
    if let reader = arrival.reader {
      let id = reader.cell.entry(reader.place).id
      for action in [Action.subscribe, .deliver] {
        var question = question(action, id)
        question.purpose = site.purpose
        questions.append((reader.cell, question))
      }
    }
    return questions
  }

  private func question(_ action: Action, _ principal: PrincipalID) -> Question {
    var question = Question(action, by: principal, on: arrival.flowID, at: site.time)
    question.label = label
    question.subject = subject
    question.signingKey = key
    return question
  }
}
