// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

/** The C library's words for error numbers. */
final class Errno {
    static final int INTERRUPTED = 4;
    static final int AGAIN = 11;

    private Errno() {}

    static String text(int number) {
        return Libc.strerror(number);
    }
}
