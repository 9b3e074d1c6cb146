import Foundation
import ProgramTesting
import Testing

/// A pump comes to the ICU between two versions of its policy.
@Suite struct EnrollTests {
  @Test func `a pump is introduced by a fingerprint that was read, and by no other`() throws {
    let site = Programs.scratch()
    defer { try? FileManager.default.removeItem(atPath: site) }
    func run(_ words: String...) throws -> Programs.Result {
      try Programs.run("vaguemestre", words)
    }
    #expect(try run("site", "new", site).status == 0)
    let file = "\(site)/pump.request"
    let asked = try run(
      "enroll", "request", "--site", site, "--as", "icu/pump-7", "--role", "device", "--maker",
      "Fresenius Kabi", "--model", "Agilia", "-o", file)
    let print = try #require(asked.output.firstMatch(of: /fingerprint  ([0-9A-Z-]+)/)?.1)
    let approve = [
      "enroll", "approve", file, "--site", site, "--issuer", "bedside", "--key",
      "\(site)/keys/icu/issuer.pem", "--subject", "icu/bed-3", "--fingerprint",
    ]
    let wrong = try Programs.run("vaguemestre", approve + ["0000-0000-0000-0000"])
    #expect(wrong.status == 1 && !wrong.output.contains(print), "nobody reads it off the screen")
    #expect(try run("enroll", "list", "--site", site).output.isEmpty)
    #expect(try Programs.run("vaguemestre", approve + [String(print)]).status == 0)
    #expect(try run("enroll", "list", "--site", site).output.hasPrefix("icu/pump-7  device"))
    for (bed, status) in [("icu/bed-3", 0), ("icu/bed-4", 1)] as [(String, Int32)] {
      let explained = try run(
        "policy", "explain", "--site", site, "--as", "icu/pump-7", "--flow", "icu/vitals",
        "--action", "publish", "--subject", bed)
      #expect(explained.status == status, "\(explained.output)")
    }
    let query = try run("policy", "query", "what can icu/pump-7 publish", "--site", site)
    #expect(query.status == 0 && query.output.contains("icu/vitals"), "\(query.errors)")
    let stranger = try Programs.run(
      "vaguemestre",
      approve.map { $0.hasSuffix("issuer.pem") ? "\(site)/keys/icu/authority-1.pem" : $0 }
        + [String(print)])
    #expect(stranger.status == 1 && stranger.errors.contains("VGM-2334"), "\(stranger.errors)")
  }
}
