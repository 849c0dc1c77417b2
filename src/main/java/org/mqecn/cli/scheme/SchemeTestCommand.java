// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SchemeInvariants;
import org.mqecn.host.SchemeInvariants.InvariantResult;
import org.mqecn.host.SchemeSource;
import org.mqecn.lab.Guest;
import org.mqecn.lab.Guest.GuestExit;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.SchemeAdder;
import org.mqecn.lab.SchemeComparison;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "test",
        description = {
            "Test a marking scheme or a buffer policy in the lab.",
            "",
            "Builds it, compares its decisions about 100,000 packets with those of its model, if there is a Model.java "
                    + "beside it, and checks in a guest that its callbacks keep to the interface (KUnit), that the kernel "
                    + "takes the declared ranges and nothing else, that no packet is lost or counted twice, that no packet "
                    + "that is not ECN-capable is marked, also when values or the scheme change while packets are queued, "
                    + "and that its module can be unloaded when no port uses it.%n"
        })
final class SchemeTestCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** The debug kernel is four to five times slower. */
    private static final Duration DEBUG_LIMIT = Duration.ofMinutes(25);
    /** Between what was checked in a guest and what is wrong. */
    private static final String SEPARATOR = "\t";
    /** In place of the ends of lines in what is wrong. */
    private static final char NEW_LINE = '\u0001';

    @Parameters(paramLabel = "FILE|NAME", description = "File NAME.c, the scheme in the folder NAME, or one of mqecn.")
    private String scheme;

    @Option(
            names = "--debug",
            description =
                    "Use the debug kernel, and show what KASAN, UBSAN, lockdep and kmemleak report: wrong accesses to "
                            + "memory, undefined behaviour, locks taken in the wrong order, lost memory.")
    private boolean debug;

    @Option(names = "--in-guest", hidden = true, description = "Check a scheme of this kernel.")
    private boolean inGuest;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (inGuest) {
            new SchemeInvariants(ModuleSchemes.find(scheme).orElseThrow())
                    .check()
                    .forEach(result -> spec.commandLine().getOut().println(line(result)));
            return ExitCode.SUCCESS;
        }
        SchemeSource source = SchemeSource.require(scheme, LocalMachine.current());
        List<InvariantResult> results = new ArrayList<>(List.of(compare(source, build(source))));
        results.addAll(runInGuest(source.name()));
        boolean passed = results.stream().allMatch(result -> result.failure().isEmpty());
        if (output.isJson()) {
            writeJson(results, passed);
        } else {
            results.forEach(this::print);
        }
        return passed ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private Guest prepareGuest(List<Path> schemes) {
        return lab().prepareGuest(debug, schemes);
    }

    private Lab lab() {
        return LabFactory.create(spec.commandLine());
    }

    private DwrrScheme build(SchemeSource source) {
        return ModuleSchemes.isShipped(source.name())
                ? ModuleSchemes.find(source.name()).orElseThrow()
                : new SchemeAdder(new AddedSchemes(), source).add(this::prepareGuest);
    }

    private static InvariantResult compare(SchemeSource source, DwrrScheme declared) {
        String what = SchemeComparison.PACKETS + " packets as its model";
        Optional<Path> model = source.model();
        if (model.isEmpty()) {
            return new InvariantResult("no model: there is no Model.java beside " + source.file(), "");
        }
        Path kmod = LocalMachine.current().home().resolve("kmod");
        try {
            return new InvariantResult(what + ": " + new SchemeComparison(kmod, source, declared).run(model.get()), "");
        } catch (UserError e) {
            return new InvariantResult(what, e.getMessage());
        }
    }

    private List<InvariantResult> runInGuest(String name) throws IOException {
        Path folder = Files.createTempDirectory("mqecn-scheme-");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            GuestExit ended = prepareGuest(new AddedSchemes().paths())
                    .run(
                            GuestSpec.of(List.of("mqecn", "scheme", "test", "--in-guest", name), folder)
                                    .withLimit(limit()),
                            output,
                            errors);
            requireEnd(ended, errors.toString(StandardCharsets.UTF_8));
            List<InvariantResult> results = parse(output.toString(StandardCharsets.UTF_8));
            if (debug) {
                results.add(new InvariantResult(
                        "KASAN, UBSAN, lockdep and kmemleak report nothing while " + name + " runs",
                        String.join("\n", ended.reports())));
            }
            return results;
        } catch (UserError e) {
            throw new UserError("scheme " + name + ": " + e.getMessage(), e.remedy());
        } finally {
            FileTrees.delete(folder);
        }
    }

    private Duration limit() {
        return debug ? DEBUG_LIMIT : LIMIT;
    }

    private void requireEnd(GuestExit ended, String errors) {
        if (ended.exitStatus() == Guest.TIMED_OUT) {
            throw new UserError(
                    "the guest did not end within " + limit().toMinutes() + " minutes",
                    "does a callback of the scheme loop? Virtual time does not advance in a loop");
        }
        if (ended.exitStatus() != ExitCode.SUCCESS) {
            List<String> all = new ArrayList<>(ended.reports());
            all.add(0, errors.strip());
            throw new UserError("the checks in the guest failed:\n" + String.join("\n", all), "");
        }
    }

    private static String line(InvariantResult result) {
        return result.what() + SEPARATOR + result.failure().replace('\n', NEW_LINE);
    }

    private static List<InvariantResult> parse(String lines) {
        return lines.lines()
                .map(line -> line.split(SEPARATOR, 2))
                .map(parts -> new InvariantResult(parts[0], parts[1].replace(NEW_LINE, '\n')))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void print(InvariantResult result) {
        spec.commandLine()
                .getOut()
                .println(
                        result.failure().isEmpty()
                                ? "passed  " + result.what()
                                : "FAILED  " + result.what() + ": " + result.failure());
    }

    private void writeJson(List<InvariantResult> results, boolean passed) throws IOException {
        try (JsonWriter json = new JsonWriter(spec.commandLine().getOut())) {
            json.object(() -> {
                json.field("passed", passed);
                json.name("checks");
                json.array(() -> {
                    for (InvariantResult result : results) {
                        json.object(() -> {
                            json.field("check", result.what());
                            json.field("passed", result.failure().isEmpty());
                            json.field("failure", result.failure());
                        });
                    }
                });
            });
        }
    }
}
