// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrScheduler;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.TrustedField;
import org.mqecn.value.CodePoints;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A port as a SONiC switch has it.
 *
 * @param request its settings
 * @param notes what a port cannot express, and what was assumed, a sentence each
 */
public record SonicImport(QdiscRequest request, List<String> notes) {
    /** A weight of 1: a full frame. */
    static final long QUANTUM = EthernetFrame.FULL_WIRE_LENGTH;

    /** The greatest weight of SONiC. */
    static final long MAX_WEIGHT = 100;

    private static final int DEFAULT_QUEUES = 8;
    private static final long MEGA = 1_000_000;
    private static final int BUFFER_FACTOR = 3;
    private static final long DEFAULT_BUFFER = 96_000;
    private static final Set<String> READ_TABLES = Set.of(
            "PORT",
            "PORT_QOS_MAP",
            "QUEUE",
            "SCHEDULER",
            "WRED_PROFILE",
            "DSCP_TO_TC_MAP",
            "DOT1P_TO_TC_MAP",
            "TC_TO_QUEUE_MAP");
    private static final Set<String> READ_MAPS = Set.of("dscp_to_tc_map", "dot1p_to_tc_map", "tc_to_queue_map");
    private static final Set<String> READ_QUEUE_FIELDS = Set.of("scheduler", "wred_profile");
    private static final Set<String> READ_SCHEDULER_FIELDS = Set.of("type", "weight");

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @param port {@code Ethernet0}
     * @param rate of the port; empty for the speed in the file
     * @param buffer shared buffer in bytes; empty for one that fits the thresholds
     * @throws UserError a usage error if the file is broken, or does not configure the port
     */
    public static SonicImport read(String file, String text, String port, Optional<Rate> rate, Optional<Long> buffer) {
        SonicTables tables = SonicTables.parse(file, text);
        if (!tables.ports().contains(port)) {
            throw UserError.usage(file + " does not configure a port " + port, Suggestion.of(port, tables.ports()));
        }
        return new SonicReader(tables, port).read(rate, buffer);
    }

    /** Collects the settings of one port. */
    private static final class SonicReader {
        private final SonicTables tables;
        private final String port;
        private final Map<Integer, Map<String, String>> queues;
        private final Set<String> notes = new LinkedHashSet<>();
        private final List<Assignment> assignments = new ArrayList<>();

        SonicReader(SonicTables tables, String port) {
            this.tables = tables;
            this.port = port;
            this.queues = tables.queues(port);
        }

        SonicImport read(Optional<Rate> rate, Optional<Long> buffer) {
            Map<Integer, Integer> queueOfClass = queueOfClass();
            int count = Math.max(
                    DEFAULT_QUEUES, 1 + Math.max(largest(queues.keySet()), largest(Set.copyOf(queueOfClass.values()))));
            set(
                    DwrrSetting.RATE,
                    DwrrSetting.RATE.parse(rate.orElseGet(this::speed).toString()));
            set(DwrrSetting.QUEUES, DwrrSetting.QUEUES.parse(Integer.toString(count)));
            addSchedulers(count);
            addClassification(queueOfClass);
            addMarking(count, buffer);
            noteUnread();
            QdiscRequest request = new QdiscRequest(QdiscKind.DWRR, assignments);
            request.validateNew();
            return new SonicImport(request, List.copyOf(notes));
        }

        private static int largest(Set<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).max().orElse(0);
        }

        private void set(DwrrSetting setting, long value) {
            assignments.add(new Assignment(setting, Assignment.PORT, value));
        }

        private Rate speed() {
            String speed = tables.entry("PORT", port)
                    .map(fields -> fields.get("speed"))
                    .orElseThrow(() ->
                            UserError.usage(tables.file() + " has no speed of " + port, "give a rate: --rate 10gbit"));
            return new Rate(tables.number("PORT|" + port, "speed", speed) * MEGA);
        }

        /** The maps of the port, or those of the switch. */
        private Map<String, String> maps() {
            Map<String, String> maps =
                    new TreeMap<>(tables.entry("PORT_QOS_MAP", "global").orElse(Map.of()));
            tables.table("PORT_QOS_MAP").forEach((ports, fields) -> {
                if (List.of(ports.split(",")).contains(port)) {
                    maps.putAll(fields);
                }
            });
            return maps;
        }

        private Map<Integer, Integer> queueOfClass() {
            String entry = "PORT_QOS_MAP|" + port;
            String name = maps().get("tc_to_queue_map");
            Map<Integer, Integer> queueOfClass = new TreeMap<>();
            if (name == null) {
                for (int each = 0; each < DEFAULT_QUEUES; each++) {
                    queueOfClass.put(each, each);
                }
                return queueOfClass;
            }
            tables.referred(entry, "TC_TO_QUEUE_MAP", name)
                    .forEach((each, queue) -> queueOfClass.put(
                            tables.number("TC_TO_QUEUE_MAP|" + name, "traffic class", each),
                            tables.number("TC_TO_QUEUE_MAP|" + name, "queue", queue)));
            return queueOfClass;
        }

        private void addSchedulers(int count) {
            Map<Integer, Map<String, String>> schedulers = new TreeMap<>();
            queues.forEach((queue, fields) -> {
                if (fields.containsKey("scheduler")) {
                    String entry = "QUEUE|" + port + "|" + queue;
                    schedulers.put(queue, tables.referred(entry, "SCHEDULER", fields.get("scheduler")));
                    noteOthers(
                            "SCHEDULER|" + SonicTables.name(fields.get("scheduler")),
                            schedulers.get(queue),
                            READ_SCHEDULER_FIELDS);
                }
            });
            Map<Integer, String> types = schedulers.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().getOrDefault("type", "DWRR")));
            types.values().stream()
                    .filter(type -> !Set.of("DWRR", "WRR", "STRICT").contains(type))
                    .findFirst()
                    .ifPresent(type -> {
                        throw UserError.usage(
                                tables.file() + ": unknown type '" + type + "' of a scheduler",
                                "SONiC knows DWRR, WRR and STRICT");
                    });
            boolean dwrr = types.containsValue("DWRR");
            if (dwrr && types.containsValue("WRR")) {
                notes.add("SCHEDULER: a port has one algorithm, so that WRR queues become DWRR queues");
            }
            set(
                    DwrrSetting.SCHEDULER,
                    (dwrr || !types.containsValue("WRR") ? DwrrScheduler.DWRR : DwrrScheduler.WRR).ordinal());
            schedulers.forEach((queue, fields) -> {
                if (fields.containsKey("weight") && !types.get(queue).equals("STRICT")) {
                    long weight = tables.number("SCHEDULER of queue " + queue, "weight", fields.get("weight"));
                    if (weight < 1 || weight > MAX_WEIGHT) {
                        throw UserError.usage(
                                tables.file() + ": SCHEDULER of queue " + queue + ": weight " + weight
                                        + " is out of range",
                                "weights of SONiC go from 1 to " + MAX_WEIGHT);
                    }
                    assignments.add(new Assignment(DwrrSetting.QUANTUM, queue, weight * QUANTUM));
                }
            });
            addPriorities(
                    count,
                    types.entrySet().stream()
                            .filter(entry -> entry.getValue().equals("STRICT"))
                            .map(Map.Entry::getKey)
                            .toList());
        }

        /** Of strict queues, SONiC prefers those with the greater number. */
        private void addPriorities(int count, List<Integer> strict) {
            long most = DwrrSetting.PRIO.spec().max();
            if (strict.size() > most) {
                notes.add("SCHEDULER: a port has " + (most + 1) + " priorities: the lowest strict queues share one");
            }
            for (int queue = 0; !strict.isEmpty() && queue < count; queue++) {
                int self = queue;
                long above = strict.stream().filter(other -> other > self).count();
                assignments.add(new Assignment(
                        DwrrSetting.PRIO, queue, Math.min(strict.contains(queue) ? above : strict.size(), most)));
            }
        }

        private void addClassification(Map<Integer, Integer> queueOfClass) {
            boolean pcp = !maps().containsKey("dscp_to_tc_map") && maps().containsKey("dot1p_to_tc_map");
            String table = pcp ? "DOT1P_TO_TC_MAP" : "DSCP_TO_TC_MAP";
            DwrrSetting setting = pcp ? DwrrSetting.PCP : DwrrSetting.DSCP;
            set(DwrrSetting.TRUST, (pcp ? TrustedField.PCP : TrustedField.DSCP).ordinal());
            set(DwrrSetting.DEFAULT_QUEUE, queueOfClass.getOrDefault(0, 0));
            String name = maps().get(pcp ? "dot1p_to_tc_map" : "dscp_to_tc_map");
            Map<Integer, Long> codePoints = new TreeMap<>();
            if (name == null) {
                notes.add("PORT_QOS_MAP|" + port + " has no map of DSCPs: all packets go to queue "
                        + queueOfClass.getOrDefault(0, 0));
            } else {
                String entry = table + "|" + SonicTables.name(name);
                tables.referred("PORT_QOS_MAP|" + port, table, name).forEach((codePoint, each) -> {
                    int point = tables.number(entry, "code point", codePoint);
                    if (!setting.quantity().isValid(CodePoints.of(point)) || point >= Long.SIZE) {
                        throw UserError.usage(
                                tables.file() + ": " + entry + ": there is no code point " + point,
                                pcp ? "PCPs go from 0 to 7" : "DSCPs go from 0 to 63");
                    }
                    Integer queue = queueOfClass.get(tables.number(entry, "traffic class", each));
                    if (queue == null) {
                        throw UserError.usage(
                                tables.file() + ": " + entry + ": the traffic class " + each + " has no queue",
                                "add it to TC_TO_QUEUE_MAP");
                    }
                    codePoints.merge(queue, CodePoints.of(point), (a, b) -> a | b);
                });
            }
            assignments.add(new Assignment(setting, Assignment.ALL_QUEUES, 0));
            codePoints.forEach((queue, set) -> assignments.add(new Assignment(setting, queue, set)));
        }

        private void addMarking(int count, Optional<Long> given) {
            Map<Integer, WredProfile> profiles = new TreeMap<>();
            queues.forEach((queue, fields) -> {
                noteOthers("QUEUE|" + port + "|" + queue, fields, READ_QUEUE_FIELDS);
                if (fields.containsKey("wred_profile")) {
                    String entry = "QUEUE|" + port + "|" + queue;
                    String name = fields.get("wred_profile");
                    profiles.put(
                            queue,
                            WredProfile.read(
                                    tables,
                                    SonicTables.name(name),
                                    tables.referred(entry, "WRED_PROFILE", name),
                                    notes));
                }
            });
            profiles.values().removeIf(WredProfile.NONE::equals);
            set(
                    DwrrSetting.ECN_SCHEME,
                    profiles.isEmpty() ? EcnScheme.NONE.ordinal() : ModuleSchemes.value(RedSettings.SCHEME));
            if (profiles.isEmpty()) {
                notes.add("no queue of " + port + " has a profile that marks or drops: ecn-scheme is none");
            }
            for (int queue = 0; !profiles.isEmpty() && queue < count; queue++) {
                assignments.addAll(Optional.ofNullable(profiles.get(queue))
                        .orElse(WredProfile.NONE)
                        .assignments(queue));
            }
            long largest = profiles.values().stream()
                    .mapToLong(WredProfile::maxBytes)
                    .max()
                    .orElse(0);
            long buffer = given.orElseGet(() -> assumedBuffer(largest));
            set(DwrrSetting.SHARED_BUFFER, buffer);
            noteThresholdsAbove(buffer, profiles);
        }

        private void noteThresholdsAbove(long buffer, Map<Integer, WredProfile> profiles) {
            profiles.forEach((queue, profile) -> {
                if (profile.minBytes() >= buffer) {
                    notes.add("queue " + queue + ": the threshold " + profile.minBytes()
                            + " bytes is not below shared-buffer (" + buffer
                            + " bytes): packets are dropped before any is marked");
                }
            });
        }

        private long assumedBuffer(long largestThreshold) {
            long buffer = Math.min(
                    Math.max(DEFAULT_BUFFER, BUFFER_FACTOR * largestThreshold),
                    DwrrSetting.SHARED_BUFFER.spec().max());
            notes.add("the buffers of the switch are not read: shared-buffer is " + buffer
                    + " bytes, --shared-buffer gives another");
            return buffer;
        }

        private void noteOthers(String entry, Map<String, String> fields, Set<String> read) {
            List<String> others = fields.keySet().stream()
                    .filter(field -> !read.contains(field))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                notes.add(entry + ": a port has no " + String.join(", ", others));
            }
        }

        private void noteUnread() {
            noteOthers("PORT_QOS_MAP|" + port, maps(), READ_MAPS);
            List<String> others = tables.tables().keySet().stream()
                    .filter(table -> !READ_TABLES.contains(table))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                notes.add("tables that were not read: " + String.join(", ", others));
            }
        }
    }
}
