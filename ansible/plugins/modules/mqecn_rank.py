#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: rules of mqecn that classify packets, by 'mqecn rank apply'."""

from ansible_collections.mqecn.ports.plugins.module_utils.command import change, create_module, options, save

DOCUMENTATION = r"""
module: mqecn_rank
short_description: Classify packets by rules of mqecn
description:
  - Makes the rules that set DSCP and priority of packets those given, by C(mqecn rank apply), in one transaction.
  - With I(save), the rules also come back after a reboot, if C(mqecn-rank.service) is enabled.
options:
  rules:
    description: All rules, by their names, in order, with the keys of mqecn-rank(5). None removes all rules.
    type: dict
    required: true
  force:
    description: Whether to replace the table even if another program has changed it.
    type: bool
    default: false
  save:
    description: Whether to save the rules.
    type: bool
    default: true
extends_documentation_fragment: mqecn.ports.command
"""

EXAMPLES = r"""
- name: Classes of a web server
  mqecn.ports.mqecn_rank:
    rules:
      dns: {protocol: [tcp, udp], destination-port: 53, dscp: ef}
      web: {protocol: tcp, source-port: [80, 443], dscp: af21}
"""

RETURN = r"""
commands:
  description: What was run, or would be run, to change the rules.
  returned: in check and diff mode
  type: str
"""


def main():
    module = create_module({
        'rules': {'type': 'dict', 'required': True},
        'force': {'type': 'bool', 'default': False},
    })
    force = ['--force'] if module.params['force'] else []
    words = ['rank', 'apply'] + options(module, {'rules': module.params['rules']}) + force
    result = {}
    if module.check_mode or module._diff:
        result['changed'], result['commands'] = change(module, words + ['--dry-run'])
        if module._diff and result['changed']:
            result['diff'] = {'prepared': result['commands'] + '\n'}
    if not module.check_mode:
        result['changed'] = change(module, words)[0]
    if not (module.check_mode and result['changed']):
        result['changed'] = save(module, ['rank', 'save'] + force) or result['changed']
    module.exit_json(**result)


if __name__ == '__main__':
    main()
