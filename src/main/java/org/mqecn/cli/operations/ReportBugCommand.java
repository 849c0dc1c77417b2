// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.FindingView;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.StatsView;
import org.mqecn.cli.view.TextStyle;
import org.mqecn.cli.view.TextTable;
import org.mqecn.doctor.Doctor;
import org.mqecn.doctor.Redaction;
import org.mqecn.doctor.ReportArchive;
import org.mqecn.doctor.ReportEntry;
import org.mqecn.doctor.SystemReport;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report-bug",
        description = {
            "Write an archive with what a maintainer would ask for, and list what it holds.",
            "",
            "Addresses, the name of this host and the path of the home folder are replaced. Nothing is sent: read the archive, "
                    + "and attach it to your report.%n"
        })
public final class ReportBugCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The archive (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("mqecn-report.zip");

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        LocalMachine machine = LocalMachine.current();
        Redaction redaction = new Redaction(
                SmallFile.read(machine.root().resolve("proc/sys/kernel/hostname"))
                        .orElse(""),
                System.getProperty("user.home"));
        List<ReportEntry> entries = Netns.call(common.namespace(), () -> collect(machine)).stream()
                .map(entry -> new ReportEntry(entry.name(), entry.description(), redaction.apply(entry.text())))
                .toList();
        ReportArchive.write(file, entries);
        print(entries);
        return ExitCode.SUCCESS;
    }

    private List<ReportEntry> collect(LocalMachine machine) throws IOException {
        CommandRunner runner = new CommandRunner();
        List<ReportEntry> entries = new ArrayList<>();
        StringWriter findings = new StringWriter();
        new FindingView(new PrintWriter(findings))
                .print(
                        new Doctor(machine, runner, common.namespace(), Optional.empty()).examine(Optional.empty()),
                        TextStyle.PLAIN);
        entries.add(new ReportEntry("doctor.txt", "findings of 'mqecn doctor'", findings.toString()));
        StringWriter counters = new StringWriter();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            new StatsView(new PrintWriter(counters), true).print(reader.readPorts());
        }
        entries.add(new ReportEntry("stats.json", "counters of ports and queues", counters.toString()));
        entries.addAll(new SystemReport(machine, runner, common.namespace()).entries());
        return entries;
    }

    private void print(List<ReportEntry> entries) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            try (JsonWriter json = new JsonWriter(out)) {
                json.object(() -> {
                    json.field("archive", file.toString());
                    json.stringArray(
                            "files", entries.stream().map(ReportEntry::name).toList());
                });
            }
            return;
        }
        TextTable table =
                new TextTable().textColumn("file").numberColumn("", "bytes").textColumn("contents");
        entries.forEach(entry ->
                table.addRow(List.of(entry.name(), Integer.toString(entry.text().length()), entry.description())));
        table.print(out);
        out.println("written to " + file + ": read it before you attach it to a report");
    }
}
