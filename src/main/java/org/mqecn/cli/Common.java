// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.netlink.Netns;
import picocli.CommandLine.Option;

/** Options of every verb that touches the network. */
class Common {
    /** How results are written. */
    enum Format { TABLE, JSON }

    @Option(names = {"-n", "--netns"}, paramLabel = "NETNS", description = "Work in this network namespace.")
    private String namespace = "";

    @Option(names = {"-o", "--output"}, paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private Format format = Format.TABLE;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    boolean isJson() {
        return format == Format.JSON;
    }

    String namespace() {
        return namespace;
    }

    /** Does something in the network namespace that was asked for. */
    <T> T inside(Callable<T> task) throws Exception {
        return namespace.isEmpty() ? task.call() : Netns.call(namespace, task);
    }
}
