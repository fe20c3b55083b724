# An Ansible that is started once and forks for each run. Three kinds of processes:
#
# - the server imports Ansible, then waits on its control socket, and does nothing but fork. It never sees a request.
# - a keeper, forked for each run, takes the request over a socket of that run, starts Ansible in a child of its own, hands on
#   what it says and how it ended, and ends whatever the run has left. It lives without the server; but when the program that
#   asked for the run is gone, it ends the run.
# - the run itself, which is Ansible.
#
# Usage: playbooks_warm.py PROGRAM, with the control socket "control" beside this file. Every message is one letter, four
# bytes of length (the highest first), and as many bytes.
from __future__ import annotations

import atexit
import ctypes
import errno
import gc
import importlib
import json
import os
import pkgutil
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
import traceback

PROTOCOL = 1
MARK = b'PLAYBOOKS_RUN='
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

# Between looks for what is left of a run, in seconds, and how many of them: about 5 seconds.
BETWEEN_ROUNDS = 0.01
ROUNDS = 500

# How many of those looks what is left, and listens, is given to tidy up: modules then remove the files that they were unpacked
# to, on a busy machine after a while.
TIDYING_ROUNDS = 200

# Of the command lines that are told of what was ended.
LONGEST_COMMAND = 4096
MOST_COMMANDS = 200

# What nearly every run needs, besides the plugins. A module that this Ansible does not have is left out.
NEEDED = (
    'ansible.executor.playbook_executor', 'ansible.executor.task_executor', 'ansible.executor.task_queue_manager',
    'ansible.executor.module_common', 'ansible.executor.interpreter_discovery', 'ansible.executor.discovery',
    'ansible.playbook.handler_task_include', 'ansible.module_utils.basic', 'ansible.template.native_helpers',
    'jinja2.nativetypes', 'jinja2.ext', 'yaml', 'multiprocessing.popen_fork', 'multiprocessing.synchronize', 'multiprocessing.queues',
    'encodings.idna', 'zipfile', 'zlib', 'pty', 'logging', 'importlib.resources',
)

# Whose own plugins are imported: Ansible loads nearly all of these kinds in each run, if only to look at them.
PLUGINS = ('action', 'become', 'cache', 'callback', 'connection', 'filter', 'fragment', 'inventory', 'lookup', 'shell', 'strategy', 'test', 'vars')

libc = ctypes.CDLL(None, use_errno=True)


def send(connection, kind, payload=b''):
    connection.sendall(kind + struct.pack('>I', len(payload)) + payload)


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
        payload = head and receive_exactly(connection, struct.unpack('>I', head[1:])[0])
    except OSError:
        return None
    return None if payload is None else (head[:1], payload)


# --- the run -------------------------------------------------------------------------------------------------------------


def forget_the_server(request):
    # What an Ansible that has just been started would have anew, this one got with the server.
    import logging
    import random
    from ansible import constants
    from ansible.plugins.loader import callback_loader
    from ansible.utils import vars as ansible_vars
    from ansible.utils.display import Display

    os.environ.clear()
    os.environ.update(request['environment'])
    os.chdir(request['directory'])
    tempfile.tempdir = None
    time.tzset()
    random.seed()

    # Its own: Ansible keeps modules there by their names alone, and an older run's would be taken.
    constants.DEFAULT_LOCAL_TMP = tempfile.mkdtemp(prefix='ansible-local-%s' % os.getpid(), dir=request['local_temp'])

    # The ids of plays and tasks begin with it.
    ansible_vars.random_int = ('%08x' % random.randint(0, 2 ** 32))[:8]

    display = Display()
    for shown in ('_warns', '_deprecations', '_errors'):
        if isinstance(getattr(display, shown, None), (dict, set)):
            getattr(display, shown).clear()
    display.columns = 1000000
    for handler in logging.root.handlers:
        # A log file that was moved away is not to be written to any more: the next line opens it again.
        if isinstance(handler, logging.FileHandler):
            handler.close()

    constants.DEFAULT_STDOUT_CALLBACK = 'playbooks_events'
    callback_loader.add_directory(request['plugins'])


def exit_code_of(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xff
    print(code, file=sys.stderr)
    return 1


def play(request):
    # Never returns. The server's own exit handlers are not for here: they would remove what it and other runs still use.
    atexit._clear()
    code = 250
    try:
        forget_the_server(request)
        from ansible.cli.playbook import PlaybookCLI
        sys.argv = [request['program']] + request['arguments']
        try:
            PlaybookCLI.cli_executor(sys.argv)
            code = 0
        except SystemExit as end:
            code = exit_code_of(end.code)
        atexit._run_exitfuncs()
    except KeyboardInterrupt:
        code = 99
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        os._exit(code)


def start_run(request, outputs, closed):
    keeper = os.getpid()
    child = os.fork()
    if child != 0:
        return child
    try:
        # The run does not outlive who ends what it leaves.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != keeper:
            os._exit(255)
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(outputs[0], 1)
        os.dup2(outputs[1], 2)
        for descriptor in (*outputs, *closed):
            os.close(descriptor)
        play(request)
    finally:
        os._exit(255)


# --- the keeper ----------------------------------------------------------------------------------------------------------


def show_mark(ident):
    # What a process shows as its environment is what it was started with. The run's mark is to be found there, in all that
    # is forked from here on, so it is written over the server's, which is as long.
    try:
        with open('/proc/self/stat', 'rb') as stat:
            fields = stat.read().rpartition(b')')[2].split()
        start, end = int(fields[47]), int(fields[48])
        at = ctypes.string_at(start, end - start).find(MARK)
        if at >= 0 and len(os.environb.get(MARK[:-1], b'')) == len(ident):
            ctypes.memmove(start + at + len(MARK), ident, len(ident))
    except (OSError, ValueError, IndexError):
        pass


def descendants():
    # Everything that lives below this process: whatever loses its parent becomes its child.
    parents = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open('/proc/%s/stat' % name, 'rb') as stat:
                    fields = stat.read().rpartition(b')')[2].split()
            except OSError:
                continue
            if fields[0] not in (b'Z', b'X'):
                parents[int(name)] = int(fields[1])
    found = {os.getpid()}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    found.discard(os.getpid())
    return found


def command_of(pid):
    try:
        with open('/proc/%d/cmdline' % pid, 'rb') as line:
            return line.read(LONGEST_COMMAND).replace(b'\0', b' ').decode('utf-8', 'replace').strip()
    except OSError:
        return ''


def listens(pid):
    # Whether it does something of its own about an interrupt: it is caught, or blocked to be waited for.
    try:
        with open('/proc/%d/status' % pid) as status:
            masks = [int(line.split()[1], 16) for line in status if line.startswith(('SigCgt:', 'SigBlk:'))]
    except OSError:
        return False
    return any(mask >> signal.SIGINT - 1 & 1 for mask in masks)


class Keeper:
    def __init__(self, connection, request):
        self.connection = connection
        self.request = request
        self.seen = {}
        self.is_killed = False
        self.status = None
        self.is_heard = True

    def run(self, said):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        show_mark(self.request['run'].encode())
        output, output_end = os.pipe()
        error, error_end = os.pipe()
        woken, wake = os.pipe()
        for descriptor in (output, error, woken, wake):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

        # Until it is told to go, the run can still go another way. From then on something may have happened on a host.
        send(self.connection, b'B')
        if receive(self.connection) != (b'G', b''):
            return
        self.tell(b'E', said)
        self.child = start_run(self.request, (output_end, error_end), (output, error, woken, wake, self.connection.fileno()))
        os.close(output_end)
        os.close(error_end)
        self.texts = {output: b'T', error: b'E'}
        self.watch(woken)
        left = self.end_all()
        signal.set_wakeup_fd(-1)
        for text in list(self.texts):
            self.hand_on(text)
        if self.is_heard:
            self.tell(b'X', json.dumps({
                'exit': os.WEXITSTATUS(self.status) if self.status is not None and os.WIFEXITED(self.status) else None,
                'ended': sorted(self.seen), 'left': sorted(left),
                'commands': [command for command in self.seen.values() if command][:MOST_COMMANDS]}).encode())
        if not self.is_heard:
            self.clean_up()

    def tell(self, kind, payload):
        try:
            send(self.connection, kind, payload)
        except OSError:
            self.is_heard = False

    def hand_on(self, descriptor):
        # All that there is, not more: a process of the run that lives on may hold the other end for ever.
        while self.is_heard:
            try:
                text = os.read(descriptor, 65536)
            except BlockingIOError:
                return
            if not text:
                del self.texts[descriptor]
                return
            self.tell(self.texts[descriptor], text)

    def reap(self):
        # Whether there is still a child.
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.child:
                self.status = status

    def watch(self, woken):
        orders = self.connection.fileno()
        while self.is_heard:
            self.reap()
            if self.status is not None:
                return
            ready = select.select([orders, woken, *self.texts], [], [])[0]
            if woken in ready:
                os.read(woken, 4096)
            for descriptor in self.texts.keys() & set(ready):
                self.hand_on(descriptor)
            if orders in ready:
                order = receive(self.connection)
                if order is None:
                    self.is_heard = False
                elif order[0] == b'K':
                    self.is_killed = True
                    return
                elif order[0] == b'I' and self.status is None:
                    self.interrupt()

    def interrupt(self):
        # Each once: a second interrupt would break off the tidying up that the first one began.
        new = descendants() - self.seen.keys()
        self.signal(new, signal.SIGINT)

    def signal(self, processes, number):
        for pid in processes:
            if pid not in self.seen:
                self.seen[pid] = command_of(pid)
            try:
                os.kill(pid, number)
            except OSError:
                pass

    def end_all(self):
        # Who cannot be ended is returned.
        for round in range(0 if self.is_killed else TIDYING_ROUNDS):
            if not self.reap():
                return set()
            # What is just ending anyway is no leftover: it is given a moment.
            if round == 1:
                self.interrupt()
            elif round > 1 and not any(listens(pid) for pid in descendants()):
                break
            time.sleep(BETWEEN_ROUNDS)
        alive = set()
        for _ in range(ROUNDS):
            if not self.reap():
                return set()
            alive = descendants()
            self.signal(alive, signal.SIGKILL)
            time.sleep(BETWEEN_ROUNDS)
        return alive

    def clean_up(self):
        # Whoever wanted the run is gone and cannot do it: extra vars and passwords are in there.
        shutil.rmtree(self.request['folder'], ignore_errors=True)
        modules = os.path.expanduser('~/.ansible/tmp')
        try:
            names = os.listdir(modules)
        except OSError:
            names = []
        for name in names:
            parts = name.split('-')
            if len(parts) == 5 and parts[:2] == ['ansible', 'tmp'] and parts[3].isdigit() and int(parts[3]) in self.seen:
                shutil.rmtree(os.path.join(modules, name), ignore_errors=True)


def keep(address, said):
    # Never returns.
    try:
        os.setsid()
        for descriptor in (1, 2):
            os.dup2(0, descriptor)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(address)
        message = receive(connection)
        if message is not None and message[0] == b'R':
            Keeper(connection, json.loads(message[1])).run(said)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


# --- the server ----------------------------------------------------------------------------------------------------------


def import_plugins():
    # Ansible finds a plugin's module by its path, or else by its name. Under their names these must not be found, as a plugin
    # of the project may have the same one.
    from ansible.plugins import loader as loaders
    before = set(sys.modules)
    for kind in PLUGINS:
        loader = getattr(loaders, kind + '_loader', None)
        if loader is None or not isinstance(getattr(loader, '_module_cache', None), dict):
            continue
        try:
            package = importlib.import_module(loader.package)
        except ImportError:
            continue
        before.add(loader.package)
        for found in pkgutil.iter_modules(package.__path__):
            try:
                module = importlib.import_module('%s.%s' % (loader.package, found.name))
            except Exception:
                # Such as one whose libraries are not installed: Ansible itself says so when it is used.
                continue
            loader._module_cache[module.__file__] = module
    for name in set(sys.modules) - before:
        parent, _, leaf = name.rpartition('.')
        if name.startswith('ansible.plugins.') and not hasattr(sys.modules[name], '__path__'):
            del sys.modules[name]
            if hasattr(sys.modules.get(parent), leaf):
                delattr(sys.modules[parent], leaf)


def import_ansible(program):
    # What is said meanwhile, such as a warning about the configuration, every run is to hear.
    folder = os.path.dirname(os.path.abspath(program))
    if not getattr(sys.flags, 'safe_path', False) and not sys.flags.isolated:
        sys.path[0] = folder
    sys.argv = [program]
    real = [os.dup(1), os.dup(2)]
    heard = os.memfd_create('said')
    try:
        os.dup2(heard, 1)
        os.dup2(heard, 2)
        importlib.import_module('ansible.cli.playbook')
        sys.stdout.flush()
        sys.stderr.flush()
        said = os.pread(heard, 65536, 0)
        for name in NEEDED:
            try:
                importlib.import_module(name)
            except ImportError:
                pass
        import_plugins()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(real[0], 1)
        os.dup2(real[1], 2)
        if sys.exc_info()[0] is not None:
            os.write(2, os.pread(heard, 65536, 0))
        for descriptor in (*real, heard):
            os.close(descriptor)
    return said


def bound_paths():
    # Beside the configuration: what was looked at on the disk while Ansible was imported, and would be looked at again.
    import ansible.release
    import jinja2
    import yaml
    from ansible import constants
    paths = {ansible.release.__file__, jinja2.__file__, yaml.__file__}
    for root in list(getattr(constants, 'COLLECTIONS_PATHS', None) or []) + [path for path in sys.path if path]:
        paths.add(os.path.join(root, 'ansible_collections'))
    return sorted(paths)


def main():
    home = os.path.dirname(os.path.abspath(__file__))
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.close(nothing)
    try:
        control.connect(os.path.join(home, 'control'))
        said = import_ansible(sys.argv[1])
        from ansible.cli.playbook import PlaybookCLI
        from ansible.release import __version__
        if not hasattr(PlaybookCLI, 'cli_executor'):
            raise SystemExit('ansible-core %s is not one that can be kept warm.' % __version__)
        if threading.active_count() > 1:
            raise SystemExit('A plugin has started a thread: this process must not fork.')
        gc.collect()
        gc.freeze()

        # Nobody waits for keepers: how a run ends, they say themselves.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        send(control, b'H', json.dumps({'protocol': PROTOCOL, 'ansible': __version__, 'bound': bound_paths()}).encode())
        while True:
            message = receive(control)
            if message is None:
                break
            if message[0] == b'F' and os.fork() == 0:
                control.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                keep(message[1], said)
        code = 0
    except SystemExit as end:
        code = exit_code_of(end.code)
    except OSError as error:
        code = 0 if error.errno in (errno.ECONNREFUSED, errno.ENOENT, errno.EPIPE) else 1
        if code:
            traceback.print_exc()
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # The program that started it may be gone and cannot do it.
        shutil.rmtree(home, ignore_errors=True)
        os._exit(code)


if __name__ == '__main__':
    main()
