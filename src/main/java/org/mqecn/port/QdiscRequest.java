// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** What a user asks of a port, in the order of typing; {@code all:V} holds for the queues that are not named. */
public record QdiscRequest(QdiscKind kind, List<Assignment> assignments) {
    private static final int DEFAULT_QUEUES = 8;

    /** @throws UserError a usage error where the same thing is asked for twice, or two that exclude each other */
    public QdiscRequest {
        assignments = List.copyOf(assignments);
        Set<List<Object>> seen = new LinkedHashSet<>();
        for (Assignment assignment : assignments) {
            if (!seen.add(List.of(assignment.setting(), assignment.queue()))) {
                throw UserError.usage(
                        assignment.setting().key() + " is given twice"
                                + (assignment.queue() >= 0 ? " for queue " + assignment.queue() : ""),
                        "say it once");
            }
        }
        kind.validate(assignments, Map.of());
    }

    /**
     * Reads {@code KEY VALUE…} pairs, for a port of whatever kind they suit: the first that takes them all.
     *
     * @throws UserError a usage error
     */
    public static QdiscRequest parse(List<String> words) {
        List<QdiscKind> kinds = QdiscKind.withKey(words.get(0));
        if (kinds.isEmpty()) {
            throw UserError.usage("unknown key '" + words.get(0) + "'", Suggestion.of(words.get(0), QdiscKind.keys()));
        }
        for (QdiscKind kind : kinds.subList(0, kinds.size() - 1)) {
            try {
                return parse(kind, words);
            } catch (UserError e) {
                // They may suit the next kind.
                continue;
            }
        }
        return parse(kinds.get(kinds.size() - 1), words);
    }

    /**
     * Reads {@code KEY VALUE…} pairs for a port of one kind: a word that is a key begins the next pair, unless it is
     * one of the words that the key before it takes, {@code policy pacing}.
     *
     * @throws UserError a usage error
     */
    public static QdiscRequest parse(QdiscKind kind, List<String> words) {
        List<Assignment> assignments = new ArrayList<>();
        Setting setting = null;
        boolean complete = true;
        for (String word : words) {
            boolean isKey = kind.setting(word).isPresent()
                    && (complete || !setting.quantity().hasKeyword(word));
            if (!isKey && setting != null && (setting.isPerQueue() || !complete)) {
                assignments.add(Assignment.parse(setting, word));
                complete = true;
                continue;
            }
            requireValue(setting, complete);
            setting = kind.require(word);
            complete = false;
        }
        requireValue(setting, complete);
        return new QdiscRequest(kind, assignments);
    }

    private static void requireValue(Setting setting, boolean complete) {
        if (!complete) {
            throw UserError.usage(
                    setting.key() + " has no value",
                    "write for example " + setting.key() + " " + (setting.isPerQueue() ? "0:" : "")
                            + setting.quantity().example());
        }
    }

    /** Number of queues that a new port will have. */
    public int queueCount() {
        return kind != QdiscKind.DWRR
                ? 0
                : assignments.stream()
                        .filter(assignment -> assignment.setting() == DwrrSetting.QUEUES)
                        .mapToInt(assignment -> (int) assignment.value())
                        .findFirst()
                        .orElse(DEFAULT_QUEUES);
    }

    /**
     * Makes sure that a new port can be so.
     *
     * @throws UserError a usage error
     */
    public void validateNew() {
        kind.requiredSetting()
                .filter(setting -> assignments.stream().noneMatch(each -> each.setting() == setting))
                .ifPresent(setting -> {
                    throw UserError.usage(
                            "a new " + kind.keyword() + " port needs a " + setting.key(),
                            "write for example --" + setting.key() + " "
                                    + setting.quantity().example());
                });
        validateQueues(queueCount());
        kind.validate(assignments, kind.defaults());
    }

    /**
     * Makes sure that a port can become so.
     *
     * @throws UserError a usage error
     */
    public void validateChange(PortConfig present) {
        validateQueues(present.queues().size());
        kind.validate(assignments, present.values());
    }

    /**
     * Makes sure that somebody who has not all of the queues that are named can become so.
     *
     * @param whose configuration it is
     * @throws UserError a usage error
     */
    public void validateAgainst(String whose, PortConfig present) {
        try {
            kind.validate(assignments, present.values());
        } catch (UserError e) {
            throw UserError.usage(whose + ": " + e.getMessage(), e.remedy());
        }
    }

    /** The same, in an order in which each of a dwrr port's values is allowed when it is set by itself. */
    public QdiscRequest inSafeOrder() {
        return new QdiscRequest(kind, DwrrConstraints.inSafeOrder(assignments));
    }

    /**
     * Holds every queue that is named to the number of queues that there are.
     *
     * @throws UserError a usage error that names the queue
     */
    public void validateQueues(int queues) {
        assignments.stream()
                .filter(assignment -> assignment.queue() >= queues)
                .findFirst()
                .ifPresent(wrong -> {
                    throw UserError.usage(
                            wrong + ": there is no queue " + wrong.queue(),
                            "the port has " + queues + (queues == 1 ? " queue: 0" : " queues: 0 to " + (queues - 1)));
                });
    }

    /** The words that tc takes: {@code rate 995mbit quantum 0:1538 1:3076}. */
    public List<String> arguments() {
        return arguments(assignments);
    }

    private static List<String> arguments(List<Assignment> assignments) {
        List<String> words = new ArrayList<>();
        Setting previous = null;
        for (Assignment assignment : assignments) {
            if (assignment.setting() != previous) {
                words.add(assignment.setting().key());
            }
            previous = assignment.setting();
            words.add(assignment.argument());
        }
        return words;
    }

    /** One line for each value that the port does not have, though it was asked for; empty when all is as asked. */
    public List<String> differences(PortConfig actual) {
        List<String> differences = new ArrayList<>();
        for (Assignment wanted : missingFrom(actual).assignments) {
            OptionalLong value = actual.value(wanted.setting(), wanted.queue());
            differences.add(wanted + ": the kernel has "
                    + (value.isEmpty()
                            ? "no such value"
                            : wanted.setting().quantity().format(value.getAsLong())));
        }
        return differences;
    }

    /** What a port does not have of it: what has to be changed there. */
    public QdiscRequest missingFrom(PortConfig actual) {
        return new QdiscRequest(
                kind,
                expand(actual.queues().size())
                        .filter(wanted ->
                                !actual.value(wanted.setting(), wanted.queue()).equals(OptionalLong.of(wanted.value())))
                        .toList());
    }

    /**
     * The values that a port has now of what is asked for here, in tc's words: what takes this request back. A port
     * may have what nobody may ask for, a {@code rank-from} beside a policy that reads no rank.
     */
    public List<String> currentArguments(PortConfig actual) {
        return arguments(expand(actual.queues().size())
                .filter(wanted -> !wanted.setting().isFixed())
                .map(wanted -> new Assignment(
                        wanted.setting(),
                        wanted.queue(),
                        actual.value(wanted.setting(), wanted.queue()).orElse(wanted.value())))
                .toList());
    }

    /** With what it leaves open, as far as ports always begin with the same. */
    public QdiscRequest withDefaults() {
        return withDefaultsFrom(new PortConfig(kind, kind.defaults(), List.of()));
    }

    /** With what it leaves open, as ports begin with it. */
    public QdiscRequest withDefaultsFrom(PortConfig beginning) {
        List<Assignment> all = new ArrayList<>(expand(queueCount()).toList());
        for (Setting setting : kind.settings()) {
            int count = setting.isPerQueue()
                    ? Math.min(queueCount(), beginning.queues().size())
                    : 1;
            for (int queue = 0; queue < count; queue++) {
                int target = setting.isPerQueue() ? queue : Assignment.PORT;
                beginning.value(setting, queue).stream()
                        .mapToObj(value -> new Assignment(setting, target, value))
                        .filter(each -> all.stream().noneMatch(each::hasSameTarget))
                        .forEach(all::add);
            }
        }
        return new QdiscRequest(kind, all);
    }

    /** The assignments that hold in the end, none of them for all queues at once. */
    public Stream<Assignment> expand(int queues) {
        return assignments.stream()
                .flatMap(assignment -> assignment.queue() == Assignment.ALL_QUEUES
                        ? assignment.expand(queues).stream()
                                .filter(each -> !assignments.stream().anyMatch(each::hasSameTarget))
                        : Stream.of(assignment));
    }
}
