// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

/** How results are written. */
enum OutputFormat { TABLE, JSON }
