import CBOR
import Cryptography
import Foundation
import Labels
import Policy
import PolicyTesting
import ProgramTesting
import Testing

/// The decision beside another, in Python, that was written from the README alone.
///
/// `VAGUEMESTRE_QUESTIONS` says how many questions are asked.
@Suite(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
struct DecisionPeerTests {
  private static let questions =
    ProcessInfo.processInfo.environment["VAGUEMESTRE_QUESTIONS"].flatMap { Int($0) } ?? 100_000
  private static let questionsPerSite = 400

  /// A line of questions, and what we answer.
  private struct Asked {
    var lines: [String] = []
    var cells: [String] = []
    var questions: [Question] = []
    var answers: [Int] = []
  }

  @Test func `every permit, and the reason of every refusal, is that of Python`() throws {
    let asked = try ask()
    let others = try answers(to: asked.lines)
    try #require(others.count == asked.answers.count)
    var wrong: [String: Int] = [:]
    for (place, answers) in zip(asked.answers, others).enumerated() where answers.0 != answers.1 {
      let pair = "we say \(answers.0), Python \(answers.1)"
      wrong[pair, default: 0] += 1
      guard wrong[pair] == 1 else { continue }
      Issue.record("\(asked.cells[place]): \(asked.questions[place]): \(pair)")
    }
    #expect(wrong.isEmpty)
    // Whoever draws no lot of a reason has not compared it. No message's label is compiled under
    // another scheme, misread or asked for by handle here, and nothing is opened in an emergency.
    let reasons = Set(Reason.all.map(\.code)).subtracting([2201, 2215, 2253]).filter { $0 < 2285 }
    #expect(reasons.union([0]).subtracting(asked.answers).isEmpty)
  }

  private func ask() throws -> Asked {
    var random = Random(seed: 11)
    var asked = Asked()
    for _ in 0..<max(1, Self.questions / Self.questionsPerSite) {
      let site = try RandomSite(&random)
      asked.lines.append(try line(site))
      for home in RandomSite.compartments {
        asked.lines.append(try json(["cell", home]))
        let cell = try site.snapshot(of: home)
        for _ in 0..<Self.questionsPerSite / RandomSite.compartments.count {
          let question = try site.question(home, &random)
          asked.lines.append(try json(line(question)))
          asked.cells.append(home)
          asked.questions.append(question)
          asked.answers.append(cell.decide(question).reason?.code ?? 0)
        }
      }
    }
    return asked
  }

  private func answers(to lines: [String]) throws -> [Int] {
    let file = "\(Programs.scratch()).jsonl"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
    let result = try Programs.run(
      Peers.python, ["-m", "vaguemestre.policy", file],
      environment: ["PYTHONPATH": Peers.root.appending(path: "Clients/Python").path])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").compactMap { Int($0) }
  }

  // MARK: lines

  private func line(_ site: RandomSite) throws -> String {
    let withheld =
      try site.withheld.charters.map { try $0.encoded() }
      + site.withheld.policies.map { try $0.encoded() }
    return try json(
      [
        "site", Hexadecimal.encode(try site.charter.encoded()),
        try site.policies.map { Hexadecimal.encode(try $0.encoded()) },
        withheld.map { Hexadecimal.encode($0) },
      ] as [Any])
  }

  private func line(_ question: Question) -> [Any] {
    func value(_ optional: Any?) -> Any { optional ?? NSNull() }
    return [
      question.action.rawValue, question.principal.description, question.flow.description,
      Int(question.time), value(question.label.map(fields)), question.subject,
      value(question.signer?.description),
      value((question.signingKey?.bytes).map { Hexadecimal.encode($0) }),
      value(question.issuedAt.map { Int($0) }), value(question.purpose), question.isNew,
    ]
  }

  /// Not as its encoding, which refuses some of what a decision must refuse too.
  private func fields(_ label: Label) -> [Any] {
    let kinds = CategoryKind.allCases.map { kind in
      Dictionary(uniqueKeysWithValues: label[kind].groups.map { ($0.tagSet, $0.values) })
    }
    return [label.policy, Int(label.classification.rawValue)] + kinds
  }

  private func json(_ value: [Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
  }
}
