// SPDX-License-Identifier: Apache-2.0
/** What several groups of verbs share: exit codes, common options, access to a testbed. */
package org.mqecn.cli.common;
