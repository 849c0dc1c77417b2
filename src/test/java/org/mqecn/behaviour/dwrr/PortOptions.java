// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mqecn.behaviour.scheme.ModelledScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeSetting;

/**
 * The options of a port in the syntax of tc. Options that are not given have the default of the manual page. Times are in
 * ns, rates in bytes per second and lists of code points without ranges, with the units of tc: {@code 8000ns},
 * {@code 125000bps}, {@code dscp 3:1,2}.
 */
public final class PortOptions {
    /** What the marking schemes do. */
    public enum Scheme {
        NONE,
        PER_QUEUE,
        PER_PORT,
        MQ_ECN,
        TCN,
        CODEL,
        /** One with a module of its own. */
        MODULE
    }

    /** How queues of equal priority share the rate. */
    public enum Discipline {
        DWRR,
        WRR,
        WFQ
    }

    static final int DSCPS = 64;
    static final int PCPS = 8;

    /** The schemes of the port itself. */
    static final List<String> OWN_SCHEMES = List.of("none", "per-queue", "per-port", "mq-ecn", "tcn", "codel");
    /** Likewise, who is admitted. */
    static final List<String> OWN_POLICIES = List.of("shared", "static");

    private static final int MAX_QUEUES = 64;
    private static final int UNMAPPED = -1;

    private final Map<String, String> ofPort = new HashMap<>();
    private final Map<String, String[]> ofQueues = new HashMap<>();
    private final int[] queueOfDscp = new int[DSCPS];
    private final int[] queueOfPcp = new int[PCPS];

    /** @param options in the syntax of tc */
    public PortOptions(String options) {
        Arrays.setAll(queueOfDscp, dscp -> dscp);
        Arrays.setAll(queueOfPcp, pcp -> pcp);
        change(options);
    }

    private PortOptions(PortOptions other) {
        ofPort.putAll(other.ofPort);
        other.ofQueues.forEach((name, values) -> ofQueues.put(name, values.clone()));
        System.arraycopy(other.queueOfDscp, 0, queueOfDscp, 0, DSCPS);
        System.arraycopy(other.queueOfPcp, 0, queueOfPcp, 0, PCPS);
    }

    PortOptions copy() {
        return new PortOptions(this);
    }

    /** MQ-ECN measures rounds, and WFQ has none. */
    boolean isValid() {
        return scheme() != Scheme.MQ_ECN || discipline() != Discipline.WFQ;
    }

    /** Sets the given options and leaves the others. */
    void change(String options) {
        forgetParameters(options, "ecn-scheme", schemeName());
        forgetParameters(options, "buffer-mode", policyName());
        String name = "";
        for (String word : options.strip().split(" +")) {
            int colon = word.indexOf(':');
            if (colon >= 0) {
                setOfQueue(name, word.substring(0, colon), word.substring(colon + 1));
            } else if (ofPort.containsKey(name) && ofPort.get(name) == null) {
                ofPort.put(name, word);
            } else {
                name = word;
                ofPort.put(name, null);
            }
        }
    }

    /** A scheme that comes back has the defaults of its parameters. */
    private void forgetParameters(String options, String role, String name) {
        String words = " " + options + " ";
        if (words.contains(" " + role + " ") && !words.contains(" " + role + " " + name + " ")) {
            ModuleSchemes.find(name).stream()
                    .flatMap(scheme -> scheme.settings().stream())
                    .forEach(setting -> {
                        ofPort.remove(setting.key());
                        ofQueues.remove(setting.key());
                    });
        }
    }

    private void setOfQueue(String name, String queue, String value) {
        ofPort.remove(name);
        if (name.equals("dscp") || name.equals("pcp")) {
            map(name.equals("dscp") ? queueOfDscp : queueOfPcp, queue, value);
            return;
        }
        String[] values = ofQueues.computeIfAbsent(name, key -> new String[MAX_QUEUES]);
        if (queue.equals("all")) {
            Arrays.fill(values, value);
        } else {
            values[Integer.parseInt(queue)] = value;
        }
    }

    /** A list replaces the code points of the queue; each leaves the queue that had it. */
    private static void map(int[] queueOf, String queue, String list) {
        boolean all = queue.equals("all");
        for (int code = 0; code < queueOf.length; code++) {
            if (all || queueOf[code] == Integer.parseInt(queue)) {
                queueOf[code] = UNMAPPED;
            }
        }
        if (!list.equals("none")) {
            for (String code : list.split(",")) {
                queueOf[Integer.parseInt(code)] = Integer.parseInt(queue);
            }
        }
    }

    /** C, in bytes per second. */
    public long rate() {
        return number("rate", 0);
    }

    public int queues() {
        return (int) number("queues", 8);
    }

    Scheme scheme() {
        return OWN_SCHEMES.contains(schemeName()) ? Scheme.valueOf(constant(schemeName())) : Scheme.MODULE;
    }

    String schemeName() {
        return keyword("ecn-scheme", "per-queue");
    }

    String policyName() {
        return keyword("buffer-mode", "shared");
    }

    /** The values of a scheme's parameters in a queue, in the order of its file. */
    long[] parameters(String scheme, int queue) {
        return ModuleSchemes.find(scheme).stream()
                .flatMap(each -> each.settings().stream())
                .mapToLong(setting -> parameter(setting, queue))
                .toArray();
    }

    private long parameter(SchemeSetting setting, int queue) {
        String value = setting.isPerQueue() ? value(setting.key(), queue, null) : keyword(setting.key(), null);
        return value == null ? setting.defaultValue() : value.equals("on") ? 1 : value.equals("off") ? 0 : parse(value);
    }

    /** Whether the port marks departing packets. */
    boolean marksDepartures() {
        return usesSojourn() || marksAtDequeue();
    }

    /** Whether sojourn times are measured. */
    boolean usesSojourn() {
        return scheme() == Scheme.TCN
                || scheme() == Scheme.CODEL
                || module().map(ModelledScheme::usesSojourn).orElse(false);
    }

    /** Whether a packet may be marked by chance when it arrives. */
    boolean marksByChanceAtArrival() {
        return module().map(ModelledScheme::marksByChanceAtArrival).orElse(false);
    }

    private Optional<ModelledScheme> module() {
        return Optional.ofNullable(ModelledScheme.ALL.get(schemeName()));
    }

    /** Whether packets are marked as with other options. */
    boolean marksAs(PortOptions other) {
        return schemeName().equals(other.schemeName())
                && marksAtDequeue() == other.marksAtDequeue()
                && IntStream.range(0, queues())
                        .allMatch(queue ->
                                Arrays.equals(parameters(schemeName(), queue), other.parameters(schemeName(), queue)));
    }

    Discipline discipline() {
        return Discipline.valueOf(constant(keyword("scheduler", "dwrr")));
    }

    boolean hasStaticBuffers() {
        return policyName().equals("static");
    }

    boolean marksAtDequeue() {
        return keyword("mark-at", "enqueue").equals("dequeue");
    }

    boolean trustsPcp() {
        return keyword("trust", "dscp").equals("pcp");
    }

    long portThresh() {
        return number("port-thresh", 30_000);
    }

    long sharedBuffer() {
        return number("shared-buffer", 2_000_000);
    }

    /** β of equation 6, in thousandths. */
    long roundAlpha() {
        return number("round-alpha", 750);
    }

    long idleInterval() {
        return number("idle-interval", 12_000);
    }

    long bucket() {
        return number("bucket", 20_000);
    }

    long tcnThresh() {
        return number("tcn-thresh", 256_000);
    }

    long codelTarget() {
        return number("codel-target", 102_400);
    }

    long codelInterval() {
        return number("codel-interval", 2_048_000);
    }

    /** The queue of a DSCP or PCP. */
    int queueOf(int code) {
        int queue = code == PortPacket.ABSENT ? UNMAPPED : (trustsPcp() ? queueOfPcp : queueOfDscp)[code];
        return queue == UNMAPPED || queue >= queues() ? (int) number("default-queue", 0) : queue;
    }

    long quantum(int queue) {
        return number("quantum", queue, 1_538);
    }

    long queueThresh(int queue) {
        return number("queue-thresh", queue, 30_000);
    }

    long queueBuffer(int queue) {
        return number("queue-buffer", queue, 2_000_000);
    }

    int prio(int queue) {
        return (int) number("prio", queue, 0);
    }

    private long number(String name, long otherwise) {
        String value = keyword(name, null);
        return value == null ? otherwise : parse(value);
    }

    private long number(String name, int queue, long otherwise) {
        String value = value(name, queue, null);
        return value == null ? otherwise : parse(value);
    }

    /** A number, whatever its unit. */
    private static long parse(String value) {
        int end = value.length();
        while (!Character.isDigit(value.charAt(end - 1))) {
            end--;
        }
        return Long.parseLong(value, 0, end, 10);
    }

    private String keyword(String name, String otherwise) {
        return ofPort.getOrDefault(name, otherwise);
    }

    private String value(String name, int queue, String otherwise) {
        String[] values = ofQueues.get(name);
        return values == null || values[queue] == null ? otherwise : values[queue];
    }

    private static String constant(String keyword) {
        return keyword.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
