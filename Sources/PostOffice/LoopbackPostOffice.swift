public import NIOCore
public import NIOPosix

/// A post office with all its counters open: IMAP, SMTP submission and the model server, each on its own loopback port.
public struct LoopbackPostOffice: Sendable {
    public let office: PostOffice
    public let imap: IMAPServer
    public let smtp: SubmissionServer
    public let groq: GroqServer

    /// Opens all three; when one cannot be opened, those before it are closed again.
    public static func open(
        _ office: PostOffice, imap: IMAPOptions = IMAPOptions(), smtp: SubmissionScript = SubmissionScript(),
        groq: GroqOptions,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(PostOfficeError) -> LoopbackPostOffice {
        let imap = try await IMAPServer.open(for: office, options: imap, on: group)
        do throws(PostOfficeError) {
            let smtp = try await SubmissionServer.open(for: office, script: smtp, on: group)
            do throws(PostOfficeError) {
                let groq = try await GroqServer.open(groq, clock: office.clock, on: group)
                return LoopbackPostOffice(office: office, imap: imap, smtp: smtp, groq: groq)
            } catch {
                await smtp.close()
                throw error
            }
        } catch {
            await imap.close()
            throw error
        }
    }

    /// Closes all three and every connection to them.
    public func close() async {
        await groq.close()
        await smtp.close()
        await imap.close()
    }
}
