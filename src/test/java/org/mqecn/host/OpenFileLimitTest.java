// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

@DisplayName("Open files")
final class OpenFileLimitTest {
    /** Of Linux 6.1. */
    private static final String LIMITS =
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             11972                11972                processes
            Max open files            4096                 524288               files
            Max locked memory         8388608              8388608              bytes
            """;

    @Test
    @DisplayName("are limited by the soft limit, less those of the JVM")
    void limited() {
        OpenFileLimit.require(3896, LIMITS);

        UserError error = assertThrows(UserError.class, () -> OpenFileLimit.require(3897, LIMITS));
        assertEquals("3897 connections exceed the limit of 4096 open files per process", error.getMessage());
        assertEquals(
                "'ulimit -n 4097' in this shell, as root, or LimitNOFILE= of a service, raises it", error.remedy());
    }

    @Test
    @DisplayName("are unlimited if the kernel has no limit")
    void unlimited() {
        OpenFileLimit.require(Integer.MAX_VALUE, LIMITS.replace("4096  ", "unlimited"));
    }
}
