import Crypto
import Text

/// SHA-256 (FIPS 180-4), for cache keys and versions.
enum ContentHash {
    static func hexadecimal(of text: String) -> String { hexadecimal(of: Array(text.utf8)) }

    static func hexadecimal(of bytes: [UInt8]) -> String { Hexadecimal.encoded(SHA256.hash(data: bytes)) }
}
