# SPDX-License-Identifier: Apache-2.0
"""What the modules of the collection share: they run mqecn."""

import json
import os
import tempfile

from ansible.module_utils.basic import AnsibleModule

UNCHANGED = 3

ARGUMENTS = {
    'netns': {'type': 'str', 'default': ''},
    'save': {'type': 'bool', 'default': True},
    'mqecn': {'type': 'str', 'default': 'mqecn'},
    'version': {'type': 'str', 'default': ''},
}


def create_module(arguments):
    """The module of this process: its own arguments and those that all have. Fails if the host has another version."""
    module = AnsibleModule(argument_spec={**arguments, **ARGUMENTS}, supports_check_mode=True)
    require_version(module)
    return module


def save(module, words):
    """Saves, unless the namespace keeps nothing or 'save' is off; returns whether a file changed."""
    if not module.params['save'] or module.params['netns']:
        return False
    return change(module, words + (['--dry-run'] if module.check_mode else []))[0]


def run(module, words):
    """Runs mqecn and returns its exit status, output and messages."""
    return module.run_command([module.params['mqecn']] + words, environ_update={'NO_COLOR': '1'})


def change(module, words):
    """Runs a verb that changes something; returns whether it did, and its output."""
    status, output, errors = run(module, words)
    if status not in (0, UNCHANGED):
        module.fail_json(msg=errors.strip())
    return status == 0, output.strip()


def require_version(module):
    """Fails if the host has another version than the play wants."""
    wanted = module.params['version']
    if not wanted:
        return
    status, output, errors = run(module, ['--version'])
    if status != 0:
        module.fail_json(msg='mqecn does not work here: ' + (errors.strip() or 'exit status %d' % status))
    if wanted not in output.split():
        module.fail_json(msg='this host has %s, and the play wants version %s: install one version everywhere'
                         % (output.strip(), wanted))


def options(module, document):
    """Writes a file for mqecn and returns the options that name it and the network namespace."""
    handle, path = tempfile.mkstemp(suffix='.yaml', dir=module.tmpdir)
    with os.fdopen(handle, 'w') as file:
        json.dump(plain(document), file)  # YAML 1.2 contains JSON
    return ['-f', path] + namespace(module)


def namespace(module):
    """The option that names the network namespace."""
    return ['-n', module.params['netns']] if module.params['netns'] else []


def plain(value):
    """The value as YAML 1.2 has it: Ansible reads 'on' and 'off' as booleans."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bool):
        return 'on' if value else 'off'
    return value
