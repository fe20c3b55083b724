# Ansible's YAML within bounds, and the reason when a text is not YAML.
import re

from discovery_ansible import AnsibleLoader
from yaml import MarkedYAMLError, YAMLError
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

# Far more than any file of a person's has.
MAXIMUM_DEPTH = 100
MAXIMUM_NODES = 300_000
MAXIMUM_ALIASED_NODES = 20_000

STR = 'tag:yaml.org,2002:str'
MERGE = 'tag:yaml.org,2002:merge'
PLAIN = {STR, 'tag:yaml.org,2002:null', 'tag:yaml.org,2002:bool'}
COLLECTIONS = {'tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq'}
ALIAS = re.compile(r'[&*][^\s,\[\]{}]+')


class Fault(Exception):
    def __init__(self, line, message):
        super().__init__(message)
        self.line = line
        self.message = message


class Unsafe(str):
    """A text in which Ansible looks for no templates."""


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
