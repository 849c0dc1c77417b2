// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.testbed.Status;
import org.mqecn.topology.QueueLimits;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells how a testbed stands. */
@Command(name = "status", sortOptions = false,
        description = {"Tell how a testbed stands: what is really there, against what its file says.%n"},
        footer = {"", "Exit status: 0 as described, 1 differs, 2 wrong usage."})
final class TestbedStatus implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Mixin
    private TestbedFormat format;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Testbed testbed = choice.present().testbed();
        Status status = choice.testbeds().status(testbed);
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            writeJson(out, status, QueueLimits.notes(testbed));
        } else {
            write(out, status);
            QueueLimits.notes(testbed).forEach(note -> out.println("  note: " + note));
        }
        return status.isAsDescribed() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void write(PrintWriter out, Status status) {
        for (Status.Wrong wrong : status.wrong()) {
            if (!wrong.standing().present()) {
                out.println(wrong.part() + " is missing");
            }
            wrong.standing().differences().forEach(difference -> out.println(wrong.part() + ": " + difference));
        }
        status.superfluous().forEach(part -> out.println(part + " is there and not described"));
        out.println(status.isAsDescribed()
                ? status.testbed() + ": all " + status.count() + " parts are as described"
                : status.testbed() + ": of " + status.count() + " parts " + missing(status) + " missing, "
                        + (status.wrong().size() - missing(status)) + " differ");
    }

    private static long missing(Status status) {
        return status.wrong().stream().filter(wrong -> !wrong.standing().present()).count();
    }

    private static void writeJson(PrintWriter out, Status status, List<String> notes) throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.field("testbed", status.testbed());
                json.field("as_described", status.isAsDescribed());
                json.field("parts", status.count());
                json.name("wrong");
                json.array(() -> writeAll(json, status.wrong()));
                json.strings("superfluous", status.superfluous());
                json.strings("notes", notes);
            });
        }
    }

    private static void writeAll(Json json, List<Status.Wrong> all) throws IOException {
        for (Status.Wrong wrong : all) {
            json.object(() -> {
                json.field("part", wrong.part());
                json.field("present", wrong.standing().present());
                json.strings("differences", wrong.standing().differences());
            });
        }
    }
}
