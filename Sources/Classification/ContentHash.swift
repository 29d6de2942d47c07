import Crypto
import Text

/// SHA-256 (FIPS 180-4), for cache keys and versions.
enum ContentHash {
    static func hexadecimal(of text: String) -> String { Hexadecimal.encoded(SHA256.hash(data: Array(text.utf8))) }
}
