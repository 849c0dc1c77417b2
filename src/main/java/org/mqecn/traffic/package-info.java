// SPDX-License-Identifier: Apache-2.0
/** Commands and configuration of the services that run on hosts of a testbed. */
package org.mqecn.traffic;
