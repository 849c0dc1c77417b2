// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.RedAction;
import org.mqecn.value.UserError;

/**
 * An entry of WRED_PROFILE, of packets that are green: without a meter, all are.
 *
 * @param action what it does between and above the thresholds
 * @param percent probability at the upper one
 */
record WredProfile(RedAction action, long minBytes, long maxBytes, long percent) {
    static final long PPM_PER_PERCENT = 10_000;
    private static final String MIN = "green_min_threshold";
    private static final String MAX = "green_max_threshold";
    private static final String PROBABILITY = "green_drop_probability";
    private static final List<String> OTHER_COLOURS = List.of("yellow", "red");
    private static final Set<String> ECN_OF_GREEN = Set.of("ecn_all", "ecn_green", "ecn_green_yellow", "ecn_green_red");
    private static final Set<String> ECN_OF_OTHERS = Set.of("ecn_none", "ecn_yellow", "ecn_red", "ecn_yellow_red");
    private static final int CERTAIN = 100;

    /**
     * Reads an entry.
     *
     * @param notes receives what a port cannot express
     * @throws UserError a usage error if a value is wrong
     */
    static WredProfile read(SonicTables tables, String name, Map<String, String> fields, Set<String> notes) {
        String entry = "WRED_PROFILE|" + name;
        String ecn = fields.getOrDefault("ecn", "ecn_none");
        if (!ECN_OF_GREEN.contains(ecn) && !ECN_OF_OTHERS.contains(ecn)) {
            throw UserError.usage(
                    tables.file() + ": " + entry + ": unknown ecn '" + ecn + "'",
                    "SONiC knows ecn_none, ecn_all, and ecn_green, ecn_yellow, ecn_red with their combinations");
        }
        boolean marks = ECN_OF_GREEN.contains(ecn);
        boolean drops = fields.getOrDefault("wred_green_enable", "false").equals("true");
        if (!marks && !drops) {
            return new WredProfile(RedAction.NONE, 0, 0, 0);
        }
        long min = value(tables, entry, fields, MIN);
        long max = value(tables, entry, fields, MAX);
        long percent = fields.containsKey(PROBABILITY) ? value(tables, entry, fields, PROBABILITY) : CERTAIN;
        if (min > max || percent > CERTAIN) {
            throw UserError.usage(
                    tables.file() + ": " + entry + ": "
                            + (min > max
                                    ? MIN + " (" + min + ") is above " + MAX + " (" + max + ")"
                                    : PROBABILITY + " (" + percent + ") is above 100"),
                    "correct it in the file");
        }
        noteColours(entry, fields, notes);
        return new WredProfile(
                marks && drops ? RedAction.MARK_DROP : marks ? RedAction.MARK : RedAction.DROP, min, max, percent);
    }

    private static long value(SonicTables tables, String entry, Map<String, String> fields, String field) {
        if (!fields.containsKey(field)) {
            throw UserError.usage(
                    tables.file() + ": " + entry + " has no " + field, "a profile of WRED or ECN needs it");
        }
        return tables.number(entry, field, fields.get(field));
    }

    private static void noteColours(String entry, Map<String, String> fields, Set<String> notes) {
        for (String colour : OTHER_COLOURS) {
            List.of("_min_threshold", "_max_threshold", "_drop_probability").forEach(suffix -> {
                String value = fields.get(colour + suffix);
                if (value != null && !value.equals(fields.get("green" + suffix))) {
                    notes.add(entry + ": " + colour + suffix + " " + value
                            + " differs from that of green, and a port has no colours: it is left out");
                }
            });
        }
    }

    /** The settings of a queue with this profile. */
    List<Assignment> assignments(int queue) {
        List<Assignment> assignments = new ArrayList<>();
        assignments.add(new Assignment(DwrrSetting.RED_ACTION, queue, action.ordinal()));
        if (action == RedAction.MARK || action == RedAction.MARK_DROP) {
            assignments.add(new Assignment(DwrrSetting.RED_MIN, queue, minBytes));
            assignments.add(new Assignment(DwrrSetting.RED_MAX, queue, maxBytes));
            assignments.add(new Assignment(DwrrSetting.RED_PROB, queue, percent * PPM_PER_PERCENT));
        }
        if (action == RedAction.DROP || action == RedAction.MARK_DROP) {
            assignments.add(new Assignment(DwrrSetting.RED_DROP_MIN, queue, minBytes));
            assignments.add(new Assignment(DwrrSetting.RED_DROP_MAX, queue, maxBytes));
            assignments.add(new Assignment(DwrrSetting.RED_DROP_PROB, queue, percent * PPM_PER_PERCENT));
        }
        return assignments;
    }

    /** The fields of the entry; all colours have the same. */
    Map<String, Object> fields() {
        String drops = Boolean.toString(action == RedAction.DROP || action == RedAction.MARK_DROP);
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> colours = List.of("green", "yellow", "red");
        colours.forEach(colour -> fields.put("wred_" + colour + "_enable", drops));
        fields.put("ecn", action == RedAction.DROP ? "ecn_none" : "ecn_all");
        for (String colour : colours) {
            fields.put(colour + "_max_threshold", Long.toString(maxBytes));
            fields.put(colour + "_min_threshold", Long.toString(minBytes));
        }
        colours.forEach(colour -> fields.put(colour + "_drop_probability", Long.toString(percent)));
        return fields;
    }
}
