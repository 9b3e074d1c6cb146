import AdapterKit
import AdapterTesting
import Foundation
import HL7v2
import NormalizedFormat

/// Where the value of a field comes out: what its message says more than the same without it.
struct Outcome: Equatable {
  /// Fields of the model: `patient.identifier`.
  var model: Set<String> = []
  /// Paths under which it, or a part of it, stands in details.
  var details: Set<String> = []
  var isDropped = false
  /// What is new in the model, and where.
  var values: [Value] = []

  struct Value: Equatable {
    var path: String
    var text: String
  }

  static func of(
    _ field: String, _ sample: Sample, in probe: ProbeMessage
  ) throws -> Outcome {
    let number = Int(field.split(separator: "-")[1]) ?? 0
    let fields = sample.with.merging([number: sample.value]) { $1 }
    let before = sample.with.merging([number: sample.base]) { $1 }
    let (without, with) = (try Said(probe.text(before)), try Said(probe.text(fields)))
    var outcome = Outcome()
    outcome.details = with.details.subtracting(without.details)
    outcome.isDropped = with.dropped.contains(field)
    for (path, value) in with.leaves where without.leaves[path] != value {
      outcome.model.insert(without.field(of: path, kind: with.kind))
      outcome.values.append(Value(path: Said.names(path, with.kind), text: value))
    }
    return outcome
  }

  /// Everything that the messages say, by the paths of their JSON form.
  private struct Said {
    var leaves: [String: String] = [:]
    var details: Set<String> = []
    var dropped: Set<String> = []
    var kind = ""
    private var objects: Set<String> = []

    init(_ text: String) throws {
      let adapter = try HL7v2Adapter(AdapterConfiguration())
      let normalization = try adapter.normalize(
        Conformance<HL7v2Adapter>.raw(Array(text.utf8)),
        context: Conformance<HL7v2Adapter>.context)
      for message in normalization.messages {
        dropped.formUnion(message.loss?.dropped.map(\.path) ?? [])
        let json = try JSONSerialization.jsonObject(with: Data(message.jsonBytes()))
        guard let object = json as? [String: Any] else { continue }
        kind = object["kind"] as? String ?? ""
        for (key, value) in object where key != "loss" && key != "cleared" { add(value, at: key) }
      }
    }

    private mutating func add(_ value: Any, at path: String) {
      switch value {
      case let object as [String: Any]:
        objects.insert(path)
        for (key, value) in object {
          if key == "detail", let fields = value as? [[String: String]] {
            details.formUnion(fields.compactMap { $0["name"] })
          } else if path != "provenance" || key != "raw" {
            add(value, at: path + "." + key)
          }
        }
      case let array as [Any]:
        for (index, value) in array.enumerated() { add(value, at: "\(path)[\(index)]") }
      default: leaves[path] = "\(value)"
      }
    }

    /// Records of several fields; of these the field within is named.
    private static let holders: Set<String> = [
      "content", "device", "orderingFacility", "payor", "performerOrganization", "specimen",
      "subscriber",
    ]

    /// The field that is new where a leaf is: the first part of its path that is not here.
    func field(of path: String, kind: String) -> String {
      var known = ""
      for part in path.split(separator: ".") {
        known += (known.isEmpty ? "" : ".") + part
        if !objects.contains(known), !Self.holders.contains(String(part.prefix { $0 != "[" })) {
          break
        }
      }
      return Self.names(known, kind)
    }

    /// A path without indices, under the name of its content.
    static func names(_ path: String, _ kind: String) -> String {
      var names = path.split(separator: ".").map { $0.prefix { $0 != "[" } }
      if names[0] == "content" {
        names.removeFirst()
        if names.first.map(String.init) != kind { names.insert(kind[...], at: 0) }
      }
      return names.joined(separator: ".")
    }
  }
}
