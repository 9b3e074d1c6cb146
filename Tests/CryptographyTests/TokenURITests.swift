import Cryptography
import Testing

/// RFC 7512, and what of it may not name a key here.
@Suite struct TokenURITests {
  @Test func `token and object name a key, in one spelling`() throws {
    let uri = try #require(TokenURI("pkcs11:object=root-1;token=Roots%20of%20north"))
    #expect(uri.canonical == "pkcs11:object=root-1;token=Roots%20of%20north;type=private")
    #expect(uri.modulePath == nil && uri.pinPath == nil)
    #expect(
      TokenURI("pkcs11:token=%52oots%20of%20north;object=root%2d1")?.canonical == uri.canonical)
  }

  @Test func `serial and id do so too, and an id is any bytes`() throws {
    let uri = try #require(TokenURI("pkcs11:serial=0a1b;id=%00%ff%3B;type=private"))
    #expect(uri.canonical == "pkcs11:id=%00%FF%3B;serial=0a1b;type=private")
  }

  @Test func `the query names the module and the file of the PIN`() throws {
    for source in ["file:/run/pin", "file:///run/pin", "/run/pin"] {
      let uri = try #require(
        TokenURI("pkcs11:token=t;object=o?module-path=/usr/lib/m.so&pin-source=\(source)"))
      #expect(uri.modulePath == "/usr/lib/m.so" && uri.pinPath == "/run/pin")
      #expect(!uri.canonical.contains("?"))
    }
  }

  @Test(arguments: [
    // Not one, or not one key.
    "", "pkcs11", "pkcs11:", "PKCS11:token=t;object=o", "http://token", "pkcs11:token=t",
    "pkcs11:object=o", "pkcs11:token=t;object=", "pkcs11:token=;object=o",
    // Twice, also by another spelling of the value.
    "pkcs11:token=t;token=t;object=o", "pkcs11:token=t;object=o;object=%6f",
    "pkcs11:token=t;object=o?pin-source=/a&pin-source=/a",
    // What has another meaning on another day, or is another kind of object.
    "pkcs11:token=t;object=o;slot-id=0", "pkcs11:token=t;object=o;library-version=3",
    "pkcs11:token=t;object=o;type=cert", "pkcs11:token=t;object=o;type=public",
    "pkcs11:token=t;object=o;x-vendor=1", "pkcs11:token=t;object=o;TOKEN=u",
    // A PIN in it, a command, a module by name.
    "pkcs11:token=t;object=o?pin-value=123456", "pkcs11:token=t;object=o;pin-value=123456",
    "pkcs11:token=t;object=o?pin-source=|/bin/pin",
    "pkcs11:token=t;object=o?pin-source=%7C/bin/pin",
    "pkcs11:token=t;object=o?module-name=m", "pkcs11:token=t;object=o?module-path=m.so",
    "pkcs11:token=t;object=o?pin-source=pin", "pkcs11:token=t;object=o?pin-source=file:pin",
    "pkcs11:token=t;object=o?pin-source=file://host/pin",
    "pkcs11:token=t;object=o?module-path=/a%0ab",
    // Encodings of nothing, of control characters, of what is no text.
    "pkcs11:token=%;object=o", "pkcs11:token=%4;object=o", "pkcs11:token=%zz;object=o",
    "pkcs11:token=%+1;object=o", "pkcs11:token=t%00;object=o", "pkcs11:token=t%0a;object=o",
    "pkcs11:token=%ff;object=o", "pkcs11:token=a b;object=o", "pkcs11:token=é;object=o",
    "pkcs11:to%6ben=t;object=o",
    // Empty parts.
    "pkcs11:token=t;;object=o", "pkcs11:token=t;object=o;", "pkcs11:;token=t;object=o",
    "pkcs11:token=t;object=o?", "pkcs11:token=t;object=o?&", "pkcs11:token=t;object",
    "pkcs11:token=t;object=o?module-path=/a?b", "pkcs11:token=t;object=o?pin-source=/a;b",
    // Longer than PKCS#11 keeps, or than anybody writes.
    "pkcs11:token=\(String(repeating: "t", count: 33));object=o",
    "pkcs11:token=t;object=\(String(repeating: "o", count: 129))",
    "pkcs11:token=t;id=\(String(repeating: "%00", count: 65))",
    "pkcs11:serial=\(String(repeating: "1", count: 17));object=o",
    "pkcs11:token=t;object=o?pin-source=/\(String(repeating: "a", count: 1024))",
  ])
  func `what does not name one key, or says more, is refused`(text: String) {
    #expect(TokenURI(text) == nil)
  }

  @Test func `a token's fields are taken to their full length`() {
    let (token, object) = (
      String(repeating: "t", count: 32), String(repeating: "o", count: 128)
    )
    #expect(TokenURI("pkcs11:token=\(token);object=\(object)") != nil)
  }

  @Test func `whatever is accepted has a canonical form that says the same and nothing else`() {
    let seeds = [
      "pkcs11:token=Roots%20of%20north;object=root-1;type=private",
      "pkcs11:serial=0a1b;id=%00%ff?module-path=/m.so&pin-source=file:///pin",
    ].map { Array($0.utf8) }
    let sharp = Array("%;=?&|/:pkcs11tokenobjectidserial0aF \0\n".utf8) + [0xC3, 0xA9, 0xFF]
    var (state, accepted) = (UInt64(20_261_126), 0)
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<50_000 {
      var bytes = seeds[next(seeds.count)]
      for _ in 0...next(3) {
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = sharp[next(sharp.count)]
        case 1: bytes.insert(sharp[next(sharp.count)], at: place)
        default: bytes.remove(at: place)
        }
      }
      guard let uri = TokenURI(String(decoding: bytes, as: UTF8.self)) else { continue }
      accepted += 1
      let canonical = uri.canonical
      #expect(TokenURI(canonical)?.canonical == canonical)
      #expect(!canonical.contains { "?&|\0\n ".contains($0) || !$0.isASCII })
    }
    #expect(accepted > 1000)
  }
}
