// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.OptionalLong;
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
        long wanted = connections + RESERVED_FILES;
        OptionalLong most = parse(limits);
        if (most.isPresent() && most.getAsLong() < wanted) {
            throw new UserError(
                    connections + " connections exceed the limit of " + most.getAsLong() + " open files per process",
                    "'ulimit -n " + wanted + "' in this shell, as root, or LimitNOFILE= of a service, raises it");
        }
    }

    /** The limit of this process; empty if there is none, or it cannot be read. */
    public static OptionalLong read() {
        return SmallFile.read(LIMITS).map(OpenFileLimit::parse).orElseGet(OptionalLong::empty);
    }

    private static OptionalLong parse(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(LIMIT_LABEL))
                .map(line -> line.substring(LIMIT_LABEL.length()).strip().split(" +")[0])
                .filter(limit -> !limit.equals(UNLIMITED))
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
