import Labels
import Policy
import Site

extension ReachPath {
  /// The way in one line: `icu/hl7 -> icu/vitals -> cardiology/link-icu -> cardiology/dashboard`.
  var line: String {
    var stations = [publisher.description, flow.description]
    if let link { stations.append(link.description) }
    if let receiver, receiver != link { stations.append(receiver.description) }
    return stations.joined(separator: " -> ")
  }

  /// The proof, a line a step.
  var proof: [String] {
    ["\(label) on \(subject): \(line)"]
      + steps.map { step in
        "  \(step.question.action.rawValue) \(step.question.principal): "
          + "permit by \(step.version) \(step.rule)"
      }
  }

  var source: SourceNode {
    .map([
      ("publisher", .text(publisher.description)), ("flow", .text(flow.description)),
      ("link", link.map { .text($0.description) }),
      ("receiver", receiver.map { .text($0.description) }),
      ("label", .text(label.description)), ("subject", .text(subject)),
      (
        "steps",
        .list(
          steps.map { step in
            .map([
              ("action", .text(step.question.action.rawValue)),
              ("principal", .text(step.question.principal.description)),
              ("cell", .text(step.cell)), ("rule", .text("\(step.version) \(step.rule)")),
            ])
          })
      ),
    ])
  }
}

extension ReachCut {
  /// What would have been done.
  var edge: String {
    switch (action, principal) {
    case (nil, _): "\(flow) to \(compartment)"
    case (.some(let action), nil): "\(action.rawValue) to \(flow)"
    case (.publish, .some(let who)): "\(who) publishes \(flow)"
    case (.export, .some(let who)): "\(flow) is exported to \(who)"
    case (.import, .some(let who)): "\(who) imports \(flow)"
    case (.subscribe, .some(let who)): "\(who) subscribes to \(flow)"
    case (.deliver, .some(let who)): "\(flow) is delivered to \(who)"
    }
  }

  var text: String {
    let from = publishers.isEmpty ? "" : ", published by \(Self.names(publishers))"
    let label = example.map { ", as of \($0)" } ?? ""
    return "\(edge)\(from): VGM-\(reason.code) \(reason.text)\(label)"
  }

  var source: SourceNode {
    .map([
      ("edge", .text(edge)), ("flow", .text(flow.description)),
      ("action", action.map { .text($0.rawValue) }),
      ("principal", principal.map { .text($0.description) }), ("cell", .text(compartment)),
      ("publishers", .list(publishers.map { .text($0.description) })),
      ("condition", .text(condition.rawValue)), ("code", .number(Int64(reason.code))),
      ("reason", .text(reason.text)), ("example", example.map { .text($0.description) }),
    ])
  }

  private static func names(_ ids: [PrincipalID]) -> String {
    let shown = ids.prefix(3).map(\.description).joined(separator: ", ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }
}
