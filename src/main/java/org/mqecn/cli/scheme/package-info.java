// SPDX-License-Identifier: Apache-2.0
/** The verbs of marking schemes. */
package org.mqecn.cli.scheme;
