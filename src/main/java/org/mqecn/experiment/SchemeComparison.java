// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mqecn.figure.Comparison;
import org.mqecn.figure.Comparison.Run;
import org.mqecn.figure.DemoReport;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestSpec;
import org.mqecn.port.UserError;

/**
 * Marking schemes on the same traffic: each runs in a guest of its own, as many side by side as there are
 * processors. What a guest does takes no virtual time, so they do not disturb each other.
 */
public final class SchemeComparison {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int LAST_LINES = 8;

    private final Guest guest;
    private final long seed;
    private final OutputStream terminal;

    /** @param terminal is shown one of the runs */
    public SchemeComparison(Guest guest, long seed, OutputStream terminal) {
        this.guest = guest;
        this.seed = seed;
        this.terminal = terminal;
    }

    /**
     * Runs them all and writes the data file.
     *
     * @param folder made when missing; what the guests' programs wrote is below {@code raw}
     * @throws UserError where a guest fails, as opposed to a run that does not count
     */
    public Comparison run(Path folder) throws IOException {
        String script = script();
        Map<Case, Future<Run>> runs = new EnumMap<>(Case.class);
        ExecutorService guests = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            runs.put(Case.SHOWN, guests.submit(() -> run(Case.SHOWN, script, folder)));
            for (Case each : Case.values()) {
                runs.computeIfAbsent(each, other -> guests.submit(() -> run(other, script, folder)));
            }
            List<Run> finished = new ArrayList<>();
            for (Future<Run> run : runs.values()) {
                finished.add(result(run));
            }
            Comparison comparison = describe(script, finished, folder);
            comparison.write(folder.resolve(DemoReport.DATA));
            return comparison;
        } finally {
            guests.shutdownNow();
        }
    }

    private Comparison describe(String script, List<Run> runs, Path folder) {
        Map<String, String> versions = new TreeMap<>(new TwoServices(results(folder, Case.SHOWN)).versions());
        Optional.ofNullable(SchemeComparison.class.getPackage().getImplementationVersion())
                .ifPresent(version -> versions.put("mqecn", version));
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version();
        return new Comparison(
                new Comparison.Header(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), machine),
                "One DCTCP flow against four, in two queues of one port", seed, versions, TwoServices.SETUP, script,
                runs);
    }

    private Run run(Case subject, String script, Path folder) {
        Results results = results(folder, subject);
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "star.sh"));
        command.addAll(subject.arguments());
        GuestSpec spec = GuestSpec.of(command, results.folder()).withSeed(seed).withLimit(LIMIT);
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        OutputStream output = subject == Case.SHOWN ? new Tee(transcript, terminal) : transcript;
        int status = guest.run(spec, output, errors).exitStatus();
        if (status != 0) {
            throw new UserError("the run " + subject.word() + " failed with exit status " + status + ":\n"
                    + end(transcript) + end(errors), "");
        }
        return new TwoServices(results).run(subject, transcript.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private static Results results(Path folder, Case subject) {
        return new Results(folder.resolve("raw").resolve(subject.word()));
    }

    private static String end(ByteArrayOutputStream text) {
        List<String> lines = text.toString(StandardCharsets.UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) + "\n";
    }

    private static Run result(Future<Run> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static String script() {
        try (InputStream script = SchemeComparison.class.getResourceAsStream("star.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
