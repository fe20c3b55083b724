# Waits beside the program that runs Ansible, and ends what is left of its runs when that program was killed. It hears of each
# run through its standard input: records of words parted by tabs, each ended by a zero byte,
#   run FOLDER        a run begins; its private folder
#   mark ID FOLDER    its processes carry PLAYBOOKS_RUN=ID in their environment
#   supervised ID FOLDER
#                     the same, and the first of them would kill the others, which are in other sessions, when it is interrupted
#   end FOLDER        nothing is left of it
# When the input ends, the program has. Only what every Python 3 has is used.
import os
import re
import signal
import time

ASKED_SECONDS = 2
QUIET_SECONDS = 0.3
LONGEST_SECONDS = 20
MODULE_FOLDER = re.compile(rb'/[^\s\'"=]*/ansible-tmp-[0-9]+(?:\.[0-9]+)?-[0-9]+-[0-9]+(?=[/\s\'"]|$)')


def read(process, name):
    try:
        with open('/proc/%d/%s' % (process, name), 'rb') as file:
            return file.read()
    except OSError:
        return b''


def look_up(process):
    # The second field is the program's name in parentheses and may hold anything: what follows the last one counts.
    fields = read(process, 'stat').rpartition(b')')[2].split()
    if len(fields) < 20 or fields[0] in (b'Z', b'X'):
        return None
    return int(fields[1]), int(fields[3]), int(fields[19])


def listens(process):
    # Whether it does something of its own about an interrupt: it is caught, or blocked to be waited for.
    masks = re.findall(rb'^Sig(?:Cgt|Blk):\s*([0-9a-f]+)', read(process, 'status'), re.MULTILINE)
    return any(int(mask, 16) >> signal.SIGINT - 1 & 1 for mask in masks)


class Run:
    def __init__(self, folder):
        self.folder = folder
        self.marks = set()
        self.supervised = False
        self.members = {}
        self.sessions = set()
        self.ids = set()
        self.modules = set()

    def belongs(self, process, entry, table):
        parent, session, start = entry
        if self.members.get(process) == start or session in self.sessions:
            return True
        if parent in table and self.members.get(parent) == table[parent][2]:
            return True
        if read(process, 'cmdline').startswith(b'ssh: ' + self.folder + b'/'):
            return True
        environment = read(process, 'environ').split(b'\0')
        return any(mark in environment for mark in self.marks)

    def alive(self, table, own_session):
        found = {}
        before = -1
        while before != len(found):
            before = len(found)
            for process, entry in table.items():
                if process not in found and self.belongs(process, entry, table):
                    found[process] = entry
                    self.members[process] = entry[2]
                    if entry[1] == process and process != own_session:
                        self.sessions.add(process)
        for process in found:
            self.ids.add(process)
            self.modules.update(MODULE_FOLDER.findall(read(process, 'cmdline').replace(b'\0', b' ')))
        return list(found)

    def spared(self, alive, table):
        # Whom not to ask yet: the first one's session, as long as there are others.
        if not self.supervised or not alive:
            return set()
        session = table[min(alive, key=lambda process: table[process][2])][1]
        first = {process for process in alive if table[process][1] == session}
        return first if len(first) < len(alive) else set()

    def remove_files(self):
        import shutil
        usual = os.path.join(os.path.expanduser('~').encode(), b'.ansible/tmp')
        try:
            for name in os.listdir(usual):
                parts = name.split(b'-')
                if len(parts) == 5 and parts[1] == b'tmp' and parts[3].isdigit() and int(parts[3]) in self.ids:
                    made = os.path.join(usual, name)
                    if os.stat(made).st_mtime >= os.stat(self.folder).st_mtime - LONGEST_SECONDS:
                        self.modules.add(made)
        except OSError:
            pass
        for folder in self.modules | {self.folder}:
            shutil.rmtree(folder, ignore_errors=True)


def hear(runs, record):
    word, _, rest = record.partition(b'\t')
    if word == b'run':
        runs[rest] = Run(rest)
    elif word in (b'mark', b'supervised'):
        mark, _, folder = rest.partition(b'\t')
        if folder in runs:
            runs[folder].marks.add(b'PLAYBOOKS_RUN=' + mark)
            runs[folder].supervised = word == b'supervised'
    elif word == b'end':
        runs.pop(rest, None)


def send(processes, number):
    for process in processes:
        try:
            os.kill(process, number)
        except OSError:
            pass


def end(runs):
    own = os.getpid()
    own_session = os.getsid(0)
    oldest = look_up(own)[2]
    began = quiet_since = time.monotonic()
    asked = set()
    while time.monotonic() - began < LONGEST_SECONDS and time.monotonic() - quiet_since < QUIET_SECONDS:
        table = {}
        for name in os.listdir('/proc'):
            entry = look_up(int(name)) if name.isdigit() and int(name) != own else None
            # Every run began after its guard.
            if entry and entry[2] >= oldest:
                table[int(name)] = entry
        alive = set()
        spared = set()
        for run in runs:
            found = run.alive(table, own_session)
            alive.update(found)
            spared |= run.spared(found, table)
        if alive:
            quiet_since = time.monotonic()
            # Those who are interrupted tidy up after themselves, on a busy machine after a while. Who does not listen is ended.
            is_late = time.monotonic() - began > ASKED_SECONDS
            send([process for process in alive if is_late or process in asked and not listens(process)], signal.SIGKILL)
            just_asked = alive - asked - spared
            send(just_asked, signal.SIGINT)
            asked |= just_asked
        time.sleep(0.03)
    for run in runs:
        run.remove_files()


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.closerange(3, 4096)
    runs = {}
    heard = b''
    while True:
        part = os.read(0, 65536)
        if not part:
            break
        *records, heard = (heard + part).split(b'\0')
        for record in records:
            hear(runs, record)
    if runs:
        end(list(runs.values()))


main()
