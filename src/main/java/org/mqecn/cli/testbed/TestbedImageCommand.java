// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.figure.TextTable;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.vm.ImageStore;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and removes what virtual machines boot from. */
@Command(
        name = "image",
        sortOptions = false,
        customSynopsis = {
            "mqecn testbed image NAME [--packages PACKAGE,…]",
            "mqecn testbed image NAME --from FILE",
            "mqecn testbed image --list | --remove NAME"
        },
        description = {
            "Make an image that virtual machines boot from; each machine writes to an overlay of its own.",
            "Its packages come from where this machine's apt gets its own; it is made once, in a minute or two, by "
                    + "root.%n"
        })
final class TestbedImageCommand implements Callable<Integer> {
    private static final int MEGABYTE = 1_000_000;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What testbeds call it: image: NAME.")
    private String name;

    @Option(
            names = "--packages",
            paramLabel = "PACKAGE,…",
            split = ",",
            description = "More packages than iproute2, ethtool, nginx, iperf3, fping and qemu-guest-agent.")
    private List<String> packages = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Take this qcow2 or ISO file in place of packages. It boots through firmware, and needs "
                    + "qemu-guest-agent inside, or nothing can be done in it.")
    private Path from;

    @Option(names = "--list", description = "Show the images that there are.")
    private boolean list;

    @Option(names = "--remove", description = "Delete the image.")
    private boolean remove;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ImageStore imageStore = ImageStore.of(LocalMachine.current());
        if (list) {
            print(imageStore, spec.commandLine().getOut());
        } else if (name == null) {
            throw UserError.usage("an image needs a name", "for example: mqecn testbed image video");
        } else if (remove) {
            imageStore.remove(name);
        } else if (from != null) {
            imageStore.importDisk(name, from);
        } else {
            imageStore.build(name, packages, this::printProgress);
            printProgress("image " + name + " is in " + imageStore.folder());
        }
        return ExitCode.SUCCESS;
    }

    private void printProgress(String line) {
        spec.commandLine().getErr().println("mqecn: " + line);
        spec.commandLine().getErr().flush();
    }

    private static void print(ImageStore imageStore, PrintWriter out) {
        TextTable textTable = new TextTable()
                .textColumn("Image")
                .numberColumn("", "Size (MB)")
                .textColumn("Boots")
                .textColumn("Path");
        for (String each : imageStore.names()) {
            Path disk = imageStore.find(each).disk();
            textTable.addRow(List.of(
                    each,
                    Long.toString(imageStore.size(each) / MEGABYTE),
                    imageStore.find(each).bootMethod(),
                    disk.toString()));
        }
        textTable.print(out);
    }
}
