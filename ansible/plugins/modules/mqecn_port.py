#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: ports of mqecn as a file specifies them, by 'mqecn apply'."""

import json

from ansible_collections.mqecn.ports.plugins.module_utils.command import change, create_module, options, run, save

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
extends_documentation_fragment: mqecn.ports.command
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


def differences(module, files):
    """What differs between the kernel and the specification."""
    status, output, errors = run(module, ['diff', '-o', 'json'] + files)
    if status not in (0, DIFFERENT):
        module.fail_json(msg=errors.strip())
    return json.loads(output)


def side(found, key):
    """One side of the diff that Ansible shows."""
    return ''.join('%s %s %s\n' % (each['device'], each['setting'], each[key]) for each in found)


def apply(module, files):
    """Makes the ports as specified."""
    words = ['apply'] + files
    if module.params['replace']:
        words.append('--replace')
    if module.params['confirm']:
        words += ['--confirm', module.params['confirm']]
    return change(module, words)[1]


def save_ports(module):
    """Saves the ports, and returns whether a file changed."""
    devices = [device for device, port in module.params['ports'].items() if port.get('qdisc') != 'kernel-default']
    return bool(devices) and save(module, ['save'] + devices)


def main():
    module = create_module({
        'ports': {'type': 'dict', 'required': True},
        'replace': {'type': 'bool', 'default': False},
        'confirm': {'type': 'str', 'default': ''},
    })
    files = options(module, {'ports': module.params['ports']})
    found = differences(module, files)
    result = {'changed': bool(found), 'differences': found}
    if module._diff:
        result['diff'] = {'before': side(found, 'kernel'), 'after': side(found, 'file')}
    if found and not module.check_mode:
        result['commands'] = apply(module, files)
    if not module.params['confirm'] and not (found and module.check_mode):
        result['changed'] = save_ports(module) or result['changed']
    module.exit_json(**result)


if __name__ == '__main__':
    main()
