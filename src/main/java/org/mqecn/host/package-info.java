// SPDX-License-Identifier: Apache-2.0
/** The machine that mqecn runs on: commands, processes, files, kernel modules, installing and changing ports. */
package org.mqecn.host;
