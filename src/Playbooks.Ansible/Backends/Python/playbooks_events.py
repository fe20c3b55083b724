# Sends Ansible's events to the program that started it: one compact JSON record a line, over the Unix socket that
# PLAYBOOKS_EVENTS names. The records have the form of ansible-runner's events, reduced to the needs of a summary.
# Besides, they name the counters that Ansible itself changed for the event ("counted"), which Ansible's own events do
# not.
#
# Tested with ansible-core 2.14.18. Written for 2.12 to 2.19: where these versions differ, the code looks for the
# feature.
from __future__ import annotations

import gc
import json
import operator
import os
import socket
import threading
import time

from ansible.executor.stats import AggregateStats
from ansible.plugins.callback import CallbackBase
from ansible.plugins.loader import action_loader, become_loader, connection_loader, module_loader, shell_loader
from ansible.release import __version__ as ansible_version
from ansible.utils.display import Display

DOCUMENTATION = '''
    name: playbooks_events
    type: stdout
    short_description: sends compact records to the program that runs Ansible
    description:
      - Sends one JSON record for each result to the Unix socket that PLAYBOOKS_EVENTS names.
      - Prints nothing but differences.
'''

# Longer texts keep their beginning and their end, longer lists their beginning, deeper structures their upper levels.
LONGEST_TEXT = 8192
LONGEST_LIST = 100
DEEPEST = 6

# The limit of all texts of one result together, in characters, and the size that every other value counts for.
LONGEST_RESULT = 262144
ONE_VALUE = 16

# Data that the playbook gives to its caller stay whole up to this length. Longer data are shortened like results.
LONGEST_DATA = 4194304

# The printed length of a difference.
LONGEST_DIFF = 65536

# The parts of a result that explain a failure. All other parts are left out.
TOLD = ('msg', 'message', 'reason', 'censored', 'rc', 'stderr', 'stdout', 'module_stderr', 'module_stdout', 'exception',
        'assertion', 'failed_modules', 'item', '_ansible_item_label', 'failed', 'unreachable', 'changed')

VAULT = '<vault>'

_lock = threading.Lock()
_main = threading.main_thread()
_counted = []


def _watch(name, step):
    # Ansible changes its counters right before it calls back, on the same thread. So the collected changes belong to
    # the next record.
    original = getattr(AggregateStats, name, None)
    if original is None:
        return

    def watched(self, what, host):
        _counted.append((host, what, step))
        return original(self, what, host)

    setattr(AggregateStats, name, watched)


_watch('increment', 1)
_watch('decrement', -1)


def _is_vault(value):
    # The class up to 2.18, and the one since. The text of the latter would be the secret.
    return getattr(value, 'yaml_tag', None) == '!vault' or type(value).__name__ == 'EncryptedString'


class _Bounded:
    '''Makes plain and short data of any value, as long as there is room.'''

    def __init__(self):
        self._room = LONGEST_RESULT

    def of(self, value, depth=0):
        if isinstance(value, str):
            return self._text(value)
        self._room -= ONE_VALUE
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, int):
            # Python refuses to write a number of thousands of digits.
            return value if value.bit_length() <= 4096 else '<a number of %d bits>' % value.bit_length()
        if isinstance(value, (bytes, bytearray)):
            # Decode only as many bytes as can be sent.
            return self._text(bytes(value[:4 * LONGEST_TEXT]).decode('utf-8', 'replace'))
        if depth == DEEPEST or self._room <= 0:
            return '...'
        if isinstance(value, dict):
            return {self._text(str(key)): self.of(value[key], depth + 1) for key in self._first(value)}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.of(item, depth + 1) for item in self._first(value)]
        return VAULT if _is_vault(value) else self._text(str(value))

    def _first(self, values):
        for number, value in enumerate(values):
            if number == LONGEST_LIST or self._room <= 0:
                return
            yield value

    def _text(self, value):
        longest = max(0, min(LONGEST_TEXT, self._room))
        length = len(value)
        if length <= longest:
            self._room -= length
            return str(value)
        self._room -= longest
        half = longest // 2
        return '%s\n[... %d characters ...]\n%s' % (value[:half], length - 2 * half, value[length - half:])


def _short(value):
    return _Bounded().of(value)


def _told(result):
    bounded = _Bounded()
    told = {key: bounded.of(result[key]) for key in TOLD if key in result}
    items = result.get('results')
    if isinstance(items, (list, tuple)):
        # Only the failed items: the others do not explain the failure.
        failed = [item for item in items if isinstance(item, dict) and (item.get('failed') or item.get('unreachable'))]
        told['results'] = [
            {key: bounded.of(item[key]) for key in TOLD if key in item} for item in failed[:LONGEST_LIST]]
        told['results'] += [{'failed': True}] * (len(failed) - len(told['results']))
    return told


def _plain(value):
    # Values that JSON cannot express.
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode('utf-8', 'replace')
    return VAULT if _is_vault(value) else str(value)


_encode = json.JSONEncoder(ensure_ascii=True, separators=(',', ':'), default=_plain).encode


def _whole(value):
    try:
        if len(_encode(value)) <= LONGEST_DATA:
            return value
    except (TypeError, ValueError, RecursionError):
        # Keys that are not texts, circles, too many levels.
        pass
    return _short(value)


# From 2.19 on, the parts of a result are public, and the private names will be removed.
_public = operator.attrgetter('host', 'task', 'result')
_private = operator.attrgetter('_host', '_task', '_result')


def _parts(result):
    return (_public if hasattr(type(result), 'result') else _private)(result)


class _Workers:
    '''Looks up a worker's plugins before the worker is forked.

    Ansible forks a worker for every host of every task. Without this class, each worker would search the disk and
    import for itself alone. The class asks Ansible's own loaders, which forget their finds whenever a role brings
    plugins of its own. So the answer is the same as the worker's.
    '''

    def __init__(self):
        self._connections = {}
        self._ready = set()

    def get_ready(self, host, task):
        connection = self._connection_of(host, task)
        if (task._uuid, connection) in self._ready:
            return
        self._ready.add((task._uuid, connection))
        try:
            self._look_up(connection, task)
        except Exception:
            # The worker gets the same error and reports it as a result of its host.
            pass

    def _connection_of(self, host, task):
        name = host.get_name()
        if name not in self._connections:
            said = [holder.vars.get('ansible_connection') for holder in (host, *reversed(host.groups))]
            self._connections[name] = next((one for one in said if isinstance(one, str)), None)
        return self._connections[name] or task.connection

    def _look_up(self, connection, task):
        module_loader.find_plugin_with_context(task.action, collection_list=task.collections)
        if action_loader.get(task.action, class_only=True, collection_list=task.collections) is None:
            action_loader.get('ansible.legacy.normal', class_only=True)
        connection_loader.get('ssh' if connection == 'smart' else connection, class_only=True)
        shell_loader.get('sh', class_only=True)
        if task.become is True:
            become_loader.get(task.become_method or 'sudo', class_only=True)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'playbooks_events'

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        # Nearly all objects of this moment are Ansible's own and stay until the end. Python would search them for
        # garbage again and again, and twice at its end, which takes a sixth of a short run.
        gc.freeze()
        # There is no terminal: Ansible must not wrap its warnings.
        Display().columns = 1000000
        self._counter = 0
        self._started = {}
        self._workers = _Workers()
        # Modules, and programs that they start, must not find this socket.
        target = os.environ.pop('PLAYBOOKS_EVENTS', '')
        self._ident = os.environ.get('PLAYBOOKS_RUN', '')
        self._out = None
        if target:
            self._out = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._out.connect(target)
        self._send('hello', version=1, ansible=ansible_version)

    def _send(self, event, text='', **data):
        with _lock:
            if self._out is None:
                return
            self._counter += 1
            record = {'uuid': str(self._counter), 'counter': self._counter, 'runner_ident': self._ident, 'event': event}
            if text:
                record['stdout'] = text
            # Ansible calls back for retries and loop items on another thread. They change no counters.
            if _counted and threading.current_thread() is _main:
                record['counted'] = list(_counted)
                _counted.clear()
            record['event_data'] = data
            try:
                self._out.sendall(_encode(record).encode('ascii') + b'\n')
            except OSError:
                # The program that started the run has ended, or is ending the run.
                self._out = None

    def _result(self, event, result, told=False, text='', **data):
        host, task, full = _parts(result)
        host = host.get_name()
        if full.get('warnings') or full.get('deprecations'):
            # Warnings of modules: Ansible leaves it to the stdout callback to show them.
            self._handle_warnings(full)
        started = self._started.pop((host, task._uuid), None)
        if started is not None:
            data['duration'] = round(time.monotonic() - started, 6)
        data.update(host=host, task=_short(result.task_name), task_uuid=task._uuid, task_action=task.action)
        if told:
            data.update(res=_told(full), task_path=task.get_path() or '')
        else:
            data['res'] = {'changed': bool(full.get('changed', False))}
        self._send(event, text, **data)

    def v2_playbook_on_play_start(self, play):
        self._send('playbook_on_play_start', name=_short(play.get_name().strip()))

    def _task_start(self, event, task):
        self._send(
            event, name=_short(task.get_name().strip()), task_uuid=task._uuid, task_action=task.action,
            task_path=task.get_path() or '')

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._task_start('playbook_on_task_start', task)

    def v2_playbook_on_cleanup_task_start(self, task):
        self._task_start('playbook_on_task_start', task)

    def v2_playbook_on_handler_task_start(self, task):
        self._task_start('playbook_on_handler_task_start', task)

    def v2_runner_on_start(self, host, task):
        self._workers.get_ready(host, task)
        self._started[(host.get_name(), task._uuid)] = time.monotonic()

    def v2_playbook_on_include(self, included_file):
        # The hosts are in the same place as in ansible-runner's events.
        name = str(included_file._filename)
        hosts = ', '.join([host.get_name() for host in included_file._hosts])
        self._send('playbook_on_include', 'included: %s for %s' % (name, hosts), included_file=name)

    def v2_playbook_on_no_hosts_matched(self):
        self._send('playbook_on_no_hosts_matched')

    def v2_playbook_on_no_hosts_remaining(self):
        self._send('playbook_on_no_hosts_remaining')

    def v2_runner_on_ok(self, result):
        self._result('runner_on_ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result('runner_on_failed', result, told=True, ignore_errors=bool(ignore_errors))

    def v2_runner_on_unreachable(self, result):
        # The text, too, is in the same place as in ansible-runner's events.
        ignored = bool(_parts(result)[1].ignore_unreachable)
        self._result(
            'runner_on_unreachable', result, told=True, text='...ignoring' if ignored else '', ignore_errors=ignored)

    def v2_runner_on_skipped(self, result):
        self._result('runner_on_skipped', result)

    def v2_on_file_diff(self, result):
        # For the kept text, at the same time and in the same form as Ansible's own callback prints it.
        full = _parts(result)[2]
        parts = full.get('results') if _parts(result)[1].loop and 'results' in full else [full]
        for part in parts:
            if isinstance(part, dict) and part.get('diff') and part.get('changed', False):
                text = self._get_diff(part['diff'])
                if text:
                    if len(text) > LONGEST_DIFF:
                        text = text[:LONGEST_DIFF] + '\n[... %d characters ...]' % (len(text) - LONGEST_DIFF)
                    self._display.display(text)

    def v2_playbook_on_stats(self, stats):
        figures = {}
        for name, counts in (('ok', stats.ok), ('changed', stats.changed), ('failures', stats.failures),
                             ('dark', stats.dark), ('skipped', stats.skipped), ('rescued', stats.rescued),
                             ('ignored', stats.ignored), ('processed', stats.processed)):
            figures[name] = dict(counts)
        # The same place as in ansible-runner's events. Statistics of one host are left out.
        self._send('playbook_on_stats', artifact_data=_whole(stats.custom.get('_run', {})), **figures)
