// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.behaviour.model.ObservedDeparture;
import org.mqecn.behaviour.scheme.ModelledScheme;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.lab.KernelHeaders;
import org.mqecn.port.SchemeRole;

/**
 * Runs patterns through the module's sources, compiled into {@code port.c} with a clock that the program sets. No guest is
 * needed, and times are exact.
 */
public final class SourcePatterns {
    /** Between two steps, so that the order of events is known. */
    private static final long STEP_NS = 256;

    private static final Path SOURCES = Path.of("kmod").toAbsolutePath();
    private static final int UNMAPPED = 255;
    private static final int NO_TAG = 255;

    private final Path folder;
    private final Path program;

    /** Compiles the program into a folder. */
    public SourcePatterns(Path folder) {
        this.folder = folder;
        program = folder.resolve("port");
        try {
            new KernelHeaders(SOURCES).writeEmpty(folder.resolve("include"), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                "cc",
                "-O1",
                "-I" + folder.resolve("include"),
                "-I" + SOURCES,
                "-I" + SOURCES.resolve("model"),
                "-o",
                program.toString(),
                "-include",
                "kernel.h",
                Path.of("src", "test", "c", "port.c").toAbsolutePath().toString()));
        for (SchemeRole role : SchemeRole.values()) {
            Path files = SOURCES.resolve(role.folder());
            ModelledScheme.all(role)
                    .forEach(scheme ->
                            command.add(files.resolve(scheme.name() + ".c").toString()));
        }
        command.add("-lm");
        CommandResult result = new CommandRunner().capture(command);
        assertTrue(result.succeeded(), result::errors);
    }

    public List<PatternTrace> run(List<PortPattern> patterns) {
        Iterator<String> lines = output(patterns).lines().iterator();
        return patterns.stream().map(pattern -> patternTrace(pattern, lines)).toList();
    }

    private String output(List<PortPattern> patterns) {
        try {
            Path script = Files.writeString(
                    folder.resolve("patterns"),
                    patterns.stream().map(SourcePatterns::script).collect(Collectors.joining()));
            CommandResult result = new CommandRunner()
                    .capture(List.of("sh", "-c", "exec \"$1\" < \"$2\"", "sh", program.toString(), script.toString()));
            assertTrue(result.succeeded(), () -> "port failed: " + result.errors());
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------------ script

    private static String script(PortPattern pattern) {
        PortOptions options = new PortOptions(pattern.optionText());
        StringBuilder script =
                new StringBuilder("port %d %d %s%n".formatted(pattern.mtu(), pattern.overhead(), numbers(options)));
        long now = 0;
        for (PatternStep step : pattern.steps()) {
            now += STEP_NS;
            if (step instanceof PatternStep.Pause pause) {
                now += pause.ns();
            } else if (step instanceof PatternStep.Change change) {
                options.change(change.options());
                script.append("change %d %s%n".formatted(now, numbers(options)));
            } else if (step instanceof PatternStep.Observe) {
                script.append("observe %d%n".formatted(now));
            } else if (step instanceof PatternStep.Burst burst) {
                for (PortPacket packet : burst.packets()) {
                    script.append("packet ")
                            .append(now)
                            .append(' ')
                            .append(numbers(packet))
                            .append('\n');
                }
            }
        }
        return script.append("observe %d%nend%n".formatted(now + pattern.drainTime()))
                .toString();
    }

    private static String numbers(PortPacket packet) {
        StringJoiner numbers = new StringJoiner(" ");
        numbers.add("%d %d %d %d %d"
                .formatted(
                        packet.flow(),
                        packet.seq(),
                        packet.dscp() == PortPacket.ABSENT ? -1 : packet.dscp() << 2 | packet.ecn(),
                        packet.pcp() == PortPacket.ABSENT ? NO_TAG : packet.pcp(),
                        packet.classMinor()));
        numbers.add(String.valueOf(packet.frames().size()));
        packet.frames().forEach(frame -> numbers.add(frame.toString()));
        return numbers.toString();
    }

    /** The words that {@code read_config()} of {@code port.c} reads. */
    private static String numbers(PortOptions options) {
        StringJoiner numbers = new StringJoiner(" ");
        numbers.add(options.schemeName()).add(options.policyName());
        add(
                numbers,
                options.rate(),
                options.queues(),
                options.portThresh(),
                options.sharedBuffer(),
                options.discipline().ordinal(),
                options.marksAtDequeue() ? 1 : 0,
                options.roundAlpha(),
                options.idleInterval(),
                options.bucket(),
                options.tcnThresh(),
                options.codelTarget(),
                options.codelInterval(),
                options.trustsPcp() ? 1 : 0,
                options.queueOf(PortPacket.ABSENT));
        for (int code = 0; code < PortOptions.DSCPS; code++) {
            add(numbers, options.trustsPcp() ? UNMAPPED : options.queueOf(code));
        }
        for (int code = 0; code < PortOptions.PCPS; code++) {
            add(numbers, options.trustsPcp() ? options.queueOf(code) : UNMAPPED);
        }
        for (int queue = 0; queue < options.queues(); queue++) {
            add(
                    numbers,
                    options.quantum(queue),
                    options.queueThresh(queue),
                    options.queueBuffer(queue),
                    options.prio(queue));
            add(numbers, options.parameters(options.schemeName(), queue));
            add(numbers, options.parameters(options.policyName(), queue));
        }
        return numbers.toString();
    }

    private static void add(StringJoiner numbers, long... values) {
        Arrays.stream(values).forEach(value -> numbers.add(String.valueOf(value)));
    }

    // ------------------------------------------------------------------ trace

    /** Reads the lines of a pattern up to its end. */
    private static PatternTrace patternTrace(PortPattern pattern, Iterator<String> lines) {
        PatternTrace trace = new PatternTrace(pattern, 0, 0);
        int queues = new PortOptions(pattern.optionText()).queues();
        long now = 0;
        for (PatternStep step : pattern.steps()) {
            now += STEP_NS;
            if (step instanceof PatternStep.Pause pause) {
                now += pause.ns();
            } else if (step instanceof PatternStep.Change change) {
                trace.addChange(change, now);
            } else if (step instanceof PatternStep.Observe) {
                addObservation(trace, lines, queues);
            } else if (step instanceof PatternStep.Burst burst) {
                trace.addBurst(burst, now);
            }
        }
        addObservation(trace, lines, queues);
        String end = lines.next();
        assertTrue(end.equals("end"), end);
        return trace;
    }

    private static void addObservation(PatternTrace trace, Iterator<String> lines, int queues) {
        String[] words = lines.next().split(" ");
        while (words[0].equals("departure")) {
            trace.addDeparture(new ObservedDeparture(
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    words[3].equals("1"),
                    Long.parseLong(words[4])));
            words = lines.next().split(" ");
        }
        long at = Long.parseLong(words[1]);
        trace.addTimer(at, Long.parseLong(words[2]));
        trace.addCounters(
                at,
                Stream.generate(lines::next)
                        .limit(queues)
                        .map(SourcePatterns::counters)
                        .toList());
    }

    private static Map<String, Long> counters(String line) {
        return Arrays.stream(line.split(" "))
                .skip(1)
                .map(word -> word.split("="))
                .collect(Collectors.toMap(word -> word[0].replace('-', '_'), word -> Long.parseUnsignedLong(word[1])));
    }
}
