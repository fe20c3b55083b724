# The names that a template uses, tests and gives a default. Jinja parses it; nothing is rendered.
import collections
import functools

import jinja2
from discovery_values import has_template, short, texts
from jinja2 import meta, nodes

# What Ansible gives to every template, and Jinja to blocks, macros and loops.
MAGIC = frozenset('''
    inventory_hostname inventory_hostname_short inventory_dir inventory_file hostvars groups group_names play_hosts playbook_dir
    role_name role_names role_path omit vars environment item undefined discovered_interpreter_python module_setup gather_subset
    template_host template_path template_fullpath template_destpath template_run_date template_uid
    loop self super caller varargs kwargs lookup query q now undef range dict namespace lipsum cycler joiner
'''.split())
MAGIC_PREFIXES = ('ansible_', 'facter_', 'ohai_')

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
