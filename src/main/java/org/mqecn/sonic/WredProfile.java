// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.port.Assignment;
import org.mqecn.value.UserError;

/**
 * An entry of WRED_PROFILE, of packets that are green: without a meter, all are.
 *
 * @param marks whether it marks ECN-capable packets between and above the thresholds
 * @param drops whether it drops there; if it marks, only packets that are not ECN-capable
 * @param percent probability at the upper one
 */
record WredProfile(boolean marks, boolean drops, long minBytes, long maxBytes, long percent) {
    static final WredProfile NONE = new WredProfile(false, false, 0, 0, 0);
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
            return NONE;
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
        return new WredProfile(marks, drops, min, max, percent);
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
        assignments.add(new Assignment(RedSettings.MARK, queue, marks ? 1 : 0));
        if (marks) {
            assignments.add(new Assignment(RedSettings.MIN, queue, minBytes));
            assignments.add(new Assignment(RedSettings.MAX, queue, maxBytes));
            assignments.add(new Assignment(RedSettings.PROB, queue, percent * PPM_PER_PERCENT));
        }
        assignments.add(new Assignment(RedSettings.DROP, queue, drops ? 1 : 0));
        if (drops) {
            assignments.add(new Assignment(RedSettings.DROP_MIN, queue, minBytes));
            assignments.add(new Assignment(RedSettings.DROP_MAX, queue, maxBytes));
            assignments.add(new Assignment(RedSettings.DROP_PROB, queue, percent * PPM_PER_PERCENT));
        }
        return assignments;
    }

    /** The fields of the entry; all colours have the same. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> colours = List.of("green", "yellow", "red");
        colours.forEach(colour -> fields.put("wred_" + colour + "_enable", Boolean.toString(drops)));
        fields.put("ecn", marks ? "ecn_all" : "ecn_none");
        for (String colour : colours) {
            fields.put(colour + "_max_threshold", Long.toString(maxBytes));
            fields.put(colour + "_min_threshold", Long.toString(minBytes));
        }
        colours.forEach(colour -> fields.put(colour + "_drop_probability", Long.toString(percent)));
        return fields;
    }
}
