// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.value.UserError;

/**
 * A requested value of one setting: {@code rate 995mbit}, {@code quantum 1:3076}, {@code queue-thresh all:32k}.
 *
 * @param queue index of the queue, {@link #ALL_QUEUES}, or {@link #PORT} for a setting of the port
 * @param value in the setting's base unit
 */
public record Assignment(Setting setting, int queue, long value) {
    /** Denotes all queues. */
    public static final int ALL_QUEUES = -1;
    /** Denotes the port itself. */
    public static final int PORT = -2;

    public static final String ALL_KEYWORD = "all";
    private static final int LAST_QUEUE = 63;

    /**
     * Parses one value of a setting.
     *
     * @throws UserError a usage error
     */
    public static Assignment parse(Setting setting, String word) {
        if (!setting.isPerQueue()) {
            return new Assignment(setting, PORT, setting.parse(word));
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw UserError.usage(
                    setting.key() + " '" + word + "' has no queue number",
                    "write 0:" + word + " for queue 0, all:" + word + " for all queues");
        }
        return new Assignment(
                setting, parseQueue(setting, word.substring(0, colon)), setting.parse(word.substring(colon + 1)));
    }

    private static int parseQueue(Setting setting, String text) {
        if (text.equals(ALL_KEYWORD)) {
            return ALL_QUEUES;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > LAST_QUEUE) {
            throw UserError.usage(
                    "unknown queue '" + text + "' of " + setting.key(),
                    "queues are numbered from 0 to " + LAST_QUEUE + "; 'all' means all queues");
        }
        return Integer.parseInt(text);
    }

    /** What is set: a setting of a queue, of all queues, or of the port. */
    record Target(Setting setting, int queue) {}

    Target target() {
        return new Target(setting, queue);
    }

    /** The queue that it names, on either side of the colon; negative if none. */
    int namedQueue() {
        return setting == DwrrSetting.DEFAULT_QUEUE ? (int) value : queue;
    }

    /** The value as typed after the key: {@code 995mbit}, {@code 0:1538}. */
    public String argument() {
        String value = setting.quantity().format(this.value);
        return switch (queue) {
            case PORT -> value;
            case ALL_QUEUES -> ALL_KEYWORD + ":" + value;
            default -> queue + ":" + value;
        };
    }

    /** One assignment per queue instead of one for all queues. */
    List<Assignment> expand(int queues) {
        return IntStream.range(0, queues)
                .mapToObj(index -> new Assignment(setting, index, value))
                .toList();
    }

    @Override
    public String toString() {
        return setting.key() + " " + argument();
    }
}
