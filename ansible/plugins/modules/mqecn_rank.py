#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ansible module: rules of mqecn that classify packets, by 'mqecn rank apply'."""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.mqecn.ports.plugins.module_utils.command import (
    COMMON_ARGUMENTS, change, namespace, options, require_version)

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
  netns:
    description: Network namespace to work in. Its rules are not saved.
    type: str
    default: ''
  save:
    description: Whether to save the rules.
    type: bool
    default: true
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
    module = AnsibleModule(
        argument_spec={
            'rules': {'type': 'dict', 'required': True},
            'force': {'type': 'bool', 'default': False},
            **COMMON_ARGUMENTS,
        },
        supports_check_mode=True,
    )
    require_version(module)
    force = ['--force'] if module.params['force'] else []
    words = ['rank', 'apply'] + options(module, {'rules': module.params['rules']}) + force
    result = {}
    if module.check_mode or module._diff:
        result['changed'], result['commands'] = change(module, words + ['--dry-run'])
        if module._diff and result['changed']:
            result['diff'] = {'prepared': result['commands'] + '\n'}
    if not module.check_mode:
        result['changed'] = change(module, words)[0]
    if module.params['save'] and not module.params['netns'] and not (module.check_mode and result['changed']):
        dry = ['--dry-run'] if module.check_mode else []
        result['changed'] = change(module, ['rank', 'save'] + namespace(module) + force + dry)[0] or result['changed']
    module.exit_json(**result)


if __name__ == '__main__':
    main()
