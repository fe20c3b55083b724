# The process above everything that one program starts. It is a "child subreaper": the kernel makes it the parent of
# each descendant that loses its own parent. So no descendant can escape, not even a daemon that was forked twice, in
# another session, with an empty environment. When the supervisor has no child left, nothing of the program is left. It
# ends all descendants when the program has ended, when the host orders it, and when the host is gone. The end of their
# connection tells it that the host is gone.
#
# ChildProcess sends this text to a Python of its own; the warm backend of Playbooks.Ansible puts it before its own
# text. Every message between host and supervisor is one letter, four bytes of length (big-endian), and the content:
#   to the supervisor    R the request    G start the program    E end it    L let the processes in the background go on
#   to the host          B the request is known (this text compiled, if that was needed)
#                        S the program has started (its id)    F it could not be started (the reason)
#                        D the program has ended and left processes (exit code)    W a warning    X the end (the report)
# A zero byte separates the items of a list. A supervisor consists of two processes. If one of them is killed, the other
# one ends all descendants.
# It imports only modules that every Python 3 has and that load quickly.
import _ctypes
import _signal
import os
import select
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

# The time in which processes that handle the interrupt may clean up, before they are killed. Others are killed at once.
TIDYING_SECONDS = 2

# The time for killing what is left. A process that survives it cannot be killed: it is another user's, or it hangs.
KILLING_SECONDS = 4

# Without a host, nobody can shorten the wait for a program with a long grace period.
LONGEST_GRACE_WITHOUT_HOST = 20
BETWEEN_LOOKS = 0.02
LONGEST_WAIT = 3600

# Limits of the command lines in the report.
LONGEST_COMMAND = 4096
MOST_COMMANDS = 200


def prctl(option, value):
    # ctypes takes longer to import than all other modules together.
    function = _ctypes.dlsym(_ctypes.dlopen(None, os.RTLD_NOW), 'prctl')
    if _ctypes.call_function(function, (option, value, 0, 0, 0)) != 0:
        raise OSError('prctl %d failed' % option)


def send(connection, kind, payload=b''):
    connection.sendall(kind + len(payload).to_bytes(4, 'big') + payload)


def receive_exactly(connection, count):
    parts = b''
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            return None
        parts += part
    return parts


def receive(connection):
    # A message as (letter, bytes), or None when the other side is gone.
    try:
        head = receive_exactly(connection, 5)
        payload = head and receive_exactly(connection, int.from_bytes(head[1:], 'big'))
    except OSError:
        return None
    return None if payload is None else (head[:1], payload)


def reset_signals():
    # A program that was started by "nohup", or in the background of a script, ignores signals, and its children inherit
    # that.
    for number in range(1, _signal.NSIG):
        try:
            _signal.signal(number, _signal.SIG_DFL)
        except (OSError, ValueError):
            # SIGKILL, SIGSTOP, and the signals of the C library.
            pass
    _signal.pthread_sigmask(_signal.SIG_SETMASK, ())


def read(pid, name):
    try:
        with open('/proc/%d/%s' % (pid, name), 'rb') as file:
            return file.read()
    except OSError:
        return b''


def command_of(pid):
    return read(pid, 'cmdline')[:LONGEST_COMMAND].replace(b'\0', b' ').strip()


def listens(pid):
    # True when a process handles the interrupt itself: the signal is caught, or blocked to be waited for.
    masks = [line.split()[1] for line in read(pid, 'status').split(b'\n') if line.startswith((b'SigCgt:', b'SigBlk:'))]
    return any(int(mask, 16) >> _signal.SIGINT - 1 & 1 for mask in masks)


def descendants():
    # The living processes below this one, each with its session.
    table = {}
    for name in os.listdir('/proc'):
        # The second field is the program's name in parentheses, with any characters: the last ')' ends it.
        fields = read(int(name), 'stat').rpartition(b')')[2].split(None, 4) if name.isdigit() else ()
        if len(fields) > 4 and fields[0] not in (b'Z', b'X'):
            table[int(name)] = int(fields[1]), int(fields[3])
    found = {os.getpid()}
    grown = True
    while grown:
        more = {pid for pid, (parent, _) in table.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return {pid: table[pid][1] for pid in found if pid != os.getpid() and pid in table}


class Traces:
    """The folders that ended processes leave: those in their command lines, and those named for their ids."""

    def __init__(self, in_commands, parent, names):
        self.in_commands = in_commands
        self.parent = parent
        self.names = names
        self.since = time.time() - 1

    def find(self, seen):
        if not seen or not self.names:
            return set()
        import re
        found = {folder for command in seen.values() for folder in re.findall(self.in_commands, command)}
        try:
            for name in os.listdir(self.parent):
                match = re.fullmatch(self.names, name)
                folder = os.path.join(self.parent, name)
                # Ids are reused: a folder that is older than the program belongs to another process.
                if match and int(match.group(1)) in seen and os.stat(folder).st_mtime >= self.since:
                    found.add(folder)
        except FileNotFoundError:
            pass
        return found


class Supervisor:
    """Ends everything that one program starts."""

    def __init__(self, connection, grace, interrupts, spares_first, folder, traces):
        self.connection = connection
        self.grace = grace
        self.interrupts = interrupts
        self.spares_first = spares_first
        self.folder = folder
        self.traces = traces
        self.child = 0
        self.exit = None  # negative when a signal ended it
        self.is_heard = True
        self.is_stopped = False
        self.may_go_on = False
        self.asked = set()
        self.seen = {}
        self.outputs = ()
        self.is_killed = False

    def guard(self, start, kept_unless=None):
        """Starts the program. Returns when all of it has ended, or is left in the background as the host decides."""
        for number in (_signal.SIGINT, _signal.SIGHUP, _signal.SIGQUIT, _signal.SIGPIPE):
            _signal.signal(number, _signal.SIG_IGN)
        _signal.signal(_signal.SIGCHLD, lambda number, frame: None)
        _signal.signal(_signal.SIGTERM, self.hear_kill)
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        outer = os.getpid()
        inner = os.fork()
        if inner == 0:
            prctl(PR_SET_CHILD_SUBREAPER, 1)
            prctl(PR_SET_PDEATHSIG, _signal.SIGTERM)
            if os.getppid() != outer:
                self.hear_kill()
            self.report(self.run(start, kept_unless))
            os._exit(0)
        release_streams()
        if os.waitpid(inner, 0)[1] != 0:
            self.hear_kill()
            self.listen()
            left = self.end()
            self.remove_traces()
            self.report(left)

    def hear_kill(self, number=None, frame=None):
        # Ending the supervisor ends the program.
        self.is_stopped = self.is_killed = True

    def listen(self):
        self.woken, self.wake = os.pipe()
        for descriptor in (self.woken, self.wake):
            os.set_blocking(descriptor, False)
        _signal.set_wakeup_fd(self.wake, warn_on_full_buffer=False)

    def run(self, start, kept_unless):
        self.listen()
        self.child = start()
        while self.exit is None and not self.is_stopped:
            self.wait(None)
        if self.is_stopped:
            self.stop()
        if kept_unless is None or not self.leave(kept_unless):
            left = self.end()
        else:
            left = []
        self.remove_traces()
        return left

    # --- messages

    def tell(self, kind, payload=b''):
        try:
            send(self.connection, kind, payload)
        except OSError:
            self.lose_host()

    def report(self, left):
        if self.is_killed:
            self.exit = -_signal.SIGTERM
            self.tell(b'W', b'The supervisor of the program was killed. '
                            b'The program was ended with everything that it had started.')
        commands = [command for command in self.seen.values() if command][:MOST_COMMANDS]
        ids = [' '.join(map(str, sorted(each))).encode() for each in (left, self.seen)]
        self.tell(b'X', b'\0'.join([b'%d' % self.exit if self.exit is not None else b'', *ids, *commands]))

    def lose_host(self):
        self.is_heard = False
        self.is_stopped = True
        self.grace = min(self.grace, LONGEST_GRACE_WITHOUT_HOST)

    def wait(self, seconds):
        # Waits until a child has ended, a message has arrived, or the time is over.
        poll = select.poll()
        for descriptor in (self.woken, *([self.connection.fileno()] if self.is_heard else []), *self.outputs):
            poll.register(descriptor, select.POLLIN)
        milliseconds = None if seconds is None else max(0, min(seconds, LONGEST_WAIT)) * 1000
        ready = {descriptor for descriptor, _ in poll.poll(milliseconds)}
        if self.woken in ready:
            os.read(self.woken, 4096)
        for descriptor in ready & set(self.outputs):
            self.hand_on(descriptor)
        if self.is_heard and self.connection.fileno() in ready:
            message = receive(self.connection)
            if message is None:
                self.lose_host()
            elif message[0] == b'L':
                self.may_go_on = True
            else:
                self.is_stopped = True
        self.reap()

    # --- processes

    def reap(self):
        # Returns True as long as there is a child.
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.child:
                self.exit = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)

    def look(self):
        alive = descendants()
        for pid in alive:
            # A forked child shows the command line of its parent until it starts its own program.
            if not self.seen.get(pid):
                self.seen[pid] = command_of(pid)
        return alive

    def signal(self, processes, number):
        for pid in processes:
            try:
                os.kill(pid, number)
            except OSError:
                # It is gone, or belongs to another user: the next look tells which.
                pass

    def interrupt(self, processes):
        # Each is interrupted once: a second interrupt would break off the cleaning up that the first one began.
        new = set(processes) - self.asked
        self.asked |= new
        self.signal(new, _signal.SIGINT)

    def stop(self):
        """Asks the program to end, and waits for it at most for the grace period."""
        began = time.monotonic()
        if not self.interrupts:
            self.look()
            if self.exit is None:
                self.signal({self.child}, _signal.SIGTERM)
        else:
            if self.spares_first:
                self.interrupt_others(began)
            self.interrupt(self.look())
        while self.exit is None and time.monotonic() - began < self.grace:
            self.wait(self.grace - (time.monotonic() - began))

    def interrupt_others(self, began):
        # The program would kill the processes in other sessions when it is interrupted. So they are interrupted first,
        # and the program when they are gone. A process that forks and exits during a look can be missed; two empty
        # looks in a row make that very unlikely.
        empty_looks = 0
        while empty_looks < 2:
            alive = self.look()
            others = {pid for pid, session in alive.items() if session != self.child}
            self.interrupt(others)
            empty_looks = 0 if others else empty_looks + 1
            spent = time.monotonic() - began
            if (len(others) == len(alive)
                    or spent >= self.grace and (spent >= TIDYING_SECONDS or not any(map(listens, others)))):
                return
            self.wait(BETWEEN_LOOKS)

    def leave(self, kept_unless):
        # Asks the host if the processes in the background may go on. Those with the given title are killed in any case.
        if self.is_stopped or not self.reap():
            return False
        self.tell(b'D', b'%d' % self.exit)
        while not self.may_go_on and not self.is_stopped:
            self.wait(None)
        while not self.is_stopped:
            titled = {pid for pid in descendants() if kept_unless and read(pid, 'cmdline').startswith(kept_unless)}
            if not titled:
                return True
            self.signal(titled, _signal.SIGKILL)
            self.wait(BETWEEN_LOOKS)
        return False

    def end(self):
        """Ends all that is left. Returns the processes that cannot be ended."""
        began = time.monotonic()
        if self.reap():
            # A process that is just ending is not a leftover.
            self.wait(BETWEEN_LOOKS)
        while self.reap():
            alive = self.look()
            spent = time.monotonic() - began
            if spent > TIDYING_SECONDS + KILLING_SECONDS:
                return sorted(alive)
            deaf = {pid for pid in alive if spent > TIDYING_SECONDS or pid in self.asked and not listens(pid)}
            self.interrupt(alive.keys() - deaf)
            self.signal(deaf, _signal.SIGKILL)
            self.wait(BETWEEN_LOOKS)
        return []

    def remove_traces(self):
        for folder in self.traces.find(self.seen) | (set() if self.is_heard else {self.folder} - {b''}):
            self.remove(folder)

    def remove(self, folder):
        import shutil
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            # Another process has removed it, or it belongs to another host.
            pass
        except OSError as error:
            self.tell(b'W', b'%s could not be removed: %s' % (folder, str(error).encode()))


# --- the process that ChildProcess starts


def release_streams():
    # The streams belong to the program: the supervisor must not keep a pipe or a folder in use.
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    os.chdir('/')


def begin_program():
    """Runs in the child that becomes the program."""
    os.setsid()
    reset_signals()
    # This takes effect only if the supervisor is killed: the program then ends, too.
    supervisor = os.getppid()
    prctl(PR_SET_PDEATHSIG, _signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(255)


def start_program(connection, path, arguments, environment):
    failure, failed = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            begin_program()
            os.execve(path, arguments, environment)
        except BaseException as error:
            os.write(failed, (getattr(error, 'strerror', None) or str(error)).encode())
        finally:
            os._exit(255)
    os.close(failed)
    release_streams()
    reason = os.read(failure, 4096)
    os.close(failure)
    if reason:
        send(connection, b'F', reason)
        os._exit(0)
    send(connection, b'S', b'%d' % child)
    return child


def main(connection, compiled):
    # A session of its own: signals to the program's session, or a Ctrl+C at the host's terminal, must not reach it.
    os.setsid()
    reset_signals()
    message = receive(connection)
    if message is None:
        return
    (grace, signal, spares_first, folder, in_commands, parent, names,
     may_leave, kept_unless, path, count, *rest) = message[1].split(b'\0')
    arguments, environment = rest[:int(count)], dict(entry.split(b'=', 1) for entry in rest[int(count):])
    traces = Traces(in_commands, parent, names)
    supervisor = Supervisor(connection, float(grace), signal == b'INT', spares_first == b'1', folder, traces)
    supervisor.tell(b'B', compiled)
    if receive(connection) == (b'G', b''):
        supervisor.guard(lambda: start_program(connection, path, arguments, environment),
                         kept_unless if may_leave == b'1' else None)
    elif folder:
        # The program was not started, but the host may have written secrets to the folder.
        supervisor.remove(folder)


if __name__ == 'playbooks_supervisor':
    try:
        main(connection, compiled)  # noqa: F821: given by who starts it
    except BaseException as error:
        send(connection, b'W', ('The supervisor failed: %r' % error).encode())  # noqa: F821
    finally:
        os._exit(0)
