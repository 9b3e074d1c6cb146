import COpenSSL

/// How a PKCS#8 file is encrypted with a passphrase: PBES2 (RFC 8018 §6.2) with AES-256-CBC, and
/// what one try of a passphrase costs.
enum KeyProtection: Equatable {
  /// scrypt (RFC 7914) with these numbers.
  case scrypt(cost: UInt64, blockSize: UInt64, parallelization: UInt64)
  /// PBKDF2 with HMAC-SHA-256 or -512.
  case pbkdf2(iterations: UInt64, isSHA512: Bool)

  /// The numbers that files are written with: those of the OWASP Password Storage Cheat Sheet for
  /// scrypt in 16 MiB, because OpenSSL reads PKCS#8 with no more than 32.
  static let new = (cost: UInt64(1) << 14, blockSize: UInt64(8), parallelization: UInt64(5))

  /// OWASP's minimum for PBKDF2.
  private static let iterationsMin: (sha256: UInt64, sha512: UInt64) = (600_000, 210_000)
  /// A few seconds of work: a file from elsewhere must not hold a program up.
  private static let iterationsMax: UInt64 = 10_000_000
  /// The product N · r · p of OWASP's smallest setting, and N of it (8 MiB).
  private static let workMin: UInt64 = 655_360
  private static let costMin: UInt64 = 1 << 13
  private static let workMax: UInt64 = 1 << 24

  /// Whether a passphrase costs less to try than it must.
  var isWeak: Bool {
    switch self {
    case .scrypt(let cost, let blockSize, let parallelization):
      cost < Self.costMin || blockSize < 8 || cost * blockSize * parallelization < Self.workMin
    case .pbkdf2(let iterations, let isSHA512):
      iterations < (isSHA512 ? Self.iterationsMin.sha512 : Self.iterationsMin.sha256)
    }
  }

  /// What a file says of itself; nil for another scheme, cipher or hash, and for work without
  /// bound.
  init?(of file: OpaquePointer) {
    var algorithm: UnsafePointer<X509_ALGOR>?
    X509_SIG_get0(file, &algorithm, nil)
    guard let algorithm, let scheme = Parameters(of: algorithm), scheme.name == NID_pbes2,
      let pair = scheme.decode(d2i_PBE2PARAM)
    else { return nil }
    defer { PBE2PARAM_free(pair) }
    guard let cipher = pair.pointee.encryption, let derivation = pair.pointee.keyfunc,
      Self.name(of: cipher) == NID_aes_256_cbc, let parameters = Parameters(of: derivation)
    else { return nil }
    switch parameters.name {
    case NID_id_scrypt: self.init(scrypt: parameters)
    case NID_id_pbkdf2: self.init(pbkdf2: parameters)
    default: return nil
    }
  }

  private init?(scrypt parameters: Parameters) {
    guard let numbers = parameters.decode(d2i_SCRYPT_PARAMS) else { return nil }
    defer { SCRYPT_PARAMS_free(numbers) }
    guard let cost = Self.number(numbers.pointee.costParameter),
      let blockSize = Self.number(numbers.pointee.blockSize),
      let parallelization = Self.number(numbers.pointee.parallelizationParameter),
      [cost, blockSize, parallelization].allSatisfy({ (1...Self.workMax).contains($0) }),
      cost * blockSize <= Self.workMax, cost * blockSize * parallelization <= Self.workMax
    else { return nil }
    self = .scrypt(cost: cost, blockSize: blockSize, parallelization: parallelization)
  }

  private init?(pbkdf2 parameters: Parameters) {
    guard let numbers = parameters.decode(d2i_PBKDF2PARAM) else { return nil }
    defer { PBKDF2PARAM_free(numbers) }
    guard let iterations = Self.number(numbers.pointee.iter),
      (1...Self.iterationsMax).contains(iterations), let hash = numbers.pointee.prf
    else { return nil }
    switch Self.name(of: hash) {
    case NID_hmacWithSHA256: self = .pbkdf2(iterations: iterations, isSHA512: false)
    case NID_hmacWithSHA512: self = .pbkdf2(iterations: iterations, isSHA512: true)
    default: return nil
    }
  }

  private static func number(_ integer: UnsafePointer<ASN1_INTEGER>?) -> UInt64? {
    var value: UInt64 = 0
    guard let integer, ASN1_INTEGER_get_uint64(&value, integer) == 1 else { return nil }
    return value
  }

  private static func name(of algorithm: UnsafePointer<X509_ALGOR>) -> Int32 {
    var object: OpaquePointer?
    X509_ALGOR_get0(&object, nil, nil, algorithm)
    return OBJ_obj2nid(object)
  }

  /// An algorithm's name and the DER of its parameters, a SEQUENCE.
  private struct Parameters {
    let name: Int32
    let bytes: UnsafeBufferPointer<UInt8>

    init?(of algorithm: UnsafePointer<X509_ALGOR>) {
      var object: OpaquePointer?
      var (kind, value) = (Int32(0), UnsafeRawPointer?.none)
      X509_ALGOR_get0(&object, &kind, &value, algorithm)
      guard kind == V_ASN1_SEQUENCE, let value else { return nil }
      let string = value.assumingMemoryBound(to: ASN1_STRING.self)
      name = OBJ_obj2nid(object)
      bytes = UnsafeBufferPointer(
        start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
    }

    /// What OpenSSL's decoder makes of them; the caller frees it.
    func decode<Value>(
      _ decoder: (
        UnsafeMutablePointer<UnsafeMutablePointer<Value>?>?,
        UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int
      ) -> UnsafeMutablePointer<Value>?
    ) -> UnsafeMutablePointer<Value>? {
      var cursor = bytes.baseAddress
      return decoder(nil, &cursor, bytes.count)
    }
  }
}
