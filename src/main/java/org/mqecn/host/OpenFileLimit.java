// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import org.mqecn.value.UserError;

/** The maximum number of open files, including sockets, of this process (/proc/self/limits). */
public final class OpenFileLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LIMIT_LABEL = "Max open files";
    private static final String UNLIMITED = "unlimited";
    /** Files of the JVM itself, with a margin. */
    private static final long RESERVED_FILES = 200;

    private OpenFileLimit() {}

    /**
     * Checks that a number of connections fits.
     *
     * @throws UserError if it does not
     */
    public static void require(long connections) {
        SmallFile.read(LIMITS).ifPresent(limits -> require(connections, limits));
    }

    static void require(long connections, String limits) {
        String most = limits.lines()
                .filter(line -> line.startsWith(LIMIT_LABEL))
                .map(line -> line.substring(LIMIT_LABEL.length()).strip().split(" +")[0])
                .findFirst()
                .orElse(UNLIMITED);
        long wanted = connections + RESERVED_FILES;
        if (!most.equals(UNLIMITED) && Long.parseLong(most) < wanted) {
            throw new UserError(
                    connections + " connections exceed the limit of " + most + " open files per process",
                    "'ulimit -n " + wanted + "' in this shell, as root, or LimitNOFILE= of a service, raises it");
        }
    }
}
