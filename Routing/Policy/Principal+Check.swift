import Cryptography
import Labels

extension Principal {
  /// What holds of a principal by itself, wherever it is declared.
  func check(_ place: String) throws(DocumentFault) {
    guard Name.isValid(name) else { throw DocumentFault(.malformedName, at: "\(place).name") }
    guard signingKeys.count <= PolicyLimit.signingKeysMax else {
      throw DocumentFault(.tooMany, at: "\(place).signing-keys")
    }
    guard signingKeys.count < 2 || Set(signingKeys).count == signingKeys.count else {
      throw DocumentFault(.duplicate, at: "\(place).signing-keys")
    }
    guard role.mayPublish || signingKeys.isEmpty else {
      throw DocumentFault(.roleForbids, at: "\(place).signing-keys")
    }
    guard (0...PolicyLimit.timeMax).contains(expires) else {
      throw DocumentFault(.outOfRange, at: "\(place).expires")
    }
    guard purposes.count <= PolicyLimit.purposesMax, purposes.allSatisfy(Name.isValid) else {
      throw DocumentFault(.malformedName, at: "\(place).purposes")
    }
    guard role.mayPublish || publish.isEmpty else {
      throw DocumentFault(.roleForbids, at: "\(place).publish")
    }
    guard role.maySubscribe || subscribe.isEmpty else {
      throw DocumentFault(.roleForbids, at: "\(place).subscribe")
    }
    try equipment?.check("\(place).equipment")
  }
}

extension [Grant] {
  /// - Parameter flows: those that may be named; nil for any.
  func check(among flows: Set<FlowID>?, _ place: String) throws(DocumentFault) {
    guard count <= PolicyLimit.grantsMax else { throw DocumentFault(.tooMany, at: place) }
    // Most principals have a handful, which are compared faster than hashed.
    let isShort = count <= 8
    var seen: Set<Grant> = []
    for (index, grant) in enumerated() {
      guard flows?.contains(grant.flow) ?? true else {
        throw DocumentFault(.unknownReference, at: "\(place)[\(index)].flow")
      }
      guard grant.subject.isEmpty || Subject.isValid(grant.subject) else {
        throw DocumentFault(.malformedText, at: "\(place)[\(index)].subject")
      }
      let isNew = isShort ? !self[..<index].contains(grant) : seen.insert(grant).inserted
      guard isNew else {
        throw DocumentFault(.duplicate, at: "\(place)[\(index)]")
      }
    }
  }
}
