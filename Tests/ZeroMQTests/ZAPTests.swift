import Testing

@testable import ZeroMQ

/// The decision on one request, apart from any socket.
@Suite struct ZAPTests {
  private let key = [UInt8](repeating: 7, count: 32)

  private func parts(
    version: String = "1.0", domain: String, mechanism: String = "CURVE", key: [UInt8]
  ) -> [[UInt8]] {
    [
      Array(version.utf8), [0, 0, 0, 1], Array(domain.utf8), Array("127.0.0.1".utf8), [],
      Array(mechanism.utf8), key,
    ]
  }

  private let registry: ZAPRegistry
  /// Held here, since a domain without a holder admits nobody.
  private let domain = ZAPDomain(name: "icu")

  init() throws {
    registry = try ZAPRegistry()
    #expect(registry.register(domain))
    domain.admit([try #require(CurvePublicKey(key))])
  }

  @Test func `an admitted key gets the token of its domain`() throws {
    let verdict = registry.decide(ZAPRequest(parts: parts(domain: "icu", key: key)))
    guard case .admit(let user) = verdict else {
      Issue.record("refused")
      return
    }
    #expect(domain.key(of: user)?.bytes == key)
  }

  @Test(arguments: ["1.1", "1.0 ", "", "2.0"])
  func `another version is refused`(version: String) throws {
    let request = ZAPRequest(parts: parts(version: version, domain: "icu", key: key))
    #expect(registry.decide(request) == .refuse)
  }

  @Test(arguments: ["NULL", "PLAIN", "GSSAPI", "curve", ""])
  func `another mechanism is refused`(mechanism: String) throws {
    let request = ZAPRequest(parts: parts(domain: "icu", mechanism: mechanism, key: key))
    #expect(registry.decide(request) == .refuse)
  }

  @Test(arguments: ["", "ICU", "lab", "icu "])
  func `an unknown domain is refused`(domain: String) throws {
    #expect(registry.decide(ZAPRequest(parts: parts(domain: domain, key: key))) == .refuse)
  }

  @Test(arguments: [0, 31, 33, 40])
  func `a key of another length is refused`(count: Int) throws {
    let short = [UInt8](repeating: 7, count: count)
    #expect(registry.decide(ZAPRequest(parts: parts(domain: "icu", key: short))) == .refuse)
  }

  @Test func `a request with a part too few or too many is refused`() throws {
    let whole = parts(domain: "icu", key: key)
    #expect(ZAPRequest(parts: whole) != nil)
    #expect(ZAPRequest(parts: whole.dropLast()) == nil)
    #expect(ZAPRequest(parts: whole + [key]) == nil)
    #expect(ZAPRequest(parts: []) == nil)
  }

  @Test func `a key differing in one bit is refused`() throws {
    for bit in 0..<256 {
      var other = key
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(registry.decide(ZAPRequest(parts: parts(domain: "icu", key: other))) == .refuse)
    }
  }

  @Test func `a domain that nobody holds any more is refused`() throws {
    let registry = try ZAPRegistry()
    do {
      let domain = ZAPDomain(name: "icu")
      #expect(registry.register(domain))
      domain.admit([try #require(CurvePublicKey(key))])
    }
    #expect(registry.decide(ZAPRequest(parts: parts(domain: "icu", key: key))) == .refuse)
  }

  @Test func `an answer always carries a User-Id part and a refusal gives no reason`() {
    let refusal = ZAPVerdict.refuse.parts(requestID: [5])
    #expect(refusal == [Array("1.0".utf8), [5], Array("400".utf8), [], [], []])
    let answer = ZAPVerdict.admit(UserID(0xAB)).parts(requestID: [5])
    #expect(answer[2] == Array("200".utf8))
    #expect(answer[4] == Array("00000000000000ab".utf8))
  }

  @Test(arguments: [0, 1, 0xDEAD_BEEF, UInt64.max])
  func `a token survives its text`(value: UInt64) {
    let text = UserID(value).text.map { CChar(bitPattern: $0) } + [0]
    #expect(UserID(text: text)?.rawValue == value)
  }

  @Test(arguments: ["", "1", "chief-physician", "00000000000000AB", "00000000000000001"])
  func `a text that is not a token is not read as one`(text: String) {
    #expect(UserID(text: Array(text.utf8CString)) == nil)
  }
}
