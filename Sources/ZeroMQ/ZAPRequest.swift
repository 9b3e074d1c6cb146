/// What libzmq asks about a connection (ZeroMQ RFC 27), after its parts were read.
struct ZAPRequest: Equatable, Sendable {
  /// version, request id, domain, address, identity, mechanism, and one credential: the client's
  /// key.
  static let partCount = 7
  /// The longest part that is looked at; libzmq's own are far shorter.
  static let partBytesMax = 512

  let version: [UInt8]
  let requestID: [UInt8]
  let domain: String
  let mechanism: [UInt8]
  let key: CurvePublicKey

  static let version = Array("1.0".utf8)
  static let curve = Array("CURVE".utf8)

  /// Nil unless the parts are a CURVE request of version 1.0 in every detail.
  init?(parts: [[UInt8]]) {
    guard parts.count == Self.partCount, parts.allSatisfy({ $0.count <= Self.partBytesMax }),
      parts[0] == Self.version, parts[5] == Self.curve,
      let domain = String(validating: parts[2], as: UTF8.self),
      let key = CurvePublicKey(parts[6])
    else { return nil }
    version = parts[0]
    requestID = parts[1]
    self.domain = domain
    mechanism = parts[5]
    self.key = key
  }
}

/// What the handler answers.
enum ZAPVerdict: Equatable, Sendable {
  case admit(UserID)
  case refuse

  /// The parts of the answer: version, request id, status, text, User-Id, metadata.
  ///
  /// A refusal says nothing about its reason. The User-Id is always there, even empty: it is what
  /// keeps a peer's own `User-Id` out (trap 5).
  func parts(requestID: [UInt8]) -> [[UInt8]] {
    switch self {
    case .admit(let userID):
      [ZAPRequest.version, requestID, Array("200".utf8), Array("OK".utf8), userID.text, []]
    case .refuse:
      [ZAPRequest.version, requestID, Array("400".utf8), [], [], []]
    }
  }
}
