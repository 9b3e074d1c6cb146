import Foundation
import Policy
import SignedPolicy
import Site
import Testing

@Test func `a new site loads`() throws {
  let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: directory) }
  let created = try Site.create(.hospital(time: 1_800_000_000), at: directory.path)
  #expect(created.policies.count == 5)
}
