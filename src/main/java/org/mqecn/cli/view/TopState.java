// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import org.mqecn.monitor.ActivityColumn;

/**
 * What the keys of {@code mqecn top} have chosen.
 *
 * @param sortColumn index of the column that rows are sorted by, in {@link ActivityColumn#ALL}; -1 for port and queue
 * @param ascending whether small values come first
 * @param filter part of the names of the devices that are shown
 * @param editing whether keys are added to the filter
 * @param paused whether the view stays as it is
 * @param busyOnly whether idle queues are hidden
 * @param quit whether to end
 */
public record TopState(
        int sortColumn,
        boolean ascending,
        String filter,
        boolean editing,
        boolean paused,
        boolean busyOnly,
        boolean quit) {
    public static final TopState INITIAL = new TopState(-1, false, "", false, false, false, false);

    /** The keys, for the last line of the screen. */
    static final String KEYS =
            "q quit  p pause  s/S sort by next/previous column  r reverse  / filter  i hide idle queues";

    private static final int MAX_FILTER = 15;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    private static final int CONTROL_C = 3;

    /** Returns the state after a key. */
    public TopState press(int key) {
        if (key == CONTROL_C) {
            return withQuit();
        }
        return editing ? edit(key) : choose(key);
    }

    private TopState choose(int key) {
        int columns = ActivityColumn.ALL.size() + 1;
        return switch (key) {
            case 'q', 'Q' -> withQuit();
            case 'p', 'P', ' ' -> new TopState(sortColumn, ascending, filter, editing, !paused, busyOnly, quit);
            case 's' -> withSort((sortColumn + 2) % columns - 1);
            case 'S' -> withSort((sortColumn + columns) % columns - 1);
            case 'r', 'R' -> new TopState(sortColumn, !ascending, filter, editing, paused, busyOnly, quit);
            case 'i', 'I' -> new TopState(sortColumn, ascending, filter, editing, paused, !busyOnly, quit);
            case '/' -> withFilter(filter, true);
            default -> this;
        };
    }

    private TopState edit(int key) {
        return switch (key) {
            case '\r', '\n' -> withFilter(filter, false);
            case ESCAPE -> withFilter("", false);
            case '\b', DELETE -> withFilter(filter.substring(0, Math.max(0, filter.length() - 1)), true);
            default ->
                key > ' ' && key < DELETE && filter.length() < MAX_FILTER
                        ? withFilter(filter + (char) key, true)
                        : this;
        };
    }

    private TopState withQuit() {
        return new TopState(sortColumn, ascending, filter, editing, paused, busyOnly, true);
    }

    private TopState withSort(int column) {
        return new TopState(column, ascending, filter, editing, paused, busyOnly, quit);
    }

    private TopState withFilter(String text, boolean edit) {
        return new TopState(sortColumn, ascending, text, edit, paused, busyOnly, quit);
    }

    /** Returns the choices in words, for the first line of the screen. */
    String description() {
        String sort =
                sortColumn < 0 ? "port" : ActivityColumn.ALL.get(sortColumn).name();
        return "sorted by " + sort + (ascending ? " (reverse)" : "")
                + (filter.isEmpty() && !editing ? "" : "  filter: " + filter + (editing ? "_" : ""))
                + (busyOnly ? "  busy queues" : "")
                + (paused ? "  PAUSED" : "");
    }
}
