import HTTPTypes
import Hummingbird
import NIOCore

/// The stylesheet, the script and the icon, which are part of the program: no path reaches a file.
struct AssetRoutes {
    private static let files: [(name: String, type: String, bytes: [UInt8])] = [
        ("desk.css", "text/css; charset=utf-8", PackageResources.desk_css),
        ("desk.js", "text/javascript; charset=utf-8", PackageResources.desk_js),
        ("sign.svg", "image/svg+xml", PackageResources.sign_svg),
    ]

    /// In bytes.
    static func size(of name: String) -> Int { files.first { $0.name == name }?.bytes.count ?? .max }

    func add(to router: Router<DeskContext>) {
        for file in Self.files {
            let body = ByteBuffer(bytes: file.bytes)
            router.get("/assets/\(file.name)") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: file.type, .cacheControl: "max-age=300"],
                    body: .init(byteBuffer: body))
            }
        }
    }
}
