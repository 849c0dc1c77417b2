// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.mqecn.behaviour.scheme.ModelledScheme;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;

/** Builds a random pattern. Times and lengths are chosen relative to a full frame, so that queues fill and drain. */
final class RandomPattern {
    private static final int FULL = 1_538;
    private static final int FCS = 4;
    private static final int MIN_FRAME = 64;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TAG = 12;
    private static final int MAX_BURST = 16;
    /** Queues that have equal parameters of schemes: a line would be too long otherwise. */
    private static final int MANY_QUEUES = 8;
    /** A line of a batch of tc has at most 512. */
    private static final int MAX_WORDS = 450;

    private static final double GSO = 0.05;
    private static final double CHANGE = 0.12;
    private static final double OBSERVE = 0.12;
    private static final double IDLE = 0.1;
    /** In bytes/s. */
    private static final long MIN_RATE = 125_000;

    private final Random random;
    private final int mtu;
    private final int queues;
    private final long rate;
    private final Set<String> excluded;
    private final List<Integer> codes = new ArrayList<>();
    private final List<PatternStep> steps = new ArrayList<>();
    private PortOptions current;
    private int flows;

    /**
     * @param maxRate of the port in bytes/s
     * @param excluded schemes and parameters of schemes that the pattern does without
     */
    RandomPattern(Random random, int mtu, long maxRate, Set<String> excluded) {
        this.random = random;
        this.mtu = mtu;
        this.excluded = excluded;
        queues = pick(1, 2, 3, 4, 4, 8, 8, 16, 64);
        rate = (long) (MIN_RATE * Math.exp(random.nextDouble() * Math.log((double) maxRate / MIN_RATE)));
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            codes.add(random.nextInt(chance(0.8) ? queues : PortOptions.DSCPS));
        }
    }

    PortPattern build(String name) {
        List<String> options = new ArrayList<>(List.of("rate %dbps".formatted(rate), "queues " + queues));
        options.addAll(options(0.7));
        current = new PortOptions(String.join(" ", options));
        if (!current.isValid()) {
            options.remove("scheduler wfq");
            options.add("scheduler wrr");
            current.change("scheduler wrr");
        }
        for (int i = 0; i < 8 + random.nextInt(16); i++) {
            step();
        }
        return new PortPattern(name, mtu, chance(0.1) ? 1 + random.nextInt(60) : 0, options, steps);
    }

    private void step() {
        if (chance(CHANGE)) {
            change();
        }
        steps.add(burst());
        if (chance(OBSERVE)) {
            steps.add(new PatternStep.Observe());
        }
        if (chance(0.7)) {
            double mean = chance(IDLE) ? 200 : 0.5 * MAX_BURST;
            steps.add(new PatternStep.Pause((long) (mean * frameTime() * -Math.log(1 - random.nextDouble()))));
        }
    }

    private void change() {
        List<String> options = options(0.15);
        if (chance(0.2)) {
            options.add("rate %dbps".formatted((long) Math.max(MIN_RATE, rate * (0.3 + random.nextDouble() * 0.7))));
        }
        Collections.shuffle(options, random);
        String text = String.join(" ", options);
        PortOptions next = current.copy();
        next.change(text);
        if (!options.isEmpty() && next.isValid() && !hidesDecisions(next)) {
            current = next;
            steps.add(new PatternStep.Change(text));
        }
    }

    /** Whether packets that chance may have marked would have a second chance: CE does not say which it was. */
    private boolean hidesDecisions(PortOptions next) {
        return current.marksByChanceAtArrival() && next.marksDepartures() && !next.marksAs(current);
    }

    // ------------------------------------------------------------------ options

    /** Options of the port, each with the given probability. */
    private List<String> options(double probability) {
        List<String> options = new ArrayList<>();
        if (chance(probability)) {
            options.add(scheme(SchemeRole.MARKING, PortOptions.OWN_SCHEMES, probability));
        }
        add(options, probability, "scheduler", keyword(pick(PortOptions.Discipline.values())));
        add(options, probability, "port-thresh", bytes(0, 30));
        add(options, probability, "shared-buffer", bytes(1, chance(0.3) ? 1000 : 40));
        if (chance(probability)) {
            options.add(
                    pick("buffer-mode shared", scheme(SchemeRole.BUFFERING, PortOptions.OWN_POLICIES, probability)));
        }
        add(options, probability, "mark-at", pick("enqueue", "dequeue"));
        add(options, probability, "round-alpha", pick(0, 500, 750, 875, 999, 1000, random.nextInt(1001)));
        add(options, probability, "idle-interval", time(1, 4));
        add(options, probability, "bucket", Math.min(100_000_000, pick(1L, 20_000L, time(1, 3), time(1, 20))) + "ns");
        add(options, probability, "tcn-thresh", time(0, 10) + "ns");
        add(options, probability, "codel-target", time(1, 5) + "ns");
        add(options, probability, "codel-interval", time(1, 30) + "ns");
        add(options, probability / 3, "trust", pick("dscp", "pcp"));
        add(options, probability / 3, "default-queue", random.nextInt(queues));
        if (chance(probability)) {
            options.add(perQueue("quantum", quanta()));
        }
        addPerQueue(options, probability, "queue-thresh", () -> String.valueOf(bytes(0, 20)));
        addPerQueue(options, probability, "queue-buffer", () -> String.valueOf(bytes(1, 25)));
        addPerQueue(options, probability / 2, "prio", () -> String.valueOf(random.nextInt(pick(2, 3, 8))));
        if (chance(probability / 3)) {
            options.add(map("dscp", PortOptions.DSCPS));
        }
        if (chance(probability / 3)) {
            options.add(map("pcp", PortOptions.PCPS));
        }
        while (String.join(" ", options).split(" ").length > MAX_WORDS) {
            options.remove(random.nextInt(options.size()));
        }
        return options;
    }

    /** A scheme with, as often as not, its parameters if it is a module: they belong behind its name. */
    private String scheme(SchemeRole role, List<String> own, double probability) {
        List<String> names = new ArrayList<>(own);
        ModelledScheme.all(role)
                .map(DwrrScheme::name)
                .filter(name -> !excluded.contains(name))
                .forEach(names::add);
        String name = names.get(random.nextInt(names.size()));
        List<String> options = new ArrayList<>(List.of(role.setting().key() + " " + name));
        if (chance(Math.max(probability, 0.5))) {
            options.addAll(parameters(
                    ModuleSchemes.find(name).map(DwrrScheme::settings).orElse(List.of())));
        }
        return String.join(" ", options);
    }

    /** Values of a scheme's parameters, equal in all queues if there are many. */
    private List<String> parameters(List<SchemeSetting> settings) {
        List<String> options = new ArrayList<>();
        Map<String, long[]> drawn = new HashMap<>();
        for (SchemeSetting setting : settings) {
            if (excluded.contains(setting.key())) {
                continue;
            }
            long[] least = drawn.get(setting.relations().atLeast());
            long[] values = new long[queues];
            for (int i = 0; i < queues; i++) {
                boolean repeats = i > 0 && (!setting.isPerQueue() || queues > MANY_QUEUES);
                values[i] = repeats ? values[0] : value(setting, least == null ? 0 : least[i]);
            }
            drawn.put(setting.key(), values);
            if (!setting.isPerQueue()) {
                options.add(setting.key() + " " + text(setting, values[0]));
            } else if (queues > MANY_QUEUES) {
                options.add(setting.key() + " all:" + text(setting, values[0]));
            } else {
                options.add(perQueue(
                        setting.key(),
                        Arrays.stream(values)
                                .mapToObj(value -> text(setting, value))
                                .toList()));
            }
        }
        return options;
    }

    /** A value that has an effect in the short time of a pattern, not below a lower bound. */
    private long value(SchemeSetting setting, long least) {
        long min = setting.spec().min();
        long max = setting.spec().max();
        long value =
                switch (setting.quantity().unit()) {
                    case "bytes" -> least + (chance(0.5) ? 0 : bytes(0, 20));
                    case "ns" -> least + (least > 0 && chance(0.5) ? 0 : time(1, 15));
                    case "ppm" -> pick(0L, 50_000L, 500_000L, 1_000_000L, setting.defaultValue(), max);
                    default -> min + (long) Math.exp(random.nextDouble() * Math.log(max - min + 1.0)) - 1;
                };
        return Math.max(Math.max(min, least), Math.min(max, value));
    }

    private static String text(SchemeSetting setting, long value) {
        return isSwitch(setting)
                ? setting.quantity().format(value)
                : value + setting.quantity().unit().replace("bytes", "");
    }

    private static boolean isSwitch(SchemeSetting setting) {
        return setting.quantity().unit().isEmpty() && setting.spec().max() == 1;
    }

    private void add(List<String> options, double probability, String name, Object value) {
        if (chance(probability)) {
            options.add(name + " " + (name.equals("idle-interval") ? value + "ns" : value));
        }
    }

    private interface ValueSource {
        String next();
    }

    private void addPerQueue(List<String> options, double probability, String name, ValueSource values) {
        if (chance(probability)) {
            options.add(perQueue(
                    name,
                    IntStream.range(0, queues).mapToObj(i -> values.next()).toList()));
        }
    }

    private static String perQueue(String name, List<String> values) {
        StringJoiner words = new StringJoiner(" ", name + " ", "");
        for (int i = 0; i < values.size(); i++) {
            words.add(i + ":" + values.get(i));
        }
        return words.toString();
    }

    /** Equal ones, weights, and some that are smaller than a packet. */
    private List<String> quanta() {
        int most = pick(256, 800, FULL, 5 * FULL, 20_000, 1 << 20);
        int all = 256 + random.nextInt(most - 255);
        boolean equal = chance(0.2);
        return IntStream.range(0, queues)
                .mapToObj(i -> String.valueOf(equal ? all : 256 + random.nextInt(most - 255)))
                .toList();
    }

    /** Some code points for some queues. */
    private String map(String name, int codePoints) {
        List<StringJoiner> lists =
                IntStream.range(0, queues).mapToObj(i -> new StringJoiner(",")).toList();
        for (int code = 0; code < codePoints; code++) {
            if (chance(0.7)) {
                lists.get(random.nextInt(queues)).add(String.valueOf(code));
            }
        }
        return perQueue(
                name,
                lists.stream()
                        .map(list -> list.length() == 0 ? "none" : list.toString())
                        .toList());
    }

    private static String keyword(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Between so many full frames. */
    private long bytes(int from, int to) {
        return (long) FULL * from + random.nextInt(FULL * (to - from) + 1);
    }

    private double frameTime() {
        return FULL * 1e9 / rate;
    }

    /** Between so many transmission times of a full frame, in ns. */
    private long time(int from, int to) {
        return Math.max(1, Math.min(1_000_000_000, (long) (frameTime() * (from + random.nextDouble() * (to - from)))));
    }

    // ------------------------------------------------------------------ packets

    private PatternStep.Burst burst() {
        return chance(GSO) ? gsoBurst() : frameBurst();
    }

    private PatternStep.Burst frameBurst() {
        String protocol = pick("4", "4", "4", "4", "4", "4", "6", "6", "arp", "llc");
        boolean isIp = protocol.equals("4") || protocol.equals("6");
        int pcp = chance(current.trustsPcp() ? 0.7 : 0.1) ? random.nextInt(PortOptions.PCPS) : PortPacket.ABSENT;
        int least = MIN_FRAME + (protocol.equals("6") ? IPV6 - IPV4 : 0) + (pcp < 0 ? 0 : 4);
        int most = (protocol.equals("llc") ? 1_500 : mtu) + 18;
        int length = pick(least, most, most, least + random.nextInt(most - least + 1));
        int code = pick(codes.toArray(Integer[]::new));
        int ecn = random.nextInt(4);
        int classMinor = classMinor();
        int flow = flows++;
        String words = "flow=%d len=%d v=%s dscp=%d ecn=%d".formatted(flow, length, protocol, code, ecn)
                + (pcp < 0 ? "" : " vlan=5 pcp=" + pcp)
                + (classMinor == 0 ? "" : " prio=1:%x".formatted(classMinor));
        PortPacket packet = new PortPacket(
                flow,
                0,
                List.of(length - FCS),
                isIp ? code : PortPacket.ABSENT,
                isIp ? ecn : PortPacket.NOT_ECT,
                pcp,
                classMinor);
        return new PatternStep.Burst(1 + random.nextInt(MAX_BURST), packet, words);
    }

    private int classMinor() {
        return chance(0.1) ? 1 + random.nextInt(queues + 1) : 0;
    }

    private PatternStep.Burst gsoBurst() {
        boolean v6 = chance(0.3);
        int headers = 14 + (v6 ? IPV6 : IPV4) + 20;
        int payload = 100 + random.nextInt(1_300);
        int segments = 2 + random.nextInt(8);
        int rest = chance(0.5) ? TAG + random.nextInt(payload - TAG) : payload;
        List<Integer> frames = new ArrayList<>(Collections.nCopies(segments - 1, headers + payload));
        frames.add(headers + rest);
        int code = pick(codes.toArray(Integer[]::new));
        int ecn = random.nextInt(4);
        int flow = flows++;
        String words = "flow=%d len=%d v=%s l4=tcp gso=%d dscp=%d ecn=%d"
                .formatted(flow, headers + (segments - 1) * payload + rest + FCS, v6 ? "6" : "4", payload, code, ecn);
        PortPacket packet = new PortPacket(flow, 0, frames, code, ecn, PortPacket.ABSENT, 0);
        return new PatternStep.Burst(1 + random.nextInt(3), packet, words);
    }

    // ------------------------------------------------------------------ chance

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }
}
