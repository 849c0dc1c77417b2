# SPDX-License-Identifier: Apache-2.0
"""Documentation of the options that all modules have."""


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  netns:
    description: Network namespace to work in. What is in it cannot be saved.
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
  check_mode:
    description: Says what would change, and changes nothing.
    support: full
  diff_mode:
    description: Shows what differs.
    support: full
"""
