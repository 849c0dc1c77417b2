// SPDX-License-Identifier: Apache-2.0
/** The verbs of marking schemes and buffer policies. */
package org.mqecn.cli.scheme;
