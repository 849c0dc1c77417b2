// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/** A choice that has one word everywhere (CLI, tc, JSON) and one number in netlink and sysctl: its ordinal. */
public interface Keyword {
    /** The word, as users type it. */
    String keyword();

    int ordinal();
}
