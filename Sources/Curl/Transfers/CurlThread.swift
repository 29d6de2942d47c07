import CLibCurl
import Glibc

/// The thread that owns the multi handle and every transfer on it.
///
/// One round: take the orders, let libcurl work, tell the transfers it is done with, move the sessions whose sockets have
/// something, and wait for the next event. Nothing in a round waits for a server.
struct CurlThread: ~Copyable {
    private let inbox: CurlInbox
    private let multi: MultiHandle
    private let afterDotGrace: Duration
    private var transfers: [TransferID: any Transfer] = [:]
    private var numbers: [EasyHandle.Pointer: TransferID] = [:]
    private var isClosing = false

    /// Starts the thread. When the system gives none, the inbox is ended and every order is refused.
    static func start(_ inbox: CurlInbox, afterDotGrace: Duration) {
        let parcel = Unmanaged.passRetained(Parcel(inbox: inbox, afterDotGrace: afterDotGrace))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, { CurlThread.main($0) }, parcel.toOpaque())
        guard failure == 0 else {
            parcel.release()
            return inbox.end()
        }
        pthread_detach(thread)
    }

    private final class Parcel: Sendable {
        let inbox: CurlInbox
        let afterDotGrace: Duration

        init(inbox: CurlInbox, afterDotGrace: Duration) {
            self.inbox = inbox
            self.afterDotGrace = afterDotGrace
        }
    }

    private static let globalInit: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private static func main(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        let parcel = Unmanaged<Parcel>.fromOpaque(raw!).takeRetainedValue()
        blockSignals()
        guard globalInit == CURLE_OK, let multi = MultiHandle() else {
            parcel.inbox.end()
            return nil
        }
        var thread = CurlThread(inbox: parcel.inbox, multi: multi, afterDotGrace: parcel.afterDotGrace)
        thread.run()
        return nil
    }

    /// With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE alone, and OpenSSL writes to closed sockets raise it on this thread.
    /// All other signals belong to the program's own handlers.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
    }

    private init(inbox: CurlInbox, multi: consuming MultiHandle, afterDotGrace: Duration) {
        self.inbox = inbox
        self.multi = multi
        self.afterDotGrace = afterDotGrace
        inbox.attach(self.multi.pointer)
    }

    private mutating func run() {
        while true {
            for order in inbox.take() { obey(order) }
            // What an order ended must not go on in `perform`.
            sweep()
            multi.perform()
            while let (handle, code) = multi.nextFinished() {
                if let id = numbers[handle] { transfers[id]?.curlFinished(code) }
            }
            let now = ContinuousClock.now
            for transfer in transfers.values {
                if let deadline = transfer.deadline, deadline <= now { transfer.deadlinePassed(now: now) }
            }
            sweep()
            if isClosing, transfers.isEmpty { return }
            wait(now: now)
        }
    }

    private mutating func obey(_ order: CurlOrder) {
        let now = ContinuousClock.now
        switch order {
        case .perform(let id, let request, let gate, let waiter):
            if let transfer = HTTPTransfer(request, through: gate, waiter: waiter) { begin(transfer, id, now: now) }
        case .converse(let id, let server, let errand, let afresh, let waiter):
            if !afresh, let session = wake(for: server, as: id) { return session.serve(errand, waiter: waiter) }
            makeRoom()
            let session = SMTPSession(server, errand, afterDotGrace: afterDotGrace, waiter: waiter)
            if let session { begin(session, id, now: now) }
        case .finish(let id, let verdict, let waiter):
            guard let session = transfers[id] as? SMTPSession else { return order.refuse() }
            session.finish(verdict, waiter: waiter, now: now)
        case .cancel(let id):
            transfers[id]?.interrupt(.cancelled, now: now)
        case .shutDown:
            isClosing = true
            for transfer in transfers.values { transfer.interrupt(.shutDown, now: now) }
        }
    }

    private mutating func begin(_ transfer: any Transfer, _ id: TransferID, now: ContinuousClock.Instant) {
        guard let handle = transfer.handle else { return }
        guard multi.add(handle) == CURLM_OK else { return transfer.curlFinished(CURLE_OUT_OF_MEMORY) }
        transfers[id] = transfer
        numbers[handle] = id
    }

    /// A session that rests for this login continues under another number.
    private mutating func wake(for server: SMTPServer, as id: TransferID) -> SMTPSession? {
        for (old, transfer) in transfers {
            guard let session = transfer as? SMTPSession, session.waits(for: server), let handle = session.handle
            else { continue }
            transfers[old] = nil
            transfers[id] = session
            numbers[handle] = id
            return session
        }
        return nil
    }

    /// The most connections that rest at a time, over all servers.
    private static let mostResting = 64

    /// If there are too many, the one whose rest ends soonest is closed.
    private func makeRoom() {
        let resting = transfers.values.compactMap { $0 as? SMTPSession }.filter(\.isResting)
        guard resting.count >= Self.mostResting else { return }
        resting.min { ($0.restsUntil ?? .now) < ($1.restsUntil ?? .now) }?.part()
    }

    /// Takes handles nobody needs off the multi handle, which closes an unfinished connection, and forgets what is over.
    private mutating func sweep() {
        for (handle, id) in numbers where transfers[id]?.handle == nil {
            multi.remove(handle)
            numbers[handle] = nil
        }
        for (id, transfer) in transfers where transfer.isOver { transfers[id] = nil }
    }

    private func wait(now: ContinuousClock.Instant) {
        var waiting: [any Transfer] = []
        var sockets: [curl_waitfd] = []
        var pause = Duration.seconds(60)
        for transfer in transfers.values {
            if let deadline = transfer.deadline { pause = min(pause, now.duration(to: deadline)) }
            guard let (socket, events) = transfer.interest else { continue }
            waiting.append(transfer)
            sockets.append(curl_waitfd(fd: socket, events: Int16(events), revents: 0))
        }
        multi.poll(&sockets, timeout: pause)
        for (transfer, socket) in zip(waiting, sockets) where socket.revents != 0 { transfer.socketReady() }
    }

    deinit { inbox.end() }
}
