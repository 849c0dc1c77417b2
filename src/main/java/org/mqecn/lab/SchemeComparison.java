// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.FileTrees;
import org.mqecn.host.SchemeSource;
import org.mqecn.port.DwrrScheme;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Compares the decisions of a scheme with those of its model, a Java program of one file, packet by packet. */
public final class SchemeComparison {
    public static final int PACKETS = 100_000;

    private static final List<String> VERDICTS = List.of("pass", "mark", "drop");
    private static final long SEED = 15;
    private static final int SHOWN_STEPS = 3;

    private final Path kmod;
    private final SchemeSource source;
    private final DwrrScheme scheme;

    /** @param kmod the folder of mqecn's sources */
    public SchemeComparison(Path kmod, SchemeSource source, DwrrScheme scheme) {
        this.kmod = kmod;
        this.source = source;
        this.scheme = scheme;
    }

    /**
     * Runs both.
     *
     * @return how many packets were marked and dropped
     * @throws UserError with the first difference
     */
    public String run(Path model) {
        return run(
                model.getFileName().toString(),
                (folder, steps) -> SchemeProgram.run(
                        folder,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                model.toAbsolutePath().toString()),
                        steps));
    }

    /** A model of a scheme. */
    interface SchemeModel {
        /** Returns a verdict for each packet, and a line with the statistics. */
        List<String> run(Path folder, String steps);
    }

    /** @param name of the model, for messages */
    String run(String name, SchemeModel model) {
        try {
            Path folder = Files.createTempDirectory("mqecn-scheme-");
            try {
                return compare(name, model, folder);
            } finally {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            throw new UserError("cannot compare with the model: " + IoErrors.describe(e), "");
        }
    }

    private String compare(String name, SchemeModel model, Path folder) {
        String steps = new SchemeTraffic(scheme, source.text().contains(".period"), SEED).steps(PACKETS);
        List<String> decided = new SchemeProgram(kmod, source.file(), folder).run(steps);
        List<String> expected = model.run(folder, steps);
        List<String> packets = steps.lines().filter(SchemeComparison::isPacket).toList();
        for (int i = 0; i < packets.size(); i++) {
            String answer = i < expected.size() ? expected.get(i) : "";
            if (!decided.get(i).equals(answer)) {
                throw difference(steps, i, decided.get(i), answer);
            }
        }
        String own = decided.get(packets.size());
        String others = expected.size() > packets.size() ? expected.get(packets.size()) : "";
        if (!own.equals(others)) {
            throw new UserError(
                    "the statistics differ after all packets: " + source.file().getFileName() + " has " + own + ", "
                            + name + " " + others,
                    "they are in the order of the C file");
        }
        List<String> verdicts = decided.subList(0, packets.size());
        if (count(verdicts, 0) == packets.size()) {
            throw new UserError(
                    "none of the packets was marked or dropped, so that nothing is compared",
                    "choose defaults that matter in queues of up to 400 KB at 10 Mbit/s to 1 Gbit/s");
        }
        return count(verdicts, 1) + " marked, " + count(verdicts, 2) + " dropped";
    }

    /** Whether a step has a verdict. */
    private static boolean isPacket(String step) {
        return step.startsWith("arrive") || step.startsWith("depart");
    }

    private static long count(List<String> verdicts, int verdict) {
        return verdicts.stream().filter(Integer.toString(verdict)::equals).count();
    }

    private UserError difference(String steps, int packet, String decided, String expected) {
        List<String> lines = steps.lines().toList();
        int at = -1;
        String parameters = "";
        for (int left = packet + 1; left > 0; ) {
            at++;
            if (isPacket(lines.get(at))) {
                left--;
            } else if (lines.get(at).startsWith("start")) {
                parameters = lines.get(at);
            }
        }
        return new UserError(
                "packet %d of %d: %s decides '%s', its model '%s', after '%s'\n  %s\n  %s"
                        .formatted(
                                packet + 1,
                                PACKETS,
                                source.file().getFileName(),
                                verdict(decided),
                                verdict(expected),
                                parameters,
                                "arrive TIME QUEUE-BYTES PORT-BYTES LENGTH ECN-CAPABLE, depart TIME SOJOURN QUEUE-BYTES PORT-BYTES LENGTH:",
                                String.join("\n  ", lines.subList(Math.max(0, at - SHOWN_STEPS), at + 1))),
                "one of them is not what the paper says");
    }

    private static String verdict(String answer) {
        return answer.matches("[0-2]") ? VERDICTS.get(Integer.parseInt(answer)) : answer;
    }
}
