// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrScheduler;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.Setting;
import org.mqecn.port.TrustedField;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/**
 * A port as tables of SONiC.
 *
 * @param tables of each table its entries, of each entry its fields
 * @param notes what SONiC cannot express, a sentence each
 */
public record SonicExport(Map<String, Object> tables, List<String> notes) {
    private static final long MEGA = 1_000_000;
    private static final Set<Long> SPEEDS =
            Set.of(10L, 100L, 1000L, 10_000L, 25_000L, 40_000L, 50_000L, 100_000L, 200_000L, 400_000L, 800_000L);
    private static final Set<DwrrSetting> BUFFERS =
            Set.of(DwrrSetting.SHARED_BUFFER, DwrrSetting.BUFFER_MODE, DwrrSetting.QUEUE_BUFFER);
    private static final Set<DwrrSetting> NOT_IN_SONIC = Set.of(DwrrSetting.BUCKET, DwrrSetting.MARK_AT);

    /**
     * Makes the tables of a port.
     *
     * @param port its name in SONiC: {@code Ethernet0}
     * @param profile name of its maps and profiles: {@code AZURE}
     * @throws UserError a usage error if it is no dwrr port
     */
    public static SonicExport of(QdiscRequest request, String port, String profile) {
        if (request.kind() != QdiscKind.DWRR) {
            throw UserError.usage("SONiC has nothing like " + request.kind().keyword(), "export a port with dwrr");
        }
        return new SonicWriter(request, port, profile).write();
    }

    /** Collects the tables of one port. */
    private static final class SonicWriter {
        private final QdiscRequest request;
        private final String port;
        private final String profile;
        private final Map<String, Object> tables = new LinkedHashMap<>();
        private final Map<Integer, Map<String, Object>> queues = new TreeMap<>();
        private final Set<String> notes = new LinkedHashSet<>();

        SonicWriter(QdiscRequest request, String port, String profile) {
            this.request = request;
            this.port = port;
            this.profile = profile;
        }

        SonicExport write() {
            addSpeed();
            addMaps();
            addSchedulers();
            addProfiles();
            Map<String, Object> entries = new LinkedHashMap<>();
            queues.forEach((queue, fields) -> entries.put(port + "|" + queue, fields));
            tables.put("QUEUE", entries);
            noteLeftOut(BUFFERS, "the buffers of a switch depend on its model");
            noteLeftOut(NOT_IN_SONIC, "SONiC has no such setting");
            return new SonicExport(tables, List.copyOf(notes));
        }

        private void noteLeftOut(Set<DwrrSetting> settings, String reason) {
            settings.stream()
                    .sorted()
                    .filter(setting -> request.assignments().stream().anyMatch(each -> each.setting() == setting))
                    .forEach(setting -> notes.add(setting.key() + " is left out: " + reason));
        }

        private Optional<Long> value(Setting setting) {
            return request.assignments().stream()
                    .filter(each -> each.setting() == setting)
                    .map(Assignment::value)
                    .findFirst();
        }

        /** The value of a queue, or that for all queues. */
        private Optional<Long> value(Setting setting, int queue) {
            return LongStream.of(queue, Assignment.ALL_QUEUES)
                    .boxed()
                    .flatMap(target -> request.assignments().stream()
                            .filter(each -> each.setting() == setting && each.queue() == target))
                    .map(Assignment::value)
                    .findFirst();
        }

        private void addSpeed() {
            long rate = value(DwrrSetting.RATE).orElse(0L);
            if (rate % MEGA == 0 && SPEEDS.contains(rate / MEGA)) {
                tables.put("PORT", Map.of(port, Map.of("speed", Long.toString(rate / MEGA))));
            } else {
                notes.add("rate " + Quantity.RATE.format(rate) + " is no speed of a switch's port: PORT is left out");
            }
        }

        private void addMaps() {
            boolean pcp = value(DwrrSetting.TRUST).orElse(0L) == TrustedField.PCP.ordinal();
            DwrrSetting setting = pcp ? DwrrSetting.PCP : DwrrSetting.DSCP;
            String table = pcp ? "DOT1P_TO_TC_MAP" : "DSCP_TO_TC_MAP";
            Map<String, Object> maps = new LinkedHashMap<>();
            maps.put(pcp ? "dot1p_to_tc_map" : "dscp_to_tc_map", profile);
            maps.put("tc_to_queue_map", profile);
            tables.put("PORT_QOS_MAP", Map.of(port, maps));
            Map<String, Object> classOfCodePoint = new LinkedHashMap<>();
            long defaultQueue = value(DwrrSetting.DEFAULT_QUEUE).orElse(0L);
            CodePoints codePoints = (CodePoints) setting.quantity();
            codePoints.members(codePoints.all()).forEach(point -> {
                long queue = LongStream.range(0, request.queueCount())
                        .filter(each ->
                                CodePoints.contains(value(setting, (int) each).orElse(0L), point))
                        .findFirst()
                        .orElse(defaultQueue);
                classOfCodePoint.put(Integer.toString(point), Long.toString(queue));
            });
            tables.put(table, Map.of(profile, classOfCodePoint));
            Map<String, Object> queueOfClass = new LinkedHashMap<>();
            for (int queue = 0; queue < request.queueCount(); queue++) {
                queueOfClass.put(Integer.toString(queue), Integer.toString(queue));
            }
            tables.put("TC_TO_QUEUE_MAP", Map.of(profile, queueOfClass));
            if (request.assignments().stream().noneMatch(each -> each.setting() == setting)) {
                notes.add("the file does not say which " + setting.key() + " a queue has: all packets go to queue "
                        + defaultQueue);
            }
        }

        private void addSchedulers() {
            long scheduler = value(DwrrSetting.SCHEDULER).orElse(0L);
            if (scheduler == DwrrScheduler.WFQ.ordinal()) {
                notes.add("scheduler wfq becomes DWRR with the same weights: SONiC has no WFQ");
            }
            String type = scheduler == DwrrScheduler.WRR.ordinal() ? "WRR" : "DWRR";
            Set<Integer> strict = strictQueues();
            Map<String, String> names = new LinkedHashMap<>();
            Map<String, Object> entries = new LinkedHashMap<>();
            for (int queue = 0; queue < request.queueCount(); queue++) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("type", strict.contains(queue) ? "STRICT" : type);
                Optional<Long> weight = strict.contains(queue)
                        ? Optional.empty()
                        : value(DwrrSetting.QUANTUM, queue).map(this::weight);
                weight.ifPresent(number -> fields.put("weight", Long.toString(number)));
                if (strict.contains(queue) || weight.isPresent()) {
                    String name = names.computeIfAbsent(fields.toString(), any -> "scheduler." + names.size());
                    entries.put(name, fields);
                    field(queue, "scheduler", name);
                }
            }
            tables.put("SCHEDULER", entries);
        }

        /** Of queues with strict priority, SONiC prefers those with the greater number. */
        private Set<Integer> strictQueues() {
            long lowest = LongStream.range(0, request.queueCount())
                    .map(queue -> value(DwrrSetting.PRIO, (int) queue).orElse(0L))
                    .max()
                    .orElse(0);
            Set<Integer> strict = new TreeSet<>();
            long above = -1;
            for (int queue = request.queueCount() - 1; queue >= 0; queue--) {
                long priority = value(DwrrSetting.PRIO, queue).orElse(0L);
                if (priority < lowest) {
                    if (priority <= above) {
                        notes.add("queue " + queue + " has priority " + priority
                                + ", and SONiC prefers strict queues with greater numbers: their order differs");
                    }
                    above = priority;
                    strict.add(queue);
                }
            }
            return strict;
        }

        private long weight(long quantum) {
            long weight =
                    Math.min(Math.max(Math.round((double) quantum / SonicImport.QUANTUM), 1), SonicImport.MAX_WEIGHT);
            if (weight * SonicImport.QUANTUM != quantum) {
                notes.add("quantum " + quantum + " becomes weight " + weight + ": weights are 1 to "
                        + SonicImport.MAX_WEIGHT + " frames of " + SonicImport.QUANTUM + " bytes");
            }
            return weight;
        }

        private void addProfiles() {
            Map<WredProfile, String> names = new LinkedHashMap<>();
            for (int queue = 0; queue < request.queueCount(); queue++) {
                int self = queue;
                profile(queue)
                        .ifPresent(wred -> field(
                                self,
                                "wred_profile",
                                names.computeIfAbsent(
                                        wred, any -> names.isEmpty() ? profile : profile + "." + names.size())));
            }
            Map<String, Object> entries = new LinkedHashMap<>();
            names.forEach((wred, name) -> entries.put(name, wred.fields()));
            tables.put("WRED_PROFILE", entries);
        }

        private Optional<WredProfile> profile(int queue) {
            long value = value(DwrrSetting.ECN_SCHEME).orElse(0L);
            String name = DwrrSetting.ECN_SCHEME.quantity().format(value);
            if (name.equals(RedSettings.SCHEME.name())) {
                return red(queue);
            }
            switch (EcnScheme.of(value)) {
                case NONE:
                    return Optional.empty();
                case PER_QUEUE:
                    return value(DwrrSetting.QUEUE_THRESH, queue)
                            .map(threshold -> new WredProfile(true, false, threshold, threshold, 100))
                            .or(() -> unknown("queue-thresh"));
                default:
                    notes.add("ecn-scheme " + name + ": SONiC has no such scheme, no profile is written");
                    return Optional.empty();
            }
        }

        private Optional<WredProfile> unknown(String key) {
            notes.add("the file does not say " + key + " of each queue: 'mqecn save' names all settings");
            return Optional.empty();
        }

        private Optional<WredProfile> red(int queue) {
            boolean marks = value(RedSettings.MARK, queue).orElse(1L) != 0;
            boolean drops = value(RedSettings.DROP, queue).orElse(0L) != 0;
            if (!marks && !drops) {
                return Optional.empty();
            }
            Optional<Long> min = value(marks ? RedSettings.MIN : RedSettings.DROP_MIN, queue);
            Optional<Long> max = value(marks ? RedSettings.MAX : RedSettings.DROP_MAX, queue);
            Optional<Long> probability = value(marks ? RedSettings.PROB : RedSettings.DROP_PROB, queue);
            if (min.isEmpty() || max.isEmpty() || probability.isEmpty()) {
                return unknown(RedSettings.MIN.key() + ", " + RedSettings.MAX.key() + " and " + RedSettings.PROB.key());
            }
            if (marks
                    && drops
                    && !(min.equals(value(RedSettings.DROP_MIN, queue))
                            && max.equals(value(RedSettings.DROP_MAX, queue))
                            && probability.equals(value(RedSettings.DROP_PROB, queue)))) {
                notes.add(
                        "queue " + queue + " drops by other values than it marks by: SONiC has one set, that of marks");
            }
            long percent = Math.round((double) probability.get() / WredProfile.PPM_PER_PERCENT);
            if (percent * WredProfile.PPM_PER_PERCENT != probability.get()) {
                notes.add("queue " + queue + ": the probability of " + probability.get() + " ppm becomes " + percent
                        + " %: SONiC has whole percent");
            }
            return Optional.of(new WredProfile(marks, drops, min.get(), max.get(), percent));
        }

        private void field(int queue, String name, String value) {
            queues.computeIfAbsent(queue, any -> new LinkedHashMap<>()).put(name, value);
        }
    }
}
