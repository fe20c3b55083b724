# Ansible's own loader, imported without its means to decrypt. It has to be the first module.
import os
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

from ansible.errors import AnsibleError
from ansible.parsing.splitter import parse_kv
from ansible.parsing.yaml.loader import AnsibleLoader

tempfile.mkdtemp = make_folder

__all__ = ['OUTPUT', 'AnsibleError', 'AnsibleLoader', 'parse_kv']
