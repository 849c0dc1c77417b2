// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The model of @NAME@: the same decisions, written from the paper and not from the C file. 'mqecn scheme test' asks both
 * about the same packets. Java runs this file as it is: 'java Model.java'.
 *
 * <p>A mark counts as a decision for packets that are not ECN-capable, too; the port does not carry it out.
 */
public final class Model {
    enum Verdict {
        PASS,
        MARK,
        DROP
    }

@DECISIONS@
    /** The random numbers that get_random_u32() gives the C file in a test: a step for each call. */
    private static long random = 1;

    static long randomU32() {
        random = random * 6364136223846793005L + 1442695040888963407L;
        return random >>> 32;
    }

    /** The timer of a scheme with .period expires. */
    void period(long now, long queueBytes, long portBytes) {}

    /** The rate of the port, in bytes per second. */
    private static long rate;

    /** Quanta, in bytes: of the queue, of all queues of its priority, and of those that have packets. */
    private static long[] quanta;

    /** What the other ports of the pool hold, in bytes, for a scheme with DWRR_NEEDS_POOL. */
    private static long pool;

    /** Reads steps: 'rate', 'pool', 'quanta', 'start VALUE...', 'period', 'arrive' and 'depart', and writes a verdict for each packet. */
    public static void main(String[] args) throws IOException {
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder verdicts = new StringBuilder();
        Model model = null;
        for (String line = steps.readLine(); line != null; line = steps.readLine()) {
            String[] words = line.split(" ");
            long[] n = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            switch (words[0]) {
                case "rate" -> rate = n[0];
                case "start" -> model = new Model(n);
                case "pool" -> pool = n[0];
                case "quanta" -> quanta = n;
                case "period" -> model.period(n[0], n[1], n[2]);
                case "arrive" -> verdicts.append(model.arrive(n[0], n[1], n[2], (int) n[3], n[4] == 1).ordinal()).append('\n');
                default -> verdicts.append(model.depart(n[0], n[1], n[2], n[3], (int) n[4]).ordinal()).append('\n');
            }
        }
        String statistics = Arrays.stream(model.statistics()).mapToObj(Long::toString).collect(Collectors.joining(" "));
        new PrintStream(System.out).println(verdicts + statistics);
    }
}
