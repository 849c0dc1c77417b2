// SPDX-License-Identifier: Apache-2.0
/** Verbs that convert configurations of SONiC switches. */
package org.mqecn.cli.sonic;
