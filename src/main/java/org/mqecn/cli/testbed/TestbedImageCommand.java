// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.view.TextTable;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.vm.ImageStore;
import org.mqecn.value.Bytes;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "image",
        sortOptions = false,
        customSynopsis = {
            "mqecn testbed image NAME [--packages PACKAGE,…]",
            "       mqecn testbed image NAME --from FILE",
            "       mqecn testbed image --list | --remove NAME%n"
        },
        description = {
            "Build a boot image for virtual machines; each of them gets its own qcow2 overlay.",
            "Packages come from the apt sources of the host. A build takes one or two minutes and requires root.%n"
        })
final class TestbedImageCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Name of the image, as in 'image: NAME' of a testbed.")
    private String name;

    @Option(
            names = "--packages",
            paramLabel = "PACKAGE,…",
            split = ",",
            description = "Packages in addition to iproute2, ethtool, nginx, iperf3, fping and qemu-guest-agent.")
    private List<String> packages = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Use this qcow2 or ISO file instead of building one. Boots via UEFI/BIOS; requires qemu-guest-agent.")
    private Path from;

    @Option(names = "--list", description = "List the images.")
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
            throw UserError.usage("missing NAME", "for example: mqecn testbed image video");
        } else if (remove) {
            imageStore.remove(name);
            printProgress("image " + name + " deleted");
        } else if (from != null) {
            imageStore.importDisk(name, from);
            printProgress("image " + name + " is in " + imageStore.folder());
        } else {
            imageStore.build(name, packages, this::printProgress);
            printProgress("image " + name + " is in " + imageStore.folder());
        }
        return ExitCode.SUCCESS;
    }

    private void printProgress(String line) {
        Messages.print(spec.commandLine(), line);
    }

    private static void print(ImageStore imageStore, PrintWriter out) {
        TextTable textTable = new TextTable()
                .textColumn("Image")
                .numberColumn("", "Size (MB)")
                .textColumn("Boot")
                .textColumn("Path");
        for (String image : imageStore.names()) {
            Path disk = imageStore.find(image).disk();
            textTable.addRow(List.of(
                    image,
                    Long.toString(new Bytes(imageStore.size(image)).megabytes()),
                    imageStore.find(image).bootMethod(),
                    disk.toString()));
        }
        textTable.print(out);
    }
}
