// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.mqecn.host.SmallFile;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** The memory of a guest that runs a testbed, estimated from its size. */
public final class FabricMemory {
    /** Memory of a guest by default: enough for the JVM and a testbed of a few switches. */
    private static final long DEFAULT = 2L << 30;

    /** Nodes that the default has room for. */
    private static final int NODES_OF_DEFAULT = 64;

    /**
     * Measured: 168 namespaces with 288 links, qdiscs and routes take 75 MiB of kernel memory, less than half a MiB each. The
     * rest is for packets in queues, sockets and threads of the traffic.
     */
    private static final long PER_NODE = 4L << 20;

    private static final Path MEMORY_INFORMATION = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    private FabricMemory() {}

    /**
     * The memory that a guest for a testbed needs beyond the default, in bytes; empty if the default is enough.
     *
     * @throws UserError if this machine does not have it
     */
    static OptionalLong require(Testbed testbed) {
        return require(
                testbed.nodes(), available(SmallFile.read(MEMORY_INFORMATION).orElse("")));
    }

    /** The memory of a guest for a testbed of so many hosts and switches, in bytes. */
    public static long of(int nodes) {
        return DEFAULT + PER_NODE * Math.max(0, nodes - NODES_OF_DEFAULT);
    }

    static OptionalLong require(int nodes, OptionalLong available) {
        if (nodes <= NODES_OF_DEFAULT) {
            return OptionalLong.empty();
        }
        long needed = of(nodes);
        if (available.isPresent() && needed > available.getAsLong()) {
            throw new UserError(
                    "a testbed of " + nodes + " hosts and switches needs a guest with about " + mebibytes(needed)
                            + " MiB of memory, and this machine has " + mebibytes(available.getAsLong())
                            + " MiB available",
                    "make the testbed smaller, end other programs, run fewer cases at once (--jobs), or use a larger"
                            + " machine");
        }
        return OptionalLong.of(needed);
    }

    /** Parses {@code MemAvailable: 22938 kB}. */
    static OptionalLong available(String text) {
        return text.lines()
                .filter(line -> line.startsWith(AVAILABLE))
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 1)
                .mapToLong(words -> Long.parseLong(words[1]) << 10)
                .findFirst();
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
