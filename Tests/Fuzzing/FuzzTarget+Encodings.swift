import CBOR
import CellProtocol
import Cryptography
import NormalizedFormat
import SignedMessage

extension FuzzTarget {
  /// What is understood comes out as it went in.
  static func cbor() throws -> FuzzTarget {
    FuzzTarget(
      name: "cbor",
      seeds: try Seeds.hexadecimal(in: "CBORTests/Vectors")
        + Seeds.hexadecimal(in: "CellProtocolTests/Vectors")
    ) { input in
      do throws(CBORError) {
        let value = try CBORValue(decoding: input, tags: true)
        guard try value.encoded() == input else { return .failed("it has two encodings") }
        return .accepted(Int(input[0] >> 5))
      } catch {
        return .refused(number(of: error) << 8 ^ place(error.offset, in: input))
      }
    }
  }

  /// The parts of what is understood stand inside it.
  static func cose() throws -> FuzzTarget {
    let part = COSESign.Signed(protected: COSEHeader.es256(keyID: [1, 2]), signature: [9, 9])
    let alone = COSESign1.encode(
      protected: COSEHeader.es256(), payload: [7], signature: [8], tagged: true)
    let many = COSESign.encode(payload: [7], signatures: [part, part])
    return FuzzTarget(
      name: "cose", seeds: [alone, many] + (try SignedVectors.all("message"))
    ) { input in
      do throws(CBORError) {
        let one = try COSESign1(decoding: input, tagging: .optional)
        return isInside(one.payload, input) ? .accepted(0) : .failed("its payload is outside")
      } catch {
        guard let many = try? COSESign(decoding: input, tagging: .optional) else {
          return .refused(number(of: error) << 8 ^ place(error.offset, in: input))
        }
        return isInside(many.payload, input)
          ? .accepted(many.signatures.count) : .failed("its payload is outside")
      }
    }
  }

  /// The same in every process, which a hash is not.
  private static func number(of error: CBORError) -> Int {
    CBORError.Code.allCases.firstIndex(of: error.code) ?? 0
  }

  private static func isInside(_ range: Range<Int>?, _ input: [UInt8]) -> Bool {
    range.map { input.indices.contains($0) || $0.isEmpty } ?? true
  }

  /// What holds is what its producer signed, byte for byte but for the proof's numbers: RFC 9942
  /// leaves them unsigned, and some other size and index lead the same way to the root.
  static func signedMessage() throws -> FuzzTarget {
    let signed = try SignedVectors.all("message")
    let known = try SignedVectors.key("producer-key")
    return FuzzTarget(name: "message", seeds: signed, isLenient: false) { input in
      do throws(MessageError) {
        let message = try UnverifiedMessage(input)
        let verifier = MessageVerifier { $0 == known.keyID ? known : nil }
        _ = try verifier.verify(message)
        let parts = signedParts(input)
        return signed.contains(where: { signedParts($0) == parts })
          ? .accepted(0) : .failed("nobody signed it")
      } catch {
        return .refused(error.code.rawValue << 8 ^ place(error.offset, in: input))
      }
    }
  }

  /// Protected header, payload and signature.
  private static func signedParts(_ message: [UInt8]) -> [CBORValue]? {
    guard case .array(let items) = try? CBORValue(decoding: message), items.count == 4 else {
      return nil
    }
    return [items[0], items[2], items[3]]
  }

  /// What a peer says to a cell.
  static func command() throws -> FuzzTarget {
    FuzzTarget(
      name: "command", seeds: try Seeds.hexadecimal(in: "CellProtocolTests/Vectors")
    ) { input in
      do throws(ProtocolFault) {
        _ = try Command(input)
        return .accepted(input.count > 1 ? Int(input[1]) : 0)
      } catch {
        return .refused(error.code.rawValue << 8 ^ place(error.offset, in: input))
      }
    }
  }

  /// What is understood is the same message after it was encoded and decoded once more.
  static func normalized() throws -> FuzzTarget {
    FuzzTarget(name: "normalized", seeds: try Seeds.normalized()) { input in
      do throws(FormatError) {
        let message = try Message(decoding: input)
        guard let encoded = message.encoded(upTo: FormatLimit.messageBytesMax),
          let again = try? Message(decoding: encoded), again == message
        else { return .failed("its encoding is another message") }
        return .accepted(Int(message.content.number))
      } catch {
        return .refused(error.code.rawValue << 8 ^ place(error.offset, in: input))
      }
    }
  }

  /// Roughly where in the input, so that a refusal deep inside is another than one at the door.
  static func place(_ offset: Int, in input: [UInt8]) -> Int {
    input.isEmpty ? 0 : min(31, offset * 32 / input.count)
  }
}
