// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

/** The C library's messages for error numbers. */
public final class Errno {
    public static final int INTERRUPTED = 4;
    static final int AGAIN = 11;

    private Errno() {}

    public static String message(int number) {
        return Libc.strerror(number);
    }
}
