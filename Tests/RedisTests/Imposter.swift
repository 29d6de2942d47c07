import Dispatch
import Foundation

/// Listens on loopback, and gives its one guest a fixed answer to whatever it says.
final class Imposter {
    struct Failure: Error {}

    let port: UInt16
    private let listener: Int32

    init(answer: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            let raw = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return bind(listener, raw, length) == 0 && listen(listener, 1) == 0
                && getsockname(listener, raw, &length) == 0
        }
        guard isListening else { throw Failure() }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        DispatchQueue(label: "imposter").async {
            let guest = accept(listener, nil, nil)
            var words = [UInt8](repeating: 0, count: 1_000)
            _ = read(guest, &words, words.count)
            let bytes = Array(answer.utf8)
            _ = write(guest, bytes, bytes.count)
            // Until the guest hangs up.
            while read(guest, &words, words.count) > 0 {}
            close(guest)
        }
    }

    deinit { close(listener) }
}
