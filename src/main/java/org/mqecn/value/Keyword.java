// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/** A choice with one keyword in CLI, tc and JSON, and one number in netlink and sysctls: its ordinal. */
public interface Keyword {
    /** The keyword as users type it. */
    String keyword();

    int ordinal();
}
