import Cell
import CellProtocol
import Foundation
import Testing

/// Any bytes from anybody, in every state: the cell answers or throws away, and lives.
@Suite struct HostileFrameTests {
  /// The frames of the protocol's vectors, good and bad.
  private static let frames: [[UInt8]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CellProtocolTests/Vectors")
    return ["commands", "refused"].flatMap { file -> [[UInt8]] in
      let data = (try? Data(contentsOf: folder.appending(path: "\(file).json"))) ?? Data()
      let list = (try? JSONSerialization.jsonObject(with: data)) as? [[String: Any]] ?? []
      return list.compactMap { ($0["hex"] as? String).map(bytes) }
    }
  }()

  private static func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).compactMap { place in
      UInt8(hex.dropFirst(place).prefix(2), radix: 16)
    }
  }

  /// Vectors, and vectors with bytes changed, deterministically.
  private func hostile(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return Self.frames
      + (0..<count).map { _ in
        var frame = Array(Self.frames[next(Self.frames.count)].prefix(400))
        for _ in 0...next(3) where !frame.isEmpty {
          frame[next(frame.count)] = [0x1b, 0x3b, 0xff, 0x7f, UInt8(next(256))][next(5)]
        }
        return frame
      }
  }

  @Test func `there are frames`() { #expect(Self.frames.count > 100) }

  @Test func `from a stranger`() throws {
    let harness = try CoreHarness(try Hospital())
    for frame in hostile(5_000, seed: 1) {
      harness.receive(frame, on: 1, as: "icu/monitor")
    }
    harness.greet(2, as: "icu/dashboard")
    #expect(harness.core.hasSession(2))
  }

  @Test(arguments: ["icu/monitor", "icu/dashboard", "cardiology/link-icu"])
  func `from an open session`(_ name: String) throws {
    let harness = try CoreHarness(try Hospital())
    for (number, frame) in hostile(5_000, seed: 2).enumerated() {
      if !harness.core.hasSession(1) {
        harness.pass(Limit.faultForgiven * Int64(Limit.faultsMax))
        harness.greet(1, as: name)
      }
      harness.receive(frame, on: 1, as: name)
      if number.isMultiple(of: 100) { harness.pass(250) }
    }
    harness.greet(2, as: "icu/pump")
    #expect(harness.core.hasSession(2))
  }

  @Test func `from the cell at the other end of a link`() throws {
    let harness = try CoreHarness(try Hospital(), compartment: "cardiology")
    harness.step(.tick(isDrained: true))
    let welcome = Welcome(
      session: [UInt8](repeating: 4, count: 16), site: "north", compartment: "icu",
      principal: "cardiology/link-icu", journal: CoreHarness.journal)
    for frame in hostile(5_000, seed: 3) {
      let link = try #require(harness.connects.last)
      harness.step(.link(link, .frame(frame)))
      harness.turn()
      harness.pass(250)
      if let link = harness.connects.last {
        harness.step(.link(link, .frame(welcome.encoded())))
        harness.step(
          .link(link, .frame(Subscribed(subscription: 0, first: 0, head: 9).encoded())))
      }
    }
    harness.greet(2, as: "cardiology/board")
    #expect(harness.core.hasSession(2))
  }
}
