# One file: read within bounds, recognized as an Ansible playbook or not, and its facts.
import hashlib
import os
import stat

from discovery_facts import IMPORTS, Facts
from discovery_jinja import template_names
from discovery_values import literal, text_of
from discovery_yaml import BoundedLoader, Fault, Tree, fault_of, line_of, load
from yaml import YAMLError
from yaml.composer import ComposerError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

SNIFFED_BYTES = 4096

# Comments that are written for editors, linters and lawyers.
MODES = ('vim:', 'vi:', 'ex:', '-*-', 'code:', 'ansible-lint', 'yamllint', 'noqa', 'yaml-language-server:', 'spdx-', '{{', 'prettier-ignore')
SEPARATORS = '-=*~_+#/ \t.'
DIRECTIVE = 'playbooks:'
LONGEST_DESCRIPTION = 1000


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
