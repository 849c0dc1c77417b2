// SPDX-License-Identifier: Apache-2.0
/** General value types below everything else: quantities with units, errors for users, suggestions. */
package org.mqecn.value;
