// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.figure.Table;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;
import org.mqecn.testbed.vm.Images;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and removes what virtual machines boot from. */
@Command(name = "image", sortOptions = false,
        customSynopsis = {"mqecn testbed image NAME [--packages PACKAGE,…]", "mqecn testbed image NAME --from FILE",
            "mqecn testbed image --list | --remove NAME"},
        description = {"Make an image that virtual machines boot from; each machine writes to an overlay of its own.",
            "Its packages come from where this machine's apt gets its own; it is made once, in a minute or two, by "
                + "root.%n"})
final class TestbedImage implements Callable<Integer> {
    private static final int MEGABYTE = 1_000_000;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What testbeds call it: image: NAME.")
    private String name;

    @Option(names = "--packages", paramLabel = "PACKAGE,…", split = ",",
            description = "More packages than iproute2, ethtool, nginx, iperf3, fping and qemu-guest-agent.")
    private List<String> packages = List.of();

    @Option(names = "--from", paramLabel = "FILE",
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
        Images images = Images.of(Machine.local());
        if (list) {
            print(images, spec.commandLine().getOut());
        } else if (name == null) {
            throw UserError.usage("an image needs a name", "for example: mqecn testbed image video");
        } else if (remove) {
            images.remove(name);
        } else if (from != null) {
            images.take(name, from);
        } else {
            images.make(name, packages, this::say);
            say("image " + name + " is in " + images.folder());
        }
        return ExitCode.SUCCESS;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("mqecn: " + line);
        spec.commandLine().getErr().flush();
    }

    private static void print(Images images, PrintWriter out) {
        Table table = new Table().words("Image").numbers("", "Size (MB)").words("Boots").words("Path");
        for (String each : images.names()) {
            Path disk = images.find(each).disk();
            table.row(List.of(each, Long.toString(images.size(each) / MEGABYTE),
                    images.find(each).boots(), disk.toString()));
        }
        table.print(out);
    }
}
