import Cryptography
import Foundation
import ProgramTesting
import Testing

/// An emergency in a running hospital, from the officer's key to the review.
@Suite(.serialized) struct BreakGlassTests {
  private static let patient = "HOPITAL|700101"
  private static let others = ["admissions", "lab", "cardiology", "logistics"]

  /// A site whose ICU may open its vitals to `icu/officer`, who has no grant of them.
  private func emergencySite() throws -> RunningSite {
    let site = try RunningSite()
    var keys: [String] = []
    for number in 1...2 {
      let key = try SigningKey.generate()
      let path = "\(site.directory)/doctor-\(number).pem"
      try SecretFile.write(try key.pem, to: path)
      keys.append(Data(key.publicKey.spki).base64EncodedString())
    }
    try site.publish("icu") { text in
      text += """
        break-glass:
          - name: emergency
            flows: [vitals]
            clearance: U,L,M,N,R//compartment=icu
            grantees: [officer]
            officers:
              - "\(keys[0])"
              - "\(keys[1])"
            duration: 1h
            approval-within: 10m
            renewals: 1
            review-within: 7d
            reasons: [resuscitation]

        """
    }
    try site.reload("icu", expecting: "version 2 is in force")
    return site
  }

  private func step(
    _ site: RunningSite, _ words: [String], by doctor: Int
  ) throws -> Programs.Result {
    try site.run(["break-glass"] + words + ["--key", "\(site.directory)/doctor-\(doctor).pem"])
  }

  private func activate(_ site: RunningSite, by doctor: Int) throws -> Programs.Result {
    try step(
      site,
      [
        "activate", "--as", "icu/officer", "--template", "emergency", "--patient", Self.patient,
        "--reason", "resuscitation",
      ], by: doctor)
  }

  private func about(_ activation: String) -> [String] {
    ["--compartment", "icu", "--activation", activation]
  }

  private func received(_ count: Int, _ site: RunningSite) throws -> [String] {
    let got = try site.run(
      ["subscribe", "--as", "icu/officer", "--flow", "vitals", "--from", "start", "--count"]
        + ["\(count)"])
    return got.output.matches(of: /"controlId":"([^"]*)"/).map { String($0.1) }
  }

  private func isRefused(_ site: RunningSite) throws -> Bool {
    let got = try site.run(
      ["subscribe", "--as", "icu/officer", "--flow", "vitals", "--from", "start", "--count", "1"])
    return got.status == 1 && got.output.isEmpty && got.errors.contains("VGM-2261")
  }

  private func say(_ id: String, of patient: String, _ site: RunningSite) throws {
    let segments = Said.vitals(id).map { $0.replacing("700101", with: patient) }
    #expect(try site.send(segments, to: "icu-hl7") == "AA")
  }

  private func signal(_ number: Int32, _ site: RunningSite) {
    for other in Self.others {
      let found = Programs.processes(with: ["vaguemestre-cell", other, site.directory])
      for pid in found { Foundation.kill(pid, number) }
    }
  }

  @Test func `an emergency, with every other cell out of reach, is open, seen and answered for`()
    throws
  {
    let site = try emergencySite()
    signal(SIGSTOP, site)
    defer { signal(SIGCONT, site) }
    try say("V-1", of: "700101", site)
    try say("V-2", of: "700102", site)
    #expect(try isRefused(site))

    let activated = try activate(site, by: 1)
    #expect(activated.status == 0, "\(activated.errors)")
    #expect(activated.output.contains("opens to icu/officer: vitals"))
    let said = try site.up.log.wait(for: "vaguemestre-cell icu", "break-glass", "ACTIVATED")
    #expect(!said.contains("700101"))
    let name = try #require(
      activated.output.firstMatch(of: /activation ([0-9a-f]{64})/).map { String($0.1) })
    #expect(try received(1, site) == ["V-1"])
    try say("V-3", of: "700101", site)
    #expect(try received(2, site) == ["V-1", "V-3"])

    let own = try step(site, ["approve"] + about(name), by: 1)
    #expect(own.status == 1 && own.errors.contains("VGM-2393"))
    #expect(try step(site, ["approve"] + about(String(name.prefix(10))), by: 2).status == 0)
    let list = try site.run(["break-glass", "list"])
    #expect(list.output.contains("OPEN until") && !list.output.contains("700101"))

    site.kill("vaguemestre-cell", "icu")
    try site.up.log.wait(for: "cell icu: listening")
    #expect(try received(2, site) == ["V-1", "V-3"])

    #expect(try step(site, ["end"] + about(name), by: 1).status == 0)
    #expect(try isRefused(site))
    #expect(try site.run(["break-glass", "list"]).output.contains("needs review"))
    #expect(try step(site, ["review"] + about(name), by: 2).status == 0)
    #expect(try site.run(["break-glass", "list"]).output.contains("nothing is open"))
    try expectRecords(site)
    // The cell's records lie in the same journal, and are no messages to be replayed.
    let replayed = try site.run(["policy", "simulate", "--compartment", "icu"])
    #expect(replayed.output.hasPrefix("3 messages replayed\nwould be denied: nothing\n"))
  }

  /// Case 77: what happened while nobody could be reached stands in order when somebody asks.
  private func expectRecords(_ site: RunningSite) throws {
    let records = try site.run(
      ["break-glass", "list", "--records", "--compartment", "icu"])
    let kinds = records.output.split(separator: "\n").compactMap { line in
      ["ACTIVATED", "opened vitals", "approved", "ended (officer)", "reviewed"].first {
        line.contains(" \($0)")
      }
    }
    #expect(kinds == ["ACTIVATED", "opened vitals", "approved", "ended (officer)", "reviewed"])
    #expect(!records.output.contains("700101"))
    let dropped = try FileManager.default.contentsOfDirectory(
      atPath: "\(site.directory)/cells/icu/break-glass")
    #expect(!dropped.contains { $0.hasSuffix(".step") })
  }

  @Test func `what lies where steps wait and is none is taken away, and the cell goes on`() throws {
    let site = try emergencySite()
    let drop = "\(site.directory)/cells/icu/break-glass"
    try FileManager.default.createDirectory(
      atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let hostile: [[UInt8]] = [[], [1, 2, 3], [UInt8](repeating: 0x98, count: 1 << 20)]
    for bytes in hostile {
      let name = SHA256.hash(bytes).description
      try Data(bytes).write(to: URL(filePath: "\(drop)/\(name).step"))
    }
    try Data([1]).write(
      to: URL(filePath: "\(drop)/\(String(repeating: "0", count: 64)).step"))
    try site.up.log.wait(for: "vaguemestre-cell icu", "VGM-2331", "break-glass")
    #expect(try activate(site, by: 1).status == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: drop)
    #expect(!left.contains { $0.hasSuffix(".step") })
  }

  @Test func `while the cell does not run nothing is open, and it opens when it runs again`()
    throws
  {
    let site = try emergencySite()
    let icu = Programs.processes(with: ["vaguemestre-cell", "icu", site.directory])
    for pid in icu { Foundation.kill(pid, SIGSTOP) }
    let waiting = try step(
      site,
      [
        "activate", "--as", "icu/officer", "--template", "emergency", "--patient", Self.patient,
        "--reason", "resuscitation", "--wait", "1",
      ], by: 1)
    #expect(waiting.status == 1 && waiting.errors.contains("nothing is open yet"))
    for pid in icu { Foundation.kill(pid, SIGCONT) }
    try site.up.log.wait(for: "vaguemestre-cell icu", "break-glass", "ACTIVATED")
    try say("V-1", of: "700101", site)
    #expect(try received(1, site) == ["V-1"])
  }
}
