// SPDX-License-Identifier: Apache-2.0
/** Resources of a testbed and their types, the observed state of the machine, and the journal of created resources. */
package org.mqecn.testbed.state;
