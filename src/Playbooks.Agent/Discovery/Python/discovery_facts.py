# The facts of one file: what its plays, tasks, handlers and variables use, define and name.
import json
import shlex

from discovery_jinja import condition_names, guarded, is_magic, names_of
from discovery_values import (
    arguments, entries, file_of, has_template, literal, maps, short, stars, text_of, texts, without)

IMPORTS = ('import_playbook', 'ansible.builtin.import_playbook', 'ansible.legacy.import_playbook')

# The variable that a module's facts become.
FACTS = {'service_facts': 'services', 'package_facts': 'packages'}


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
