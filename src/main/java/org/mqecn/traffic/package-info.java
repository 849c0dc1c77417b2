// SPDX-License-Identifier: Apache-2.0
/** What the services of a testbed need to run. */
package org.mqecn.traffic;
