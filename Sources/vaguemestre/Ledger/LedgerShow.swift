import ArgumentParser
import Cryptography
import Foundation
import Journal
import Ledger
import Site

/// `vaguemestre ledger show`
struct LedgerShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "The leaves in words, with the names behind their commitments where they are kept.",
    discussion: """
      The names come from what lies encrypted beside the leaves and is opened with the cell's \
      storage key: a leaf itself holds none. `--json` prints one object a line.
      """)

  @OptionGroup var place: LedgerPlace
  @Flag(help: "Print JSON, one object a line.")
  var json = false
  @Option(help: "The first leaf.")
  var from: UInt64 = 0
  @Option(help: "How many leaves at most.")
  var count: UInt64?

  func run() throws {
    let reader = try place.reader()
    let size = try reader.ledger().size
    let end = count.map { min(size, from.addingReportingOverflow($0).partialValue) } ?? size
    var next = from
    var faults: [LedgerFault] = []
    while next < end {
      let leaves = try reader.leaves(from: next, upTo: end)
      guard let last = leaves.last else { break }
      for stored in leaves {
        while next < stored.index {
          faults.append(LedgerFault(.missingLeaf, at: next))
          next += 1
        }
        next = stored.index + 1
        let shown = ShownLeaf(stored)
        if let fault = shown.fault { faults.append(fault) }
        print(json ? shown.json : shown.text)
      }
      next = last.index + 1
    }
    if next < end { faults.append(LedgerFault(.missingLeaf, at: next)) }
    guard faults.isEmpty else {
      throw CommandFailure(faults.map(\.description).joined(separator: "\n"))
    }
  }
}

/// A leaf in words.
struct ShownLeaf {
  private let index: UInt64
  private let bytes: [UInt8]
  private let leaf: Leaf?
  private let names: [LeafField: String]
  /// What does not hold of it.
  let fault: LedgerFault?

  init(_ stored: StoredLeaf) {
    index = stored.index
    bytes = stored.leaf
    guard let leaf = try? Leaf(encoded: stored.leaf) else {
      leaf = nil
      names = [:]
      fault = LedgerFault(.malformedLeaf, at: stored.index)
      return
    }
    self.leaf = leaf
    switch stored.opening {
    case .absent: (names, fault) = ([:], nil)
    case .damaged: (names, fault) = ([:], LedgerFault(.wrongOpening, at: stored.index))
    case .present(let bytes):
      let opening = try? LeafOpening(encoded: bytes)
      let isRight = opening.map { (try? $0.check(leaf)) != nil } ?? false
      let parts = isRight ? opening?.parts ?? [:] : [:]
      names = parts.mapValues { $0.text ?? Hexadecimal.encode($0.value) }
      fault = isRight ? nil : LedgerFault(.wrongOpening, at: stored.index)
    }
  }

  /// One line: index, time, kind, code, how often, fields.
  var text: String {
    guard let leaf else { return "\(index)\tno leaf: \(Hexadecimal.encode(bytes))" }
    let milliseconds = String(leaf.time % 1_000 + 1_000).dropFirst()
    let seconds = UTCTime.text(Int64(leaf.time / 1_000))?.dropLast() ?? "?"
    var parts = ["\(index)", "\(seconds).\(milliseconds)Z", leaf.kind.description]
    if leaf.code > 0 { parts.append("VGM-\(leaf.code)") }
    if leaf.count > 1 { parts.append("×\(leaf.count)") }
    for (field, value) in leaf.fields.sorted(by: { $0.key < $1.key }) {
      parts.append("\(field) \(text(of: value, field))")
    }
    return parts.joined(separator: "  ")
  }

  private func text(of value: LeafValue, _ field: LeafField) -> String {
    if let name = names[field] { return name }
    return switch value {
    case .number(let number): "\(number)"
    case .bytes(let bytes): (field.isCommitted ? "#" : "") + Hexadecimal.encode(bytes)
    }
  }

  var json: String {
    var parts = [#""index":\#(index)"#]
    if let leaf {
      let fields = leaf.fields.sorted { $0.key < $1.key }.map { field, value in
        switch value {
        case .number(let number): #""\#(field)":\#(number)"#
        case .bytes(let bytes): #""\#(field)":"\#(Hexadecimal.encode(bytes))""#
        }
      }
      let names = names.sorted { $0.key < $1.key }.map {
        #""\#($0.key)":\#(JSONText.quote($0.value))"#
      }
      parts += [
        #""kind":"\#(leaf.kind)""#, #""time":\#(leaf.time)"#, #""code":\#(leaf.code)"#,
        #""count":\#(leaf.count)"#, #""fields":{\#(fields.joined(separator: ","))}"#,
        #""names":{\#(names.joined(separator: ","))}"#,
      ]
    }
    if let fault { parts.append(#""fault":\#(fault.code.rawValue)"#) }
    parts.append(#""leaf":"\#(Hexadecimal.encode(bytes))""#)
    return "{\(parts.joined(separator: ","))}"
  }
}
