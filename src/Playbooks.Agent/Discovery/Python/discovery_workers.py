# Reads the files of an Ansible repository with Ansible's own YAML loader and Jinja's own parser, and says what each one uses,
# defines and names. It runs nothing of them, renders no template and decrypts nothing.
#   standard input:  jobs, each "ID KIND PATH" and a zero byte
#   standard output: a JSON object a line for each job, in any order, with its id and its facts: C#'s AnsibleFileFacts
#   arguments:       how many files are read at a time, the largest file in bytes
# Forked workers do the reading. A file on which a worker dies (too much time or memory, a fault in a C library) is reported,
# and costs no other file.
import collections
import json
import os
import resource
import selectors
import signal
import sys

from discovery_ansible import OUTPUT
from discovery_files import read, whole

MAXIMUM_SECONDS = 10
MAXIMUM_MEMORY = 1 << 30
BATCH_JOBS = 32
# No more than a pipe holds, so that nobody waits for anybody to read.
BATCH_BYTES = 32 << 10


def answer(job, maximum_bytes):
    identity, kind, path = job.split(b' ', 2)
    try:
        found = read(kind.decode(), path, maximum_bytes)
    except FileNotFoundError:
        found = {}
    except PermissionError:
        found = whole('The file may not be read by this user.')
    except OSError as error:
        found = whole('The file could not be read (%s).' % type(error).__name__)
    return line(identity, found)


def line(identity, found):
    return b'%s\n' % json.dumps({'id': int(identity), 'facts': found}, separators=(',', ':')).encode()


def work(jobs, results, maximum_bytes):
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rest = b''
    while chunk := os.read(jobs, BATCH_BYTES):
        *whole_ones, rest = (rest + chunk).split(b'\0')
        answers = bytearray()
        for job in whole_ones:
            # Time of the processor: a busy machine takes none of it away.
            signal.setitimer(signal.ITIMER_PROF, MAXIMUM_SECONDS)
            answers += answer(job, maximum_bytes)
        while answers:
            del answers[:os.write(results, answers)]


class Worker:
    """A forked process, with the jobs that it has not answered yet: one batch, which fits into its pipe."""

    def __init__(self, others, maximum_bytes):
        self.open, self.rest = [], b''
        jobs, self.jobs = os.pipe()
        self.results, results = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            # A pipe that is held here too would never be seen to end.
            for descriptor in [0, self.jobs, self.results] + [held for other in others for held in (other.jobs, other.results)]:
                os.close(descriptor)
            try:
                work(jobs, results, maximum_bytes)
            finally:
                os._exit(0)
        os.close(jobs)
        os.close(results)

    def send(self, jobs):
        self.open = jobs
        os.write(self.jobs, b''.join(job + b'\0' for job in jobs))

    def receive(self):
        """The answers that are whole by now; None when it has ended."""
        chunk = os.read(self.results, 1 << 20)
        end = chunk.rfind(b'\n') + 1
        answers, self.rest = self.rest + chunk[:end] if end else b'', chunk[end:] if end else self.rest + chunk
        del self.open[:answers.count(b'\n')]
        return answers if chunk else None

    def end(self):
        os.close(self.jobs)
        os.close(self.results)
        os.waitpid(self.process, 0)


class Dispatcher:
    def __init__(self, parallelism, maximum_bytes):
        self.parallelism, self.maximum_bytes = parallelism, maximum_bytes
        self.waiting, self.suspects, self.workers = collections.deque(), collections.deque(), []
        self.selector = selectors.DefaultSelector()
        self.selector.register(0, selectors.EVENT_READ)
        self.input, self.is_over = b'', False

    def run(self):
        while not self.is_over or self.waiting or self.suspects or any(worker.open for worker in self.workers):
            self.hand_out()
            for key, _ in self.selector.select():
                if key.data is None:
                    self.take_jobs()
                else:
                    self.take_answers(key.data)
        for worker in self.workers:
            worker.end()

    def hand_out(self):
        while self.waiting or self.suspects:
            worker = next((worker for worker in self.workers if not worker.open), None)
            if worker is None:
                if len(self.workers) >= self.parallelism:
                    return
                worker = Worker(self.workers, self.maximum_bytes)
                self.workers.append(worker)
                self.selector.register(worker.results, selectors.EVENT_READ, worker)
            worker.send([self.suspects.popleft()] if self.suspects else self.batch())

    def batch(self):
        jobs, size = [], 0
        while self.waiting and len(jobs) < BATCH_JOBS and size + len(self.waiting[0]) < BATCH_BYTES:
            jobs.append(self.waiting.popleft())
            size += len(jobs[-1]) + 1
        return jobs

    def take_jobs(self):
        chunk = os.read(0, 1 << 20)
        *jobs, self.input = (self.input + chunk).split(b'\0')
        self.waiting.extend(jobs)
        if not chunk:
            self.is_over = True
            self.selector.unregister(0)

    def take_answers(self, worker):
        answers = worker.receive()
        if answers is None:
            self.selector.unregister(worker.results)
            self.workers.remove(worker)
            worker.end()
            if len(worker.open) == 1:
                message = 'The file takes more than %d s or %d MiB to read: split it, or name it in .playbooksignore.'
                answers = line(worker.open[0].split(b' ', 1)[0], whole(message % (MAXIMUM_SECONDS, MAXIMUM_MEMORY >> 20)))
            else:
                # One of them was too much for it: each is tried alone.
                self.suspects.extend(worker.open)
        while answers:
            answers = answers[os.write(OUTPUT, answers):]


Dispatcher(int(sys.argv[1]), int(sys.argv[2])).run()
