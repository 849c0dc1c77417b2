// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.document.Problem;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;
import org.mqecn.topology.QueueLimits;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says of files whether they can be used, and everything that is wrong with them. */
@Command(name = "validate", description = {
    "Check files that describe testbeds, without doing anything.", "",
    "Every error is told with file, line and column. Exit status 2 where there is one; a warning is none.%n"})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..*",
            description = "Path of a file, or the name of a testbed that comes with mqecn.")
    private List<String> files = List.of();

    @Option(names = "--schema", description = "Print the JSON schema of such files, for editors.")
    private boolean schema;

    @Option(names = {"-o", "--output"}, paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private Common.Format format = Common.Format.TABLE;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (schema == !files.isEmpty()) {
            throw UserError.usage(schema ? "--schema belongs to no file" : "say which file",
                    "write 'mqecn validate FILE' or 'mqecn validate --schema'");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            try (Json json = new Json(out)) {
                json.value(TestbedFile.schema());
            }
            return Main.DONE;
        }
        List<TestbedFile> read = files.stream().map(file -> TestbedFile.read(TestbedFile.locate(file,
                List.of(Machine.local().shippedTestbeds())))).toList();
        switch (format) {
            case TABLE -> print(read, out, spec.commandLine().getErr());
            case JSON -> printJson(read, out);
        }
        return read.stream().allMatch(file -> file.complete().isPresent()) ? Main.DONE : Main.WRONG_USAGE;
    }

    private static void print(List<TestbedFile> files, PrintWriter out, PrintWriter err) {
        for (TestbedFile file : files) {
            for (Problem problem : file.problems()) {
                err.println(problem.message());
                if (!problem.remedy().isEmpty()) {
                    err.println("  " + problem.remedy());
                }
            }
            file.complete().ifPresent(testbed -> {
                out.println(file.name() + ": " + summary(testbed));
                QueueLimits.notes(testbed).forEach(note -> out.println("  note: " + note));
            });
        }
    }

    private static String summary(Testbed testbed) {
        long machines = testbed.hosts().stream().filter(host -> host.machine().isPresent()).count();
        return "testbed " + testbed.name() + ", " + count(testbed.hosts().size(), "host", "hosts")
                + (machines == 0 ? "" : " (" + count(machines, "virtual machine", "virtual machines") + ")") + ", "
                + count(testbed.switches().size(), "switch", "switches") + ", "
                + count(testbed.links().size(), "link", "links");
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static void printJson(List<TestbedFile> files, PrintWriter out) throws IOException {
        try (Json json = new Json(out)) {
            json.array(() -> {
                for (TestbedFile file : files) {
                    json.object(() -> write(file, json));
                }
            });
        }
    }

    private static void write(TestbedFile file, Json json) throws IOException {
        json.field("file", file.name());
        json.field("valid", file.complete().isPresent());
        if (file.complete().isPresent()) {
            Testbed testbed = file.complete().get();
            json.field("testbed", testbed.name());
            json.field("hosts", testbed.hosts().size());
            json.field("switches", testbed.switches().size());
            json.field("links", testbed.links().size());
            json.strings("notes", QueueLimits.notes(testbed));
        }
        json.name("problems");
        json.array(() -> {
            for (Problem problem : file.problems()) {
                json.object(() -> {
                    json.field("line", problem.place().line());
                    json.field("column", problem.place().column());
                    json.field("severity", problem.warning() ? "warning" : "error");
                    json.field("failure", problem.failure());
                    json.field("remedy", problem.remedy());
                });
            }
        });
    }
}
