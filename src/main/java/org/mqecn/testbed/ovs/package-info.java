// SPDX-License-Identifier: Apache-2.0
/** Open vSwitch bridges, ports and daemons as resources. */
package org.mqecn.testbed.ovs;
