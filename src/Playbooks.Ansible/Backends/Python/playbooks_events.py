# Sends what Ansible does to the program that started it: one compact JSON record a line, over the Unix socket that
# PLAYBOOKS_EVENTS names. The records have the shape of ansible-runner's events, reduced to what a summary needs, and say
# besides what no event of Ansible's says: which counters Ansible itself moved for it ("counted").
from __future__ import annotations

import json
import os
import socket
import threading
import time

from ansible.executor.stats import AggregateStats
from ansible.plugins.callback import CallbackBase
from ansible.release import __version__ as ansible_version
from ansible.utils.display import Display

DOCUMENTATION = '''
    name: playbooks_events
    type: stdout
    short_description: sends compact records to the program that runs Ansible
    description:
      - Sends one JSON record for each result to the Unix socket that PLAYBOOKS_EVENTS names, and prints nothing.
'''

# Longer texts keep their beginning and their end, longer lists their beginning. A record stays far below what is read at once.
LONGEST_TEXT = 8192
LONGEST_LIST = 100
DEEPEST = 6

# What tells a person why a task failed; everything else of a result is left out.
TOLD = ('msg', 'reason', 'censored', 'rc', 'stderr', 'stdout', 'module_stderr', 'module_stdout', 'exception', 'assertion',
        'failed_modules', 'item', '_ansible_item_label', 'failed', 'unreachable', 'changed')

_lock = threading.Lock()
_main = threading.main_thread()
_counted = []


def _watch(name, step):
    # Ansible moves its counters right before it calls back, on the same thread: so what was collected belongs to the next record.
    original = getattr(AggregateStats, name, None)
    if original is None:
        return

    def watched(self, what, host):
        _counted.append((host, what, step))
        return original(self, what, host)

    setattr(AggregateStats, name, watched)


_watch('increment', 1)
_watch('decrement', -1)


def _short(value, depth=0):
    if isinstance(value, str):
        if len(value) <= LONGEST_TEXT:
            return str(value)
        half = LONGEST_TEXT // 2
        return '%s\n[... %d characters ...]\n%s' % (value[:half], len(value) - 2 * half, value[-half:])
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, bytes):
        return _short(value.decode('utf-8', 'replace'), depth)
    if depth == DEEPEST:
        return '...'
    if isinstance(value, dict):
        return {str(key): _short(value[key], depth + 1) for key in list(value)[:LONGEST_LIST]}
    if isinstance(value, (list, tuple, set)):
        return [_short(item, depth + 1) for item in list(value)[:LONGEST_LIST]]
    # An encrypted value, or an object that only Python knows.
    return '<vault>' if getattr(value, 'yaml_tag', None) == '!vault' else _short(str(value), depth + 1)


def _told(result, depth=0):
    told = {key: _short(result[key]) for key in TOLD if key in result}
    items = result.get('results')
    if isinstance(items, list) and depth == 0:
        # Which items failed: the others have nothing to say.
        failed = [item for item in items if isinstance(item, dict) and (item.get('failed') or item.get('unreachable'))]
        told['results'] = [_told(item, 1) for item in failed[:LONGEST_LIST]]
        told['results'] += [{'failed': True}] * (len(failed) - len(told['results']))
    return told


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'playbooks_events'

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        # Nobody's terminal: what Ansible still says, such as warnings, is not to be wrapped.
        Display().columns = 1000000
        self._counter = 0
        self._started = {}
        # Neither modules nor programs that they start are to find the way here.
        target = os.environ.pop('PLAYBOOKS_EVENTS', '')
        self._ident = os.environ.get('PLAYBOOKS_RUN', '')
        self._encode = json.JSONEncoder(ensure_ascii=True, separators=(',', ':'), default=str).encode
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
            # Retries and loop items are called back on another thread, and count nothing.
            if _counted and threading.current_thread() is _main:
                record['counted'] = list(_counted)
                _counted.clear()
            record['event_data'] = data
            try:
                self._out.sendall(self._encode(record).encode('ascii') + b'\n')
            except OSError:
                # Nobody listens any more. Whoever started the run has ended, or ends it.
                self._out = None

    def _result(self, event, result, told=False, **data):
        task = result._task
        full = result._result
        host = result._host.get_name()
        started = self._started.pop((host, task._uuid), None)
        if started is not None:
            data['duration'] = round(time.monotonic() - started, 6)
        if told:
            res = _told(full)
        else:
            res = {'changed': bool(full.get('changed', False))}
        data.update(host=host, task=_short(result.task_name), task_uuid=task._uuid, task_action=task.action, res=res)
        if told:
            data['task_path'] = task.get_path() or ''
        self._send(event, **data)

    def v2_playbook_on_play_start(self, play):
        self._send('playbook_on_play_start', name=play.get_name().strip())

    def _task_start(self, event, task):
        self._send(event, name=_short(task.get_name().strip()), task_uuid=task._uuid, task_action=task.action, task_path=task.get_path() or '')

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._task_start('playbook_on_task_start', task)

    def v2_playbook_on_cleanup_task_start(self, task):
        self._task_start('playbook_on_task_start', task)

    def v2_playbook_on_handler_task_start(self, task):
        self._task_start('playbook_on_handler_task_start', task)

    def v2_runner_on_start(self, host, task):
        self._started[(host.get_name(), task._uuid)] = time.monotonic()

    def v2_playbook_on_include(self, included_file):
        # The counters say for which hosts.
        self._send('playbook_on_include', included_file=str(included_file._filename))

    def v2_playbook_on_no_hosts_matched(self):
        self._send('playbook_on_no_hosts_matched')

    def v2_playbook_on_no_hosts_remaining(self):
        self._send('playbook_on_no_hosts_remaining')

    def v2_runner_on_ok(self, result):
        self._result('runner_on_ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result('runner_on_failed', result, told=True, ignore_errors=bool(ignore_errors))

    def v2_runner_on_unreachable(self, result):
        self._result('runner_on_unreachable', result, told=True, ignore_errors=bool(result._task.ignore_unreachable))

    def v2_runner_on_skipped(self, result):
        self._result('runner_on_skipped', result)

    def v2_playbook_on_stats(self, stats):
        figures = {}
        for name, counts in (('ok', stats.ok), ('changed', stats.changed), ('failures', stats.failures), ('dark', stats.dark),
                             ('skipped', stats.skipped), ('rescued', stats.rescued), ('ignored', stats.ignored), ('processed', stats.processed)):
            figures[name] = dict(counts)
        # The same place as ansible-runner's; what belongs to one host is not for the whole run.
        self._send('playbook_on_stats', artifact_data=_short(stats.custom.get('_run', {})), **figures)
