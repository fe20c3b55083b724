# An Ansible that is started once and forks for each run. Three kinds of processes:
#
# - the server imports Ansible, then waits on its control socket, and does nothing but fork. It never sees a request.
# - a keeper, forked for each run, takes the request over a socket of that run. It is that run's supervisor, and passes
#   on Ansible's output. It lives on without the server. The file playbooks_supervisor.py of Playbooks.Core is put
#   before this text, in one file.
# - the run itself, which is Ansible.
#
# Usage: FILE PROGRAM MARK, with the control socket "control" beside the file, and a mark by which the host program is
# recognized. Messages are the supervisor's, and these:
#   to the server      F fork a keeper, which connects to this socket
#   from the server    H Ansible is imported (JSON)
#   from a keeper      O Ansible's output    Q its error output
import atexit
import errno
import gc
import importlib
import json
import os
import pkgutil
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback

PROTOCOL = 2

# The modules that nearly every run needs, besides the plugins. A module that this Ansible does not have is left out.
NEEDED = (
    'ansible.executor.playbook_executor', 'ansible.executor.task_executor', 'ansible.executor.task_queue_manager',
    'ansible.executor.module_common', 'ansible.executor.interpreter_discovery', 'ansible.executor.discovery',
    'ansible.playbook.handler_task_include', 'ansible.module_utils.basic', 'ansible.template.native_helpers',
    'jinja2.nativetypes', 'jinja2.ext', 'yaml', 'multiprocessing.popen_fork', 'multiprocessing.synchronize',
    'multiprocessing.queues',
    'encodings.idna', 'zipfile', 'zlib', 'pty', 'logging', 'importlib.resources',
)

# The kinds of Ansible's own plugins that are imported. Ansible loads nearly all of them in each run, if only to inspect
# them.
PLUGINS = ('action', 'become', 'cache', 'callback', 'connection', 'filter', 'fragment', 'inventory', 'lookup',
           'shell', 'strategy', 'test', 'vars')


# --- the run ----------------------------------------------------------------------------------------------------------


def forget_the_server(request):
    # Resets the state that a newly started Ansible would make for itself, and that this one has inherited from the
    # server.
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

    # A folder of this run's own: Ansible keeps modules there by their names alone, and would take those of an older
    # run.
    constants.DEFAULT_LOCAL_TMP = tempfile.mkdtemp(prefix='ansible-local-%s' % os.getpid(), dir=request['local_temp'])

    # The ids of plays and tasks begin with this number.
    ansible_vars.random_int = ('%08x' % random.randint(0, 2 ** 32))[:8]

    display = Display()
    for shown in ('_warns', '_deprecations', '_errors'):
        if isinstance(getattr(display, shown, None), (dict, set)):
            getattr(display, shown).clear()
    display.columns = 1000000
    for handler in logging.root.handlers:
        # A log file that was moved away must not be written to any more: the next line opens the file again.
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
    # Never returns. The server's own exit handlers must not run here: they would remove files that it and other runs
    # still use.
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
    child = os.fork()
    if child != 0:
        return child
    try:
        begin_program()
        # The state of a newly started Python.
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_IGN)
        os.dup2(outputs[0], 1)
        os.dup2(outputs[1], 2)
        for descriptor in (*outputs, *closed):
            os.close(descriptor)
        play(request)
    finally:
        os._exit(255)


# --- the keeper -------------------------------------------------------------------------------------------------------


class Keeper(Supervisor):
    def run(self, start, kept_unless):
        left = super().run(start, kept_unless)
        for descriptor in list(self.outputs):
            self.hand_on(descriptor)
        return left

    def start(self, request, said):
        output, output_end = os.pipe()
        error, error_end = os.pipe()
        for descriptor in (output, error):
            os.set_blocking(descriptor, False)
        self.tell(b'Q', said)
        closed = (output, error, self.woken, self.wake, self.connection.fileno())
        child = start_run(request, (output_end, error_end), closed)
        os.close(output_end)
        os.close(error_end)
        self.outputs = {output: b'O', error: b'Q'}
        return child

    def hand_on(self, descriptor):
        # Reads the available bytes and does not wait for the end: a process of the run that lives on may hold the other
        # end open.
        while self.is_heard:
            try:
                text = os.read(descriptor, 65536)
            except BlockingIOError:
                return
            if not text:
                del self.outputs[descriptor]
                return
            self.tell(self.outputs[descriptor], text)


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
            request = json.loads(message[1])
            traces = Traces(*(os.fsencode(request['traces'][name]) for name in ('in_commands', 'parent', 'names')))
            grace = request['grace']
            keeper = Keeper(
                connection, float('inf') if grace is None else grace, True, False,
                os.fsencode(request['folder']), traces)
            keeper.tell(b'B')
            # Until this message, the run can still go to another backend. From then on, it may have changed a host.
            if receive(connection) == (b'G', b''):
                keeper.guard(lambda: keeper.start(request, said))
            else:
                keeper.remove(os.fsencode(request['folder']))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


# --- the server -------------------------------------------------------------------------------------------------------


def import_plugins():
    # Ansible finds a plugin's module by its path, and otherwise by its name. These modules must not be found by name,
    # as a plugin of the project may have the same one.
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
                # For example, its libraries are not installed. Ansible itself reports that when the plugin is used.
                continue
            loader._module_cache[module.__file__] = module
    for name in set(sys.modules) - before:
        parent, _, leaf = name.rpartition('.')
        if name.startswith('ansible.plugins.') and not hasattr(sys.modules[name], '__path__'):
            del sys.modules[name]
            if hasattr(sys.modules.get(parent), leaf):
                delattr(sys.modules[parent], leaf)


def import_ansible(program):
    # Output during the import, such as a warning about the configuration, is repeated in every run.
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
    # The files and folders, besides the configuration, that the import of Ansible has read and that a new import would
    # read again.
    import ansible.release
    import jinja2
    import yaml
    from ansible import constants
    paths = {ansible.release.__file__, jinja2.__file__, yaml.__file__}
    for root in list(getattr(constants, 'COLLECTIONS_PATHS', None) or []) + [path for path in sys.path if path]:
        paths.add(os.path.join(root, 'ansible_collections'))
    return sorted(paths)


def serve():
    # The state of a Python that was started without "nohup", so that its runs begin in this state.
    reset_signals()
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
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

        # The server does not wait for keepers: they report the end of their runs themselves.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        send(control, b'H', json.dumps({'protocol': PROTOCOL, 'ansible': __version__, 'bound': bound_paths()}).encode())
        while True:
            message = receive(control)
            if message is None:
                break
            if message[0] == b'F' and os.fork() == 0:
                control.close()
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
        # The program that started the server may have ended, so the server removes its folder itself.
        shutil.rmtree(home, ignore_errors=True)
        os._exit(code)


if __name__ == '__main__':
    serve()
