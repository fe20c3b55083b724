# The texts, lists and maps that YAML gives: looked at without an error where something else stands.
import re

from discovery_ansible import AnsibleError, parse_kv

TEMPLATE = re.compile(r'\{\{.*?\}\}', re.DOTALL)
SHORTENED = ('ansible.builtin.', 'ansible.legacy.', 'ansible.windows.')


def has_template(text):
    return '{{' in text or '{%' in text


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


def without(value, name):
    return {key: item for key, item in value.items() if key != name} if isinstance(value, dict) else value


def file_of(value):
    given = arguments(value)
    return literal(given.get('file') or given.get('_raw_params'))
