// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.Port;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.value.UserError;

/**
 * Checks in a guest what must hold for every marking scheme and buffer policy, at the ends of its ranges too: its callbacks
 * keep to the interface (the KUnit suite {@code dwrr_scheme}); the kernel takes the values that the scheme declares and no
 * others; no packet is lost or counted twice; none that is not ECN-capable is marked; its module stays while a port uses it,
 * and can be unloaded when none does.
 */
public final class SchemeInvariants {
    private static final String KUNIT_MODULE = "dwrr_scheme_test";
    private static final Path KUNIT_RESULTS = Path.of("/sys/kernel/debug/kunit/dwrr_scheme/results");
    /** Values change so often during the bursts of a port. */
    private static final int BURSTS_BETWEEN_CHANGES = 4;

    /**
     * What was checked.
     *
     * @param failure what is wrong; empty if it holds
     */
    public record InvariantResult(String what, String failure) {}

    private final DwrrScheme scheme;
    private final String module;
    private final CommandRunner runner = new CommandRunner();
    private final List<InvariantResult> results = new ArrayList<>();

    public SchemeInvariants(DwrrScheme scheme) {
        this.scheme = scheme;
        this.module = AddedSchemes.module(scheme.name());
    }

    /** @throws UserError with the kernel's words, if it refuses the scheme */
    public List<InvariantResult> check() {
        load();
        checkInterface();
        SchemeTestPort port = new SchemeTestPort(scheme);
        port.open();
        scheme.settings().forEach(setting -> checkRange(port, setting));
        checkTraffic(port, "defaults", SchemeSetting::defaultValue);
        if (!scheme.settings().isEmpty()) {
            checkTraffic(port, "lowest values", setting -> setting.spec().min());
            checkTraffic(port, "highest values", setting -> setting.spec().max());
            checkChanges(port);
        }
        checkModule(port);
        return results;
    }

    private void add(String what, String failure) {
        results.add(new InvariantResult(what, failure));
    }

    /** What is wrong with a declaration is in the kernel's log only. */
    private void load() {
        CommandResult result = runner.capture(List.of("modprobe", module));
        if (!result.succeeded()) {
            String log = runner.capture(List.of("dmesg")).output();
            throw new UserError(
                    "the kernel refuses " + module + ": "
                            + log.lines()
                                    .filter(line -> line.contains("dwrr: scheme"))
                                    .map(line -> line.replaceFirst(".*dwrr: ", ""))
                                    .findFirst()
                                    .orElse(FailureRemedy.reason(result.errors(), result.exitStatus())),
                    "");
        }
    }

    private void checkInterface() {
        CommandResult loaded = runner.capture(List.of("modprobe", KUNIT_MODULE));
        Map<String, String> cases =
                KunitResults.read(SmallFile.read(KUNIT_RESULTS).orElse(""));
        if (cases.isEmpty()) {
            throw new UserError(
                    "no results of " + KUNIT_MODULE + ": " + FailureRemedy.reason(loaded.errors(), loaded.exitStatus()),
                    "");
        }
        cases.forEach((name, failure) -> add("KUnit: " + name.replace('_', ' '), failure));
        runner.capture(List.of("modprobe", "--remove", KUNIT_MODULE));
    }

    private void checkRange(SchemeTestPort port, SchemeSetting setting) {
        String failure = "";
        long min = setting.spec().min();
        long max = setting.spec().max();
        for (long value : new long[] {min, max, setting.defaultValue()}) {
            if (!port.takes(around(setting, value))) {
                failure = "the kernel refuses " + value;
                continue;
            }
            OptionalLong present = port.read().config().value(setting, 0);
            if (present.orElse(-1) != value) {
                failure = value + " is read back as " + present;
            }
        }
        if (min > 0 && port.takes(Map.of(setting, min - 1))
                || max < Long.MAX_VALUE && port.takes(Map.of(setting, max + 1))) {
            failure = "the kernel takes values out of the range " + setting.range();
        }
        add("range of " + setting.key() + ": " + setting.range(), failure);
    }

    /** All parameters: one with a value, the others with their defaults, as far as their relations permit. */
    private Map<SchemeSetting, Long> around(SchemeSetting setting, long value) {
        String bound = setting.relations().atLeast();
        return scheme.values(each -> each.equals(setting)
                ? value
                : each.key().equals(bound) ? Math.min(each.defaultValue(), value) : each.defaultValue());
    }

    private void checkTraffic(SchemeTestPort port, String values, ToLongFunction<SchemeSetting> value) {
        port.set(scheme.values(value));
        checkPackets(port, values, burst -> {});
    }

    /** The values change while packets are queued. */
    private void checkChanges(SchemeTestPort port) {
        List<Map<SchemeSetting, Long>> values = List.of(
                scheme.values(setting -> setting.spec().max()),
                scheme.values(SchemeSetting::defaultValue),
                scheme.values(setting -> setting.spec().min()));
        checkPackets(port, "changing values", burst -> {
            if (burst % BURSTS_BETWEEN_CHANGES == 0) {
                port.set(values.get(burst / BURSTS_BETWEEN_CHANGES % values.size()));
            }
        });
    }

    private void checkPackets(SchemeTestPort port, String values, IntConsumer beforeBurst) {
        port.clearCounters();
        int sent = port.send(beforeBurst);
        port.drain();
        List<Counters> queues = queues(port);
        long arrived = sum(queues, DwrrCounter.ARRIVED_PACKETS);
        add(
                values + ": " + sent + " packets, " + sum(queues, DwrrCounter.MARKED_PACKETS) + " marked, "
                        + sum(queues, dropsOf(scheme.role())) + " dropped by the scheme",
                arrived == sent ? "" : arrived + " packets arrived");
        add(values + ": each packet is sent or counted as dropped, once", notConserved(queues));
        add(values + ": only ECN-capable packets are marked", wronglyMarked(queues));
    }

    private static List<Counters> queues(SchemeTestPort port) {
        Port present = port.read();
        return present.stats().queues();
    }

    private static DwrrCounter dropsOf(SchemeRole role) {
        return role == SchemeRole.MARKING ? DwrrCounter.DROPPED_EARLY : DwrrCounter.DROPPED_QUEUE_BUFFER;
    }

    private static long sum(List<Counters> queues, DwrrCounter counter) {
        return queues.stream().mapToLong(queue -> queue.get(counter).orElse(0)).sum();
    }

    private static String notConserved(List<Counters> queues) {
        for (int i = 0; i < queues.size(); i++) {
            List<Counters> queue = List.of(queues.get(i));
            long left = sum(queue, DwrrCounter.SENT_PACKETS)
                    + sum(queue, DwrrCounter.BACKLOG_PACKETS)
                    + sum(queue, DwrrCounter.DROPPED_SHARED_BUFFER)
                    + sum(queue, DwrrCounter.DROPPED_QUEUE_BUFFER)
                    + sum(queue, DwrrCounter.DROPPED_EARLY);
            if (left != sum(queue, DwrrCounter.ARRIVED_PACKETS)) {
                return "queue " + i + ": " + sum(queue, DwrrCounter.ARRIVED_PACKETS) + " arrived, " + left
                        + " were sent, are queued or were dropped";
            }
        }
        return "";
    }

    private static String wronglyMarked(List<Counters> queues) {
        return IntStream.range(0, queues.size())
                .filter(i -> queues.get(i).get(DwrrCounter.MARKED_PACKETS).orElse(0)
                        > queues.get(i).get(DwrrCounter.ARRIVED_ECT_PACKETS).orElse(0))
                .mapToObj(i -> "queue " + i + " marked more packets than were ECN-capable")
                .findFirst()
                .orElse("");
    }

    private void checkModule(SchemeTestPort port) {
        port.set(scheme.values(SchemeSetting::defaultValue));
        port.clearCounters();
        port.send(burst -> {});
        add("its module stays while a port uses it", unloads() ? "the kernel unloads " + module : "");
        boolean queued = sum(queues(port), DwrrCounter.BACKLOG_PACKETS) > 0;
        port.selectOwn();
        String failure = queued ? reload() : "no packet is queued";
        port.selectScheme();
        add("its module is unloaded and loaded again while packets are queued", failure);
        port.drain();
        List<Counters> queues = queues(port);
        add("another scheme for a while: each packet is sent or counted as dropped, once", notConserved(queues));
        add("another scheme for a while: only ECN-capable packets are marked", wronglyMarked(queues));
        port.send(burst -> {});
        port.close();
        add("its module is unloaded when its port is removed with packets", unloads() ? "" : "it is in use");
    }

    private String reload() {
        if (!unloads()) {
            return "the kernel does not unload " + module;
        }
        load();
        return "";
    }

    private boolean unloads() {
        return runner.capture(List.of("modprobe", "--remove", module)).succeeded();
    }
}
