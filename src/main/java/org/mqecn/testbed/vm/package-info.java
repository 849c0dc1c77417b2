// SPDX-License-Identifier: Apache-2.0
/** Virtual machines as resources: disks, QEMU, taps and the agent inside the guest. */
package org.mqecn.testbed.vm;
