#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: ports of mqecn as a file specifies them, by 'mqecn apply'."""

import json
import os
import tempfile

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: mqecn_port
short_description: Make network devices ports of mqecn
description:
  - Makes ports as their specification says, by C(mqecn apply). Changes only what differs, all or nothing.
  - With I(save), the ports also come back after a reboot.
options:
  ports:
    description: The ports, by their devices, with the keys of mqecn-ports(5).
    type: dict
    required: true
  netns:
    description: Network namespace of the devices. Its ports cannot be saved.
    type: str
    default: ''
  replace:
    description: Whether to replace other qdiscs that are in the way.
    type: bool
    default: false
  save:
    description:
      - Whether to write each port to /etc/mqecn/ports.d, from where it comes back after a reboot.
      - A device that becomes C(kernel-default) keeps its file there. Delete it with M(ansible.builtin.file).
    type: bool
    default: true
  confirm:
    description: Time after which the change is undone unless C(mqecn confirm) confirms it, such as C(60s).
    type: str
    default: ''
  mqecn:
    description: The command.
    type: str
    default: mqecn
  version:
    description: The version of mqecn that the host must have; any if empty.
    type: str
    default: ''
attributes:
  check_mode: {support: full}
  diff_mode: {support: full}
"""

EXAMPLES = r"""
- name: A port with MQ-ECN
  mqecn.ports.mqecn_port:
    ports:
      eth1: {qdisc: {dwrr: {rate: 995mbit, ecn-scheme: mq-ecn}}}
"""

RETURN = r"""
differences:
  description: What differed, an object for each setting.
  returned: always
  type: list
commands:
  description: What C(mqecn apply) says that it did.
  returned: changed
  type: str
"""

DIFFERENT = 1


def run(module, words):
    """Runs mqecn and returns its exit status, output and messages."""
    return module.run_command([module.params['mqecn']] + words, environ_update={'NO_COLOR': '1'})


def require_version(module):
    """Fails if the host has another version than the play wants."""
    wanted = module.params['version']
    status, output, errors = run(module, ['--version'])
    if status != 0:
        module.fail_json(msg='mqecn does not work here: ' + (errors.strip() or 'exit status %d' % status))
    if wanted and wanted not in output.split():
        module.fail_json(msg='this host has %s, and the play wants version %s: install one version everywhere'
                         % (output.strip(), wanted))


def differences(module, options):
    """What differs between the kernel and the specification."""
    status, output, errors = run(module, ['diff', '-o', 'json'] + options)
    if status not in (0, DIFFERENT):
        module.fail_json(msg=errors.strip())
    return json.loads(output)


def plain(value):
    """The value as YAML 1.2 has it: Ansible reads 'on' and 'off' as booleans."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, bool):
        return 'on' if value else 'off'
    return value


def side(found, key):
    """One side of the diff that Ansible shows."""
    return ''.join('%s %s %s\n' % (each['device'], each['setting'], each[key]) for each in found)


def apply(module, options):
    """Makes the ports as specified."""
    words = ['apply'] + options
    if module.params['replace']:
        words.append('--replace')
    if module.params['confirm']:
        words += ['--confirm', module.params['confirm']]
    status, output, errors = run(module, words)
    if status != 0:
        module.fail_json(msg=errors.strip())
    return output.strip()


def save(module):
    """Saves the ports, and returns whether a file changed."""
    devices = [device for device, port in module.params['ports'].items() if port.get('qdisc') != 'kernel-default']
    if not devices:
        return False
    status, _, errors = run(module, ['save'] + (['--dry-run'] if module.check_mode else []) + devices)
    if status not in (0, 3):
        module.fail_json(msg=errors.strip())
    return status == 0


def main():
    module = AnsibleModule(
        argument_spec={
            'ports': {'type': 'dict', 'required': True},
            'netns': {'type': 'str', 'default': ''},
            'replace': {'type': 'bool', 'default': False},
            'save': {'type': 'bool', 'default': True},
            'confirm': {'type': 'str', 'default': ''},
            'mqecn': {'type': 'str', 'default': 'mqecn'},
            'version': {'type': 'str', 'default': ''},
        },
        supports_check_mode=True,
    )
    require_version(module)
    handle, path = tempfile.mkstemp(suffix='.yaml', dir=module.tmpdir)
    with os.fdopen(handle, 'w') as file:
        json.dump({'ports': plain(module.params['ports'])}, file)  # YAML 1.2 contains JSON
    netns = module.params['netns']
    options = ['-f', path] + (['-n', netns] if netns else [])
    found = differences(module, options)
    result = {'changed': bool(found), 'differences': found}
    if module._diff:
        result['diff'] = {'before': side(found, 'kernel'), 'after': side(found, 'file')}
    if found and not module.check_mode:
        result['commands'] = apply(module, options)
    if module.params['save'] and not netns and not module.params['confirm'] and not (found and module.check_mode):
        result['changed'] = save(module) or result['changed']
    module.exit_json(**result)


if __name__ == '__main__':
    main()
