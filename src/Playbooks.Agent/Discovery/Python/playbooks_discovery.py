# Reads the files of an Ansible repository with Ansible's own YAML loader and Jinja's own parser, and says what each one uses,
# defines and names. It runs nothing of them, renders no template and decrypts nothing.
#   standard input:  jobs, each "ID KIND PATH" and a zero byte
#   standard output: a JSON object a line for each job, in any order, with its id and its facts: C#'s AnsibleFileFacts
#   arguments:       how many files are read at a time, the largest file in bytes
# Forked workers do the reading. A file on which a worker dies (too much time or memory, a fault in a C library) is reported,
# and costs no other file.
import collections
import functools
import hashlib
import json
import os
import re
import resource
import selectors
import shlex
import signal
import stat
import sys
import tempfile

# What Ansible's modules print while they are imported is not an answer.
OUTPUT = os.dup(1)
os.dup2(2, 1)

# Without it Ansible cannot decrypt anything, and is imported in half the time.
sys.modules['cryptography'] = None
make_folder = tempfile.mkdtemp
# Ansible makes itself a folder as soon as it is imported. Nothing here needs one.
tempfile.mkdtemp = lambda *_, **__: '/nonexistent'

import jinja2
from ansible.errors import AnsibleError
from ansible.parsing.splitter import parse_kv
from ansible.parsing.yaml.loader import AnsibleLoader
from jinja2 import meta, nodes
from yaml import MarkedYAMLError, YAMLError
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

tempfile.mkdtemp = make_folder

# Far more than any file of a person's has.
MAXIMUM_DEPTH = 100
MAXIMUM_NODES = 300_000
MAXIMUM_ALIASED_NODES = 20_000
MAXIMUM_SECONDS = 10
MAXIMUM_MEMORY = 1 << 30
SNIFFED_BYTES = 4096
BATCH_JOBS = 32
# No more than a pipe holds, so that nobody waits for anybody to read.
BATCH_BYTES = 32 << 10

STR = 'tag:yaml.org,2002:str'
MERGE = 'tag:yaml.org,2002:merge'
PLAIN = {STR, 'tag:yaml.org,2002:null', 'tag:yaml.org,2002:bool'}
COLLECTIONS = {'tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq'}
ALIAS = re.compile(r'[&*][^\s,\[\]{}]+')
TEMPLATE = re.compile(r'\{\{.*?\}\}', re.DOTALL)

# What Ansible gives to every template, and Jinja to blocks, macros and loops.
MAGIC = frozenset('''
    inventory_hostname inventory_hostname_short inventory_dir inventory_file hostvars groups group_names play_hosts playbook_dir
    role_name role_names role_path omit vars environment item undefined discovered_interpreter_python module_setup gather_subset
    template_host template_path template_fullpath template_destpath template_run_date template_uid
    loop self super caller varargs kwargs lookup query q now undef range dict namespace lipsum cycler joiner
'''.split())
MAGIC_PREFIXES = ('ansible_', 'facter_', 'ohai_')
IMPORTS = ('import_playbook', 'ansible.builtin.import_playbook', 'ansible.legacy.import_playbook')
SHORTENED = ('ansible.builtin.', 'ansible.legacy.', 'ansible.windows.')

# Comments that are written for editors, linters and lawyers.
MODES = ('vim:', 'vi:', 'ex:', '-*-', 'code:', 'ansible-lint', 'yamllint', 'noqa', 'yaml-language-server:', 'spdx-', '{{', 'prettier-ignore')
SEPARATORS = '-=*~_+#/ \t.'
DIRECTIVE = 'playbooks:'
LONGEST_DESCRIPTION = 1000

# The variable that a module's facts become.
FACTS = {'service_facts': 'services', 'package_facts': 'packages'}


class Fault(Exception):
    def __init__(self, line, message):
        super().__init__(message)
        self.line = line
        self.message = message


class Unsafe(str):
    """A text in which Ansible looks for no templates."""


# YAML

class BoundedLoader(AnsibleLoader):
    """Counts while the nodes are made: what is nested too deep would otherwise overrun the stack of the C library."""

    depth = 0

    def descend_resolver(self, parent, index):
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH + 1:
            raise too_deep(parent)

    def ascend_resolver(self):
        self.depth -= 1


def too_deep(node):
    return Fault(line_of(node), 'The YAML is nested more than %d levels deep.' % MAXIMUM_DEPTH)


def line_of(node):
    return node.start_mark.line + 1


class Tree:
    """Turns nodes into texts, lists and dicts as Ansible would, but leaves every scalar the text that it is."""

    def __init__(self, loader, text):
        self.loader = loader
        self.text = text
        self.known = {}
        self.nodes = self.aliased = self.deepest = 0

    def value(self, node, depth=0):
        if type(node) is ScalarNode:
            self.nodes += 1
            return node.value if node.tag in PLAIN else self.special(node)
        if id(node) in self.known:
            return self.again(node, depth)
        before, deepest_before = self.nodes, self.deepest
        self.nodes += 1
        self.deepest = depth
        self.known[id(node)] = None
        value = self.sequence(node, depth) if type(node) is SequenceNode else self.mapping(node, depth)
        if node.tag not in COLLECTIONS:
            self.loader.construct_object(node, deep=True)
            value = unsafe(value) if node.tag == '!unsafe' else value
        if self.nodes > MAXIMUM_NODES:
            raise Fault(line_of(node), 'The file holds more than %d values.' % MAXIMUM_NODES)
        self.known[id(node)] = value, self.nodes - before, self.deepest - depth
        self.deepest = max(self.deepest, deepest_before)
        return value

    def again(self, node, depth):
        if self.known[id(node)] is None:
            raise Fault(line_of(node), "An alias of '%s' stands within it." % alias_at(self.text, node.start_mark))
        value, size, height = self.known[id(node)]
        self.nodes += size
        self.count_aliased(size, node)
        self.deepest = max(self.deepest, depth + height)
        if self.deepest > MAXIMUM_DEPTH:
            raise too_deep(node)
        return value

    # As if written out, so that a bomb of aliases of aliases meets the bound at its first levels.
    def count_aliased(self, size, node):
        self.aliased += size
        if self.aliased > MAXIMUM_ALIASED_NODES:
            raise Fault(line_of(node), 'Aliases here stand for more than %d values.' % MAXIMUM_ALIASED_NODES)

    def special(self, node):
        try:
            self.loader.construct_object(node, deep=True)
        except (ValueError, TypeError, OverflowError) as error:
            # Such as a date that there is not: Ansible fails with it too. The error's message may hold the value.
            raise Fault(line_of(node), 'YAML syntax: Ansible cannot make a value of this (%s).' % type(error).__name__)
        if node.tag in ('!vault', '!vault-encrypted'):
            return None
        return Unsafe(node.value) if node.tag == '!unsafe' else node.value

    def sequence(self, node, depth):
        return [self.value(item, depth + 1) for item in node.value]

    def mapping(self, node, depth):
        own, merged = {}, {}
        for key, value in node.value:
            if type(key) is not ScalarNode:
                raise ConstructorError(
                    None, None, 'a list or a map cannot be a key: a value that begins with a template needs quotes', key.start_mark)
            if key.tag == MERGE:
                self.merge(value, merged, depth)
            else:
                self.nodes += 1
                name = key.value if key.tag in PLAIN else self.special(key)
                own[name] = self.value(value, depth + 1)
        return {**merged, **own} if merged else own

    def merge(self, node, merged, depth):
        # Of several, the first counts.
        for part in reversed(node.value) if type(node) is SequenceNode else [node]:
            if type(part) is not MappingNode:
                raise ConstructorError(None, None, 'expected a map, or a list of maps, for merging', part.start_mark)
            entries = self.value(part, depth + 1)
            # Merges of merges would grow without being seen as aliases any more.
            self.count_aliased(len(entries), node)
            merged.update(entries)


def unsafe(value):
    if isinstance(value, str):
        return Unsafe(value)
    if isinstance(value, list):
        return [unsafe(item) for item in value]
    return {key: unsafe(item) for key, item in value.items()} if isinstance(value, dict) else value


def alias_at(text, mark):
    found = ALIAS.match(text.split('\n')[mark.line], mark.column)
    return '*' + found.group()[1:] if found else 'it'


def fault_of(error, text):
    if isinstance(error, Fault):
        return error
    if isinstance(error, MarkedYAMLError) and error.problem_mark:
        problem = error.problem
        if 'undefined alias' in problem:
            problem = "'%s' refers to nothing above it" % alias_at(text, error.problem_mark)
        context = ' ' + error.context if error.context and not isinstance(error, ConstructorError) else ''
        return Fault(error.problem_mark.line + 1, 'YAML syntax: %s%s.' % (problem, context))
    if isinstance(error, YAMLError):
        position = getattr(error, 'position', 0)
        line = text.encode()[:position].count(b'\n') + 1
        return Fault(line, 'YAML syntax: %s.' % (getattr(error, 'reason', None) or 'the text could not be read'))
    return Fault(1, 'The YAML is nested more than %d levels deep.' % MAXIMUM_DEPTH)


def load(text):
    """The value of a text in YAML; None when Ansible could not load it either."""
    loader = BoundedLoader(text)
    try:
        root = loader.get_single_node()
        return Tree(loader, text).value(root) if root else None
    except (YAMLError, Fault, RecursionError):
        return None


# Jinja

Names = collections.namedtuple('Names', 'uses defined undefined defaulted includes')
NO_NAMES = Names(frozenset(), frozenset(), frozenset(), frozenset(), ())

# The extensions that Ansible's configuration can add, so that their statements are no faults.
JINJA = jinja2.Environment(extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'], cache_size=0)


class Reader:
    """Gathers the names of one template. A name that is tested or has a default counts as guarded in its whole expression."""

    def __init__(self):
        self.uses, self.defined, self.undefined, self.defaulted = set(), set(), set(), set()
        self.includes = []
        self.has_scopes = False

    def body(self, items, guards):
        for item in items:
            self.statement(item, guards)

    def statement(self, node, guards):
        if isinstance(node, nodes.Expr):
            self.expression(node, guards)
        elif isinstance(node, nodes.Output):
            for item in node.nodes:
                if type(item) is not nodes.TemplateData:
                    self.expression(item, guards)
        elif isinstance(node, nodes.If):
            inner = guards | self.expression(node.test, guards)
            for item in node.elif_:
                inner |= self.expression(item.test, guards)
            self.body(node.body, inner)
            for item in node.elif_:
                self.body(item.body, inner)
            self.body(node.else_, inner)
        else:
            self.has_scopes = True
            template = getattr(node, 'template', None)
            if isinstance(template, nodes.Const) and isinstance(template.value, str):
                self.includes.append(template.value)
            for child in node.iter_child_nodes():
                self.statement(child, guards)

    def expression(self, node, guards):
        uses, tested = set(), set()
        self.walk(node, uses, tested)
        self.uses |= uses - tested - guards
        return tested

    def walk(self, node, uses, tested, negated=False):
        kind = type(node)
        if kind is nodes.Name:
            if node.ctx == 'load':
                uses.add(node.name)
        elif kind is nodes.Test and short(node.name) in ('defined', 'undefined'):
            asked = self.undefined if negated != (short(node.name) == 'undefined') else self.defined
            self.subject(node.node, asked, uses, tested)
        elif kind is nodes.Filter and short(node.name) in ('default', 'd') and node.node is not None:
            self.subject(node.node, self.defaulted, uses, tested)
            for argument in node.args + node.kwargs:
                self.walk(argument, uses, tested)
        elif kind is nodes.Not:
            self.walk(node.node, uses, tested, not negated)
        else:
            # A name that is called is a function of Ansible's, or a macro.
            skipped = node.node if kind is nodes.Call and type(node.node) is nodes.Name else None
            for child in node.iter_child_nodes():
                if child is not skipped:
                    self.walk(child, uses, tested)

    def subject(self, node, asked, uses, tested):
        outer = None
        while type(node) in (nodes.Getattr, nodes.Getitem, nodes.Call):
            outer, node = node, node.node
            for child in outer.iter_child_nodes():
                if child is not node:
                    self.walk(child, uses, tested)
        if type(node) is not nodes.Name:
            self.walk(node, uses, tested)
        elif type(outer) is not nodes.Call:
            asked.add(node.name)
            tested.add(node.name)


@functools.lru_cache(maxsize=100_000)
def template_names(text):
    """What a text with templates speaks of; nothing where Jinja cannot parse it, since Ansible cannot either."""
    if '{{' not in text and '{%' not in text:
        return NO_NAMES
    try:
        template = JINJA.parse(text)
        reader = Reader()
        reader.body(template.body, frozenset())
        # Only Jinja knows what its loops, assignments, macros and imports define, and where.
        foreign = meta.find_undeclared_variables(template) if reader.has_scopes else None
    except (jinja2.TemplateError, RecursionError):
        return NO_NAMES
    found = [
        frozenset(name for name in names if not is_magic(name) and (foreign is None or name in foreign))
        for names in (reader.uses, reader.defined, reader.undefined, reader.defaulted)
    ]
    return Names(*found, tuple(reader.includes))


def is_magic(name):
    return name in MAGIC or name.startswith(MAGIC_PREFIXES)


def has_template(text):
    return '{{' in text or '{%' in text


def names_of(value):
    """The names that the templates in a value need, at any depth, keys and all."""
    if type(value) is str:
        return template_names(value).uses if '{' in value else NO_NAMES.uses
    found = set()
    if isinstance(value, list):
        for item in value:
            found |= names_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            found |= names_of(key)
            found |= names_of(item)
    return found


def condition_names(value):
    """What bare expressions speak of: one, or a list of them."""
    found = [template_names(text if has_template(text) else '{{ %s }}' % text) for text in texts(value)]
    if len(found) == 1:
        return found[0]
    return Names(*(frozenset().union(*(names[i] for names in found)) for i in range(4)), ()) if found else NO_NAMES


def guarded(names):
    """Those that a condition takes care of: whatever it guards is not reached without them."""
    return names.defined | names.undefined | names.defaulted


# Facts

def texts(value):
    """A text, or the texts of a list and its lists."""
    if isinstance(value, str):
        return [value]
    return [text for item in value for text in texts(item)] if isinstance(value, list) else []


def text_of(value):
    return value if isinstance(value, str) else None


def maps(value):
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def entries(value):
    return value.items() if isinstance(value, dict) else ()


def short(name):
    for prefix in SHORTENED:
        if name.startswith(prefix):
            return name[len(prefix):]
    return name


def stars(name):
    """A name with a star in the place of each template."""
    return TEMPLATE.sub('*', name) if has_template(name) else name


def literal(name):
    return name.strip() if isinstance(name, str) and name.strip() and not has_template(name) else None


def arguments(value):
    """The arguments of a module, whether as a map or in one line; what stands alone in it is under _raw_params."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, str):
        return {}
    try:
        return parse_kv(value)
    except AnsibleError:
        # An unbalanced quote, with which Ansible fails as well.
        return {}


class Facts:
    """What one file says, or one handler of it."""

    def __init__(self, roles=None):
        self.uses, self.tags, self.notifies = set(), set(), set()
        self.definitions, self.prompts, self.options, self.plays, self.handlers = [], [], [], [], []
        self.references = {}
        self.roles = roles if roles is not None else []

    def record(self):
        record = {
            'uses': sorted(self.uses),
            'definitions': self.definitions,
            'prompts': self.prompts,
            'options': self.options,
            'tags': sorted(self.tags),
            'plays': self.plays,
            'references': list(self.references.values()),
            'notifies': sorted(self.notifies),
            'handlers': self.handlers,
        }
        return {name: value for name, value in record.items() if value}

    def define(self, name, value=None, guards=frozenset()):
        if isinstance(name, str) and name.isidentifier():
            self.definitions.append({'name': name, 'uses': sorted(names_of(value) - guards)})

    def define_all(self, value, guards=frozenset()):
        for name, item in entries(value):
            self.define(name, item, guards)

    def use(self, value, guards):
        self.uses |= names_of(value) - guards

    def tag(self, value):
        for text in texts(value):
            self.tags.update(tag.strip() for tag in text.split(',') if tag.strip() and '{' not in tag and '}' not in tag)

    def refer(self, kind, name, **more):
        if name:
            reference = {'kind': kind, 'name': name, **{key: value for key, value in more.items() if value}}
            self.references[json.dumps(reference)] = reference

    def refer_to_vars(self, name):
        # Where a template stands in the name, all that could be meant.
        if isinstance(name, str) and name.strip():
            self.refer('vars', stars(name.strip()))

    # Plays

    def play(self, play):
        if any(play.get(key) is not None for key in IMPORTS):
            self.imported_play(play)
            return
        self.roles = []
        for key, value in play.items():
            if key in ('tasks', 'pre_tasks', 'post_tasks'):
                self.tasks(value)
            elif key == 'handlers':
                self.handler_list(value)
            elif key == 'tags':
                self.tag(value)
            elif key == 'vars':
                # A list of maps is an old form.
                for item in value if isinstance(value, list) else [value]:
                    self.define_all(item)
            elif key == 'vars_files':
                self.use(value, frozenset())
                for name in texts(value):
                    self.refer_to_vars(name)
            elif key == 'vars_prompt':
                self.play_prompts(value)
            elif key == 'roles':
                for item in value if isinstance(value, list) else [value]:
                    self.role_entry(item)
            elif key != 'name':
                self.use(value, frozenset())
        hosts = []
        for text in texts(play.get('hosts')):
            # A comma parts patterns, but not within a template.
            hosts += [text.strip()] if has_template(text) else [part.strip() for part in text.split(',') if part.strip()]
        self.plays.append({'hosts': hosts, 'roles': self.roles})

    def imported_play(self, play):
        name = next((play[key] for key in IMPORTS if isinstance(play.get(key), str)), '')
        self.tag(play.get('tags'))
        self.define_all(play.get('vars'))
        when = condition_names(play.get('when'))
        self.uses |= when.uses - guarded(when)
        self.use(name, frozenset())
        if name.strip():
            self.plays.append({'imported_playbook': literal(arguments(name).get('_raw_params'))})

    def play_prompts(self, value):
        for prompt in maps(value):
            name = text_of(prompt.get('name'))
            self.define(name)
            if name and name.isidentifier() and prompt.get('default') is None:
                self.prompts.append(name)

    def role_entry(self, item):
        name = item
        if isinstance(item, dict):
            name = item.get('role') or item.get('name')
            when = condition_names(item.get('when'))
            guards = guarded(when)
            self.uses |= when.uses - guards
            for key, value in item.items():
                if key == 'tags':
                    self.tag(value)
                elif key == 'vars':
                    self.define_all(value, guards)
                elif key not in ('role', 'name', 'when', 'src', 'version', 'scm'):
                    # Whatever else stands there is a variable of the role's.
                    self.define(key, value, guards)
        name = literal(name)
        if name:
            self.refer('role', name)
            self.roles.append(name)

    # Tasks

    def tasks(self, value, guards=frozenset()):
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                self.task(item, guards)
            else:
                # Lists in lists, as anchors make them.
                self.tasks(item, guards)

    def task(self, task, outer):
        when = condition_names(task.get('when'))
        guards = outer | guarded(when)
        self.uses |= when.uses - guards
        for key, value in task.items():
            if key in ('name', 'when', 'listen'):
                # A name that cannot be templated is shown as it stands.
                pass
            elif key in ('block', 'rescue', 'always'):
                self.tasks(value, guards)
            elif key == 'tags':
                self.tag(value)
                self.use(value, guards)
            elif key == 'vars':
                self.define_all(value, guards)
            elif key == 'register':
                self.define(value)
            elif key == 'notify':
                self.use(value, guards)
                self.notifies.update(stars(text) for text in texts(value))
            elif key == 'loop_control':
                self.loop_control(value, guards)
            elif key in ('until', 'changed_when', 'failed_when'):
                self.uses |= condition_names(value).uses - guards
            elif key in ('loop', 'with_items', 'with_dict'):
                # Old ones name the list without braces.
                is_bare = isinstance(value, str) and value.isidentifier()
                self.uses |= (condition_names(value).uses if is_bare else names_of(value)) - guards
            elif key in ('action', 'local_action'):
                # The module stands in front of its arguments, or among them.
                name, rest = (value.get('module'), value) if isinstance(value, dict) else (text_of(value) or '').partition(' ')[::2]
                self.module(text_of(name) or '', rest, task, when, outer, guards)
            else:
                self.module(key, value, task, when, outer, guards)

    def loop_control(self, value, guards):
        if isinstance(value, dict):
            self.define(value.get('loop_var'))
            self.define(value.get('index_var'))
            self.uses |= condition_names(value.get('break_when')).uses - guards

    def handler_list(self, value, guards=frozenset()):
        for item in value if isinstance(value, list) else ():
            if isinstance(item, list):
                self.handler_list(item, guards)
            elif isinstance(item, dict):
                self.handler(item, guards)

    def handler(self, task, guards):
        inner = guards | guarded(condition_names(task.get('when')))
        for key, value in task.items():
            if key in ('block', 'rescue', 'always'):
                self.handler_list(value, inner)
            elif short(key) == 'import_tasks':
                # What is imported takes its place: handlers, each with a name of its own.
                self.refer('handlers', file_of(value))
        names = texts(task.get('name')) + texts(task.get('listen'))
        if names:
            facts = Facts()
            facts.task(task, guards)
            self.handlers.append({'names': [stars(name) for name in names], 'facts': facts.record()})

    def module(self, key, value, task, when, outer, guards):
        name = short(key)
        if name == 'debug':
            # Shows a variable without a value as such.
            value = without(value, 'var')
        elif name == 'assert' and isinstance(value, dict):
            # To assert that it is defined is to require it.
            that = condition_names(value.get('that'))
            self.uses |= (that.uses | that.defined) - guards
            value = without(value, 'that')
        elif name == 'fail':
            # Whoever fails without it requires it.
            self.uses |= when.undefined - outer
        elif name in ('set_fact', 'add_host'):
            for argument in {**arguments(value), **arguments(task.get('args'))}:
                self.define(argument)
        elif name in FACTS:
            self.define(FACTS[name])
        elif name == 'getent':
            database = arguments(value).get('database') or arguments(task.get('args')).get('database')
            self.define('getent_%s' % database)
        elif name == 'include_vars':
            self.included_vars(value)
        elif name in ('include_tasks', 'import_tasks', 'include'):
            self.refer('tasks', file_of(value))
            self.applied_tags(value)
        elif name in ('include_role', 'import_role'):
            self.included_role(value)
        elif name in ('template', 'win_template'):
            self.refer('template', literal(arguments(value).get('src')))
        self.use(value, guards)

    def included_vars(self, value):
        given = arguments(value)
        self.define(given.get('name'))
        self.refer_to_vars(given.get('file') or given.get('_raw_params'))
        folder = given.get('dir')
        if isinstance(folder, str):
            self.refer_to_vars(folder.rstrip('/') + '/*')

    def included_role(self, value):
        given = arguments(value)
        name = literal(given.get('name') or given.get('role'))
        if name:
            self.roles.append(name)
            self.refer('role', name, **{key: literal(given.get(key)) for key in ('tasks_from', 'vars_from', 'defaults_from', 'handlers_from')})
        self.applied_tags(value)

    def applied_tags(self, value):
        apply = value.get('apply') if isinstance(value, dict) else None
        self.tag(apply.get('tags') if isinstance(apply, dict) else None)

    # Other files

    def argument_specs(self, root):
        specs = root.get('argument_specs') or root.get('argument_spec')
        for entry_point, spec in entries(specs):
            for name, option in entries(spec.get('options') if isinstance(spec, dict) else None):
                details = option if isinstance(option, dict) else {}
                required = (text_of(details.get('required')) or '').lower() in ('true', 'yes', 'on', '1')
                self.options.append({
                    'entry_point': entry_point,
                    'name': name,
                    'type': text_of(details.get('type')),
                    'is_required': required and details.get('default') is None and not is_magic(name),
                })

    def groups(self, value):
        for _, group in entries(value):
            if isinstance(group, dict):
                self.define_all(group.get('vars'))
                for _, variables in entries(group.get('hosts')):
                    self.define_all(variables)
                self.groups(group.get('children'))

    def ini(self, text):
        is_vars = False
        for line in text.splitlines():
            line = line.strip()
            if not line or line[0] in '#;':
                continue
            if line[0] == '[':
                is_vars = line.endswith(':vars]')
            elif is_vars:
                self.define(line.partition('=')[0].strip() if '=' in line else None)
            else:
                try:
                    words = shlex.split(line, comments=True)
                except ValueError:
                    # An unbalanced quote, with which Ansible leaves the inventory out.
                    continue
                for word in words:
                    self.define(word.partition('=')[0] if '=' in word else None)


def without(value, name):
    return {key: item for key, item in value.items() if key != name} if isinstance(value, dict) else value


def file_of(value):
    given = arguments(value)
    return literal(given.get('file') or given.get('_raw_params'))


# Files

def may_be_list(content):
    """Whether the first character that counts may begin a list: what is plainly something else is not an Ansible playbook."""
    for line in content.removeprefix(b'\xef\xbb\xbf').split(b'\n'):
        line = line.strip(b' \t\r')
        if line and line[:1] not in (b'#', b'%') and line != b'---':
            return not line[:1].isalnum() and line[:1] not in (b'{', b'"', b"'", b'$')
    return False


def looks_like_play(item):
    return isinstance(item, dict) and (is_play(item) or isinstance(item.get('tasks'), list))


def is_play(item):
    return item.get('hosts') is not None or any(item.get(key) is not None for key in IMPORTS)


def raw(node):
    """The keys of a map's node, and whether each has a list: as much as can be said of one that Ansible would refuse."""
    return {key.value: [] if type(value) is SequenceNode else '' for key, value in node.value if type(key) is ScalarNode}


def candidate(text, content):
    """Tells whether a text is an Ansible playbook, and reads it if so."""
    loader = BoundedLoader(text)
    root = second = None
    try:
        try:
            root = loader.get_single_node()
        except ComposerError as error:
            if 'another document' not in error.problem:
                raise
            second = Fault(error.problem_mark.line + 1, 'A second YAML document begins here: Ansible takes one a file.')
            loader = BoundedLoader(text)
            root = loader.get_node() if loader.check_node() else None
        items = Tree(loader, text).value(root) if root else None
        if isinstance(items, dict):
            # One of ours has steps; a list whose dash was forgotten has none.
            if items.get('hosts') is not None and isinstance(items.get('tasks') or items.get('roles'), list) and items.get('steps') is None:
                raise Fault(line_of(root), "This looks like a play, but an Ansible playbook is a list of plays: begin it with '- '.")
            return {}
        if not isinstance(items, list) or not any(map(looks_like_play, items)):
            return {}
        if second:
            raise second
        for item, node in zip(items, root.value):
            if not isinstance(item, dict) or not is_play(item):
                raise Fault(line_of(node), "This play has no 'hosts'." if looks_like_play(item)
                            else 'What stands here among the plays is neither a play nor an import_playbook.')
    except (YAMLError, Fault, RecursionError) as error:
        # A broken map or text would not be a playbook if it were whole.
        if type(root) is SequenceNode:
            is_wanted = any(type(node) is MappingNode and looks_like_play(raw(node)) for node in root.value)
        else:
            is_wanted = may_be_list(content) if root is None else isinstance(error, Fault) and type(root) is MappingNode
        if not is_wanted:
            return {}
        fault = fault_of(error, text)
        return {'fault': {'line': fault.line, 'message': fault.message}}
    facts = Facts()
    for item in items:
        facts.play(item)
    service, description = header(text)
    description = description or (text_of(items[0].get('name')) or '').strip()
    return {**facts.record(), 'is_playbook': True, 'service': service, 'description': description}


def header(text):
    """What the comments at the beginning say: the service that they name, and the first block that says something."""
    service, description, is_over = None, [], False
    for line in text.splitlines():
        line = line.strip()
        if not line or line == '---' or line[0] == '%':
            is_over = bool(description)
            continue
        if line[0] != '#':
            break
        comment = '' if line.startswith('#!') else line.lstrip('#').strip()
        if comment.lower().startswith(DIRECTIVE):
            name, _, value = comment[len(DIRECTIVE):].partition('=')
            words = value.strip().strip('"\'').lower().split()
            if name.strip().lower() == 'service' and words and len(words[0]) <= 100:
                service = service or words[0]
        elif not is_over and comment.strip(SEPARATORS) and not comment.lower().startswith(MODES):
            description.append(comment)
    joined = ' '.join(description)
    return service, joined if len(joined) <= LONGEST_DESCRIPTION else joined[:LONGEST_DESCRIPTION - 1] + '…'


def part(kind, text):
    """What another file than an Ansible playbook says. What Ansible could not read either says nothing; the run will tell."""
    facts = Facts()
    if kind == 'template':
        names = template_names(text)
        facts.uses |= names.uses
        for name in names.includes:
            facts.refer('template', literal(name))
        return facts.record()
    root = load(text)
    if kind == 'inventory':
        # A list is an Ansible playbook that is named like an inventory.
        if isinstance(root, dict):
            facts.groups(root)
        elif not isinstance(root, list):
            facts.ini(text)
    elif kind == 'tasks':
        facts.tasks(root)
    elif kind == 'handlers':
        facts.handler_list(root)
    elif isinstance(root, dict):
        if kind == 'vars':
            facts.define_all(root)
        else:
            roles = root.get('dependencies') if kind == 'role_meta' else None
            for item in roles if isinstance(roles, list) else ():
                facts.role_entry(item)
            facts.argument_specs(root)
    return facts.record()


def whole(message):
    return {'fault': {'message': message}}


def read(kind, path, maximum_bytes):
    # Whoever puts a link or a pipe in the place of a file after it was found gets nowhere.
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return {}
        if status.st_size > maximum_bytes:
            return whole('The file has %d bytes, more than the %d that are read. Raise MaximumFileBytes, or name it in '
                         '.playbooksignore.' % (status.st_size, maximum_bytes)) if may_be_list(os.read(file, SNIFFED_BYTES)) else {}
        content = b''
        while chunk := os.read(file, maximum_bytes - len(content)):
            content += chunk
    finally:
        os.close(file)
    return {'digest': hashlib.sha256(content).hexdigest(), **facts_of(kind, content)}


def facts_of(kind, content):
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = '\0'
    if '\0' in text:
        return whole('The file is not UTF-8 text.') if may_be_list(content) else {}
    text = text.lstrip('\ufeff')
    if text.startswith('$ANSIBLE_VAULT;'):
        return {'is_encrypted': True}
    return candidate(text, content) if kind == 'candidate' else part(kind, text)


# Workers

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
