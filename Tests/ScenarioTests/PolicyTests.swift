import Foundation
import ProgramTesting
import Testing

/// Documents change, are put back or run out, while the hospital works.
@Suite(.serialized) struct PolicyTests {
  private let vitals = ["--as", "cardiology/dashboard", "--flow", "icu/vitals"]

  /// The ids of the source messages that a subscriber gets, from the beginning on.
  private func received(
    _ count: Int, _ site: RunningSite, _ who: [String], from: String = "start"
  ) throws -> [String] {
    let got = try site.run(["subscribe"] + who + ["--from", from, "--count", "\(count)"])
    return got.output.matches(of: /"controlId":"([^"]*)"/).map { String($0.1) }
  }

  /// Waits until cardiology's cell has fetched something over another link, which shows that it has
  /// had the time to fetch anything.
  private func awaitLinks(_ site: RunningSite) throws {
    #expect(try site.send(Said.admission("ADT-1"), to: "admissions-hl7") == "AA")
    let who = ["--as", "cardiology/dashboard", "--flow", "admissions/admissions"]
    #expect(try received(1, site, who) == ["ADT-1"])
  }

  /// What stands when one half of the consent was taken back: the ICU's own people go on,
  /// cardiology gets nothing more and is told so.
  private func expectStopped(_ site: RunningSite) throws {
    #expect(try site.send(Said.vitals("AFTER"), to: "icu-hl7") == "AA")
    let own = ["--as", "icu/dashboard", "--flow", "icu/vitals"]
    #expect(try received(2, site, own) == ["BEFORE", "AFTER"])
    site.kill("vaguemestre-cell", "cardiology")
    try site.up.log.wait(for: "cell cardiology: listening")
    try awaitLinks(site)
    #expect(try site.records(of: "icu/vitals", in: "cardiology") == 1)
    let refused = try site.run(["subscribe"] + vitals + ["--count", "1"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("VGM-22"))
    #expect(try site.run(["policy", "explain"] + vitals).status == 1)
  }

  private func siteWithVitalsInCardiology() throws -> RunningSite {
    let site = try RunningSite()
    #expect(try site.send(Said.vitals("BEFORE"), to: "icu-hl7") == "AA")
    #expect(try received(1, site, vitals) == ["BEFORE"])
    return site
  }

  @Test func `without the export cardiology gets nothing more`() throws {
    let site = try siteWithVitalsInCardiology()
    try site.publish("icu") { $0.replace(/exports:\n(\ \ .*\n)+/, with: "") }
    try site.reload("icu", expecting: "version 2 is in force")
    try site.reload("cardiology", expecting: "is in force")
    try expectStopped(site)
  }

  @Test func `without the import cardiology gets nothing more`() throws {
    let site = try siteWithVitalsInCardiology()
    try site.publish("cardiology") { text in
      text.replace(/\ \ - from: icu\n    flow: vitals\n(    .*\n)+/, with: "")
      text.replace("      - icu/vitals\n", with: "")
    }
    try site.reload("cardiology", expecting: "version 2 is in force")
    try site.reload("icu", expecting: "is in force")
    try expectStopped(site)
  }

  @Test func `what policy publish puts in force is taken up without being told`() throws {
    let site = try RunningSite()
    let draft = try site.sign("icu") { $0.replace("retention: 30d", with: "retention: 31d") }
    let published = try site.run(["policy", "publish", draft])
    #expect(published.status == 0 && published.output.contains("in force"))
    try site.up.log.wait(forEach: [
      ["vaguemestre-cell icu", "version 2 is in force"],
      ["vaguemestre-cell cardiology", "is in force"],
    ])
    #expect(try site.run(["policy", "publish", draft]).status == 0)
  }

  @Test func `logistics gets nothing of the ICU, and is told why`() throws {
    let site = try RunningSite()
    #expect(try site.send(Said.vitals("V-1"), to: "icu-hl7") == "AA")
    let who = ["--as", "logistics/dashboard", "--flow", "icu/vitals"]
    let refused = try site.run(["subscribe"] + who + ["--from", "start", "--count", "1"])
    #expect(refused.status == 1)
    #expect(refused.output.isEmpty)
    #expect(refused.errors.contains("VGM-2261"))
    let explained = try site.run(["policy", "explain"] + who)
    #expect(explained.status == 1)
  }

  @Test func `a version that was before is refused, running or starting, and the newer one rules`()
    throws
  {
    let site = try RunningSite()
    let target = URL(filePath: "\(site.directory)/policies/icu.cose")
    let first = try Data(contentsOf: target)
    try site.publish("icu") { $0.replace("retention: 30d", with: "retention: 31d") }
    try site.reload("icu", expecting: "version 2 is in force")
    try first.write(to: target)
    let said = try site.reload("icu", expecting: "VGM-23")
    #expect(said.contains("policies/icu.cose"))
    site.kill("vaguemestre-cell", "icu")
    try site.up.log.wait(for: "vaguemestre-cell icu", "VGM-23")
    try site.up.log.wait(for: "cell icu: listening")
    #expect(try site.send(Said.vitals("V-1"), to: "icu-hl7") == "AA")
  }

  @Test func `a version that has expired already gives nothing, and what was in force goes on`()
    throws
  {
    let site = try RunningSite()
    let own = ["--as", "icu/dashboard", "--flow", "icu/vitals"]
    #expect(try site.send(Said.vitals("V-1"), to: "icu-hl7") == "AA")
    #expect(try received(1, site, own) == ["V-1"])
    try site.publish("icu") { text in
      text.replace(/issued: .*\n/, with: "issued: 2020-01-01T00:00:00Z\n", maxReplacements: 1)
      text.replace(/expires: .*\n/, with: "expires: 2021-01-01T00:00:00Z\n", maxReplacements: 1)
    }
    try site.reload("icu", expecting: "VGM-2516")
    #expect(try site.send(Said.vitals("V-2"), to: "icu-hl7") == "AA")
    #expect(try received(2, site, own) == ["V-1", "V-2"])
  }
}
