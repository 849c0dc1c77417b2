// SPDX-License-Identifier: Apache-2.0
/** What a resource is, which of its types can be detected and removed, and the journal of what was created. */
package org.mqecn.testbed.state;
