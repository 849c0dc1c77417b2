// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.host.FileTrees;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.RunFile;
import org.mqecn.value.UserError;

/** Runs each case in a separate guest in virtual time: the load of the machine does not change results. */
public final class LabBackend implements Backend<ScenarioCase> {
    /** Files in the guest's folder of results. */
    private static final String CASE = "case.yaml";

    private static final String RUN = "run.json";
    private static final String GUEST_FOLDER = "/out/";
    /**
     * The command of a run. What happens in it must not depend on how much work another build of mqecn has to do for the
     * same, so:
     * <ul>
     *   <li>Threads that are runnable at the same time run in the order in which they became runnable (first in, first
     *       out), not by the processor time they had.
     *   <li>The JVM stops its threads as rarely as possible, since it waits 10 us for them, in virtual time as well: a
     *       young generation in which most runs need no collection, and no regular stops.
     * </ul>
     */
    private static final List<String> COMMAND = List.of(
            "chrt",
            "--fifo",
            "1",
            "env",
            "MQECN_JAVA_OPTIONS=-Xms1g -Xmn800m -XX:GuaranteedSafepointInterval=0",
            "mqecn",
            "run",
            "--case",
            GUEST_FOLDER + CASE);

    private static final Duration LIMIT = Duration.ofHours(6);
    private static final int LAST_LINES = 6;

    private final Guest guest;

    public LabBackend(Guest guest) {
        this.guest = guest;
    }

    @Override
    public String environment() {
        return "guest, " + guest.buildId();
    }

    @Override
    public RunFile run(ScenarioCase subject) throws IOException {
        Path folder = Files.createTempDirectory("mqecn-run-");
        try {
            Files.writeString(folder.resolve(CASE), subject.localDocument());
            GuestSpec spec =
                    GuestSpec.of(COMMAND, folder).withSeed(subject.seed()).withLimit(LIMIT);
            OptionalLong memory = FabricMemory.require(subject.testbed());
            GuestResult result = guest.run(memory.isPresent() ? spec.withMemory(memory.getAsLong()) : spec);
            if (result.exitStatus() != 0) {
                throw new UserError(
                        "the guest's run failed with exit status " + result.exitStatus() + ":\n"
                                + lastLines(result.output() + result.errors()),
                        "");
            }
            return ResultFiles.readRun(folder.resolve(RUN));
        } finally {
            FileTrees.delete(folder);
        }
    }

    /** The run file that a run inside the guest writes for a case file. */
    public static Path runFile(Path caseFile) {
        return caseFile.resolveSibling(RUN);
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
