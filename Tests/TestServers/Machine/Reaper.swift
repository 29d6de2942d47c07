import Glibc

/// A small shell that outlives this test process just long enough to kill its servers and remove its folder.
///
/// It reads from a pipe whose only writer is this process, so it learns of every end: return, crash and SIGKILL.
/// `prctl(PR_SET_PDEATHSIG)` would not do: it fires when the *thread* that started the child ends.
final class Reaper: Sendable {
    static let shared = Reaper()

    private let pipe: Int32

    private init() {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { fatalError("pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let keep = getenv("MOSAIC_TEST_KEEP") != nil
        let shell = Program(
            executable: "/bin/sh", arguments: ["-c", Self.script, "reaper", keep ? "" : RunFolder.path])
        do {
            _ = try shell.spawn(actions: &actions)
        } catch {
            fatalError("\(error)")
        }
        close(ends[0])
        pipe = ends[1]
    }

    /// Kill this process and its descendants when we end.
    func watch(_ pid: pid_t) { tell("add \(pid)") }

    /// It has ended; its number may come to belong to a stranger.
    func forget(_ pid: pid_t) { tell("drop \(pid)") }

    private func tell(_ line: String) {
        // Lines are shorter than PIPE_BUF, so writes from several threads do not mix.
        let bytes = Array((line + "\n").utf8)
        _ = write(pipe, bytes, bytes.count)
    }

    private static let script = """
        tree() { echo "$1"; for child in $(cat /proc/"$1"/task/*/children); do tree "$child"; done; }
        masters=" "
        while read -r verb pid; do
            case $verb in
                add) masters="$masters $pid " ;;
                drop) masters="${masters%% $pid *}${masters#* $pid }" ;;
            esac
        done
        kill -STOP $masters
        kill -KILL $(for master in $masters; do tree "$master"; done)
        [ -n "$1" ] || exit 0
        for attempt in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" && exit 0; sleep 0.2; done
        """
}
