import Cryptography
import Labels
import Policy

extension Issuer {
  func source(in home: String) -> SourceNode {
    .map([
      ("name", .text(name)),
      ("keys", .list(keys.map { .key($0) })),
      ("expires", .time(expires)),
      ("issued-from", issuedFrom.map { .time($0) }),
      ("template", template.source(in: home)),
    ])
  }
}

extension CredentialTemplate {
  fileprivate func source(in home: String) -> SourceNode {
    .map([
      ("roles", .list(roles.map { .text($0.rawValue) })),
      ("clearance", .text(clearance.description)),
      ("publish", .unlessEmpty(publish.map { $0.source(in: home) })),
      ("subscribe", .unlessEmpty(subscribe.map { $0.source(in: home) })),
      ("purposes", .unlessEmpty(purposes.map { .text($0) })),
      ("lifetime", .duration(lifetime)),
      ("equipment", .unlessEmpty(equipment.map(\.source))),
    ])
  }
}

extension Equipment {
  var source: SourceNode {
    .map([
      ("maker", .text(maker)),
      ("model", .text(model)),
      ("firmware", firmware.map { .text($0.description) }),
      ("country", country.map { .text($0) }),
      ("register", registration.map { .text($0) }),
    ])
  }
}

extension EquipmentRequirement {
  var source: SourceNode {
    .map([
      ("maker", maker.map { .text($0) }),
      ("model", model.map { .text($0) }),
      ("firmware", .unlessEmpty(firmware.map { .text($0.description) })),
      ("countries", .unlessEmpty(countries.map { .text($0) })),
      ("registered", isRegistered ? .flag(true) : nil),
    ])
  }
}
