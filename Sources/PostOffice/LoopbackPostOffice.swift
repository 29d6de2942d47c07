package import NIOCore
import NIOPosix

/// A post office whose servers all run: IMAP, SMTP submission and the model server, each on its own loopback port.
package struct LoopbackPostOffice: Sendable {
    package let office: PostOffice
    package let imap: IMAPServer
    package let smtp: SubmissionServer
    package let groq: GroqServer

    /// Opens all three; when one cannot be opened, those before it are closed again.
    package static func open(
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
    package func close() async {
        await groq.close()
        await smtp.close()
        await imap.close()
    }
}
