// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import org.mqecn.web.ListenAddress;
import picocli.CommandLine.Option;

/** The {@code --listen} option of a verb that serves HTTP. */
final class ListenOption {
    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            description =
                    "Address to listen on, always in the namespace of mqecn: a port alone is for this machine only, "
                            + ":PORT for all addresses (default: ${DEFAULT-VALUE}).")
    private String address;

    /** @param address that is the default */
    ListenOption(String address) {
        this.address = address;
    }

    ListenAddress address() {
        return ListenAddress.parse(address);
    }
}
