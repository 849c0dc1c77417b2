// SPDX-License-Identifier: Apache-2.0
/** The verbs of the kernel module. */
package org.mqecn.cli.module;
