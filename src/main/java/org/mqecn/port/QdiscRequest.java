// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** Settings that a user requests, in the order of typing; {@code all:V} applies to queues without an own value. */
public record QdiscRequest(QdiscKind kind, List<Assignment> assignments) {
    public static final int DEFAULT_QUEUES = 8;

    /** @throws UserError a usage error if a value is given twice or values contradict each other */
    public QdiscRequest {
        assignments = List.copyOf(assignments);
        Set<Assignment.Target> seen = new HashSet<>();
        for (Assignment assignment : assignments) {
            if (!seen.add(assignment.target())) {
                throw UserError.usage(
                        assignment.setting().key() + " is given twice"
                                + (assignment.queue() >= 0 ? " for queue " + assignment.queue() : ""),
                        "give it once");
            }
        }
        requireDisjointCodePoints(assignments);
        kind.validate(assignments, new PortConfig(kind, Map.of(), List.of()));
    }

    /** The request for a port with this configuration, except for values that have no effect in it. */
    public static QdiscRequest of(PortConfig config) {
        return new QdiscRequest(
                config.kind(),
                config.kind().settings().stream()
                        .filter(setting -> config.kind().isRequestable(setting, config))
                        .flatMap(setting -> IntStream.range(
                                        0,
                                        setting.isPerQueue() ? config.queues().size() : 1)
                                .boxed()
                                .flatMap(queue -> config.value(setting, queue).stream()
                                        .mapToObj(value -> new Assignment(
                                                setting, setting.isPerQueue() ? queue : Assignment.PORT, value))))
                        .toList());
    }

    /** A code point belongs to one queue. */
    private static void requireDisjointCodePoints(List<Assignment> assignments) {
        Map<Setting, Long> given = new HashMap<>();
        for (Assignment each : assignments) {
            if (each.setting().isCodePoints()) {
                long twice = each.queue() == Assignment.ALL_QUEUES
                        ? each.value()
                        : given.getOrDefault(each.setting(), 0L) & each.value();
                if (twice != 0) {
                    throw UserError.usage(
                            each + ": a code point belongs to one queue, and more than one gets "
                                    + each.setting().quantity().format(twice),
                            "give it to one queue; 'default-queue QUEUE' gets the code points of no queue");
                }
                given.merge(each.setting(), each.value(), (a, b) -> a | b);
            }
        }
    }

    /**
     * Parses {@code KEY VALUE…} pairs for the first kind of qdisc that accepts them all.
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
                if (hasForm(kind, words)) {
                    throw e;
                }
            }
        }
        return parse(kinds.get(kinds.size() - 1), words);
    }

    /** Whether the first value has a queue number if the kind has the setting per queue, and none otherwise. */
    private static boolean hasForm(QdiscKind kind, List<String> words) {
        return words.size() > 1
                && words.get(1).contains(":") == kind.require(words.get(0)).isPerQueue();
    }

    /**
     * Parses {@code KEY VALUE…} pairs for one kind of qdisc. A word that is a key begins the next pair, unless it is
     * also a value of the preceding key: {@code policy pacing}.
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

    /** The number of queues of a new port. */
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
     * Checks that a new port can have this configuration.
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
        kind.validate(assignments, kind.defaults(queueCount()));
    }

    /**
     * Checks that an existing port can be changed to this configuration.
     *
     * @throws UserError a usage error
     */
    public void validateChange(PortConfig present) {
        validateQueues(present.queues().size());
        kind.validate(assignments, present);
    }

    /**
     * Checks the values against a configuration that may have fewer queues.
     *
     * @param owner of the configuration, for the message
     * @throws UserError a usage error
     */
    public void validateAgainst(String owner, PortConfig present) {
        try {
            kind.validate(assignments, present);
        } catch (UserError e) {
            throw UserError.usage(owner + ": " + e.getMessage(), e.remedy());
        }
    }

    /** Orders the assignments so that each is valid if they are applied one by one. */
    public QdiscRequest inSafeOrder() {
        return new QdiscRequest(kind, DwrrConstraints.inSafeOrder(assignments));
    }

    /**
     * Checks that all queues of the request exist.
     *
     * @throws UserError a usage error that names the queue
     */
    public void validateQueues(int queues) {
        assignments.stream()
                .filter(assignment -> assignment.namedQueue() >= queues)
                .findFirst()
                .ifPresent(wrong -> {
                    throw UserError.usage(
                            wrong + ": there is no queue " + wrong.namedQueue(),
                            "the port has " + queues + (queues == 1 ? " queue: 0" : " queues: 0 to " + (queues - 1)));
                });
    }

    /** The arguments for tc: {@code rate 995mbit quantum 0:1538 1:3076}. */
    public List<String> arguments() {
        return arguments(assignments);
    }

    private static List<String> arguments(List<Assignment> assignments) {
        List<String> words = new ArrayList<>();
        Setting previous = null;
        for (Assignment assignment : withSchemesFirst(assignments)) {
            if (assignment.setting() != previous) {
                words.add(assignment.setting().key());
            }
            previous = assignment.setting();
            words.add(assignment.argument());
        }
        return words;
    }

    /** Puts a scheme before its parameters, and in front of those that are given without it: tc needs to know it. */
    private static List<Assignment> withSchemesFirst(List<Assignment> assignments) {
        List<Assignment> ordered = assignments;
        for (SchemeRole role : SchemeRole.values()) {
            ordered = withSchemeFirst(role, ordered);
        }
        return ordered;
    }

    private static List<Assignment> withSchemeFirst(SchemeRole role, List<Assignment> assignments) {
        List<Assignment> parameters = assignments.stream()
                .filter(each -> isParameter(role, each.setting()))
                .toList();
        if (parameters.isEmpty()) {
            return assignments;
        }
        String name = ((SchemeSetting) parameters.get(0).setting()).scheme();
        long scheme = ModuleSchemes.value(ModuleSchemes.find(name).orElseThrow());
        return Stream.of(
                        assignments.stream()
                                .filter(each -> !isParameter(role, each.setting()) && each.setting() != role.setting()),
                        Stream.of(new Assignment(role.setting(), Assignment.PORT, scheme)),
                        parameters.stream())
                .flatMap(each -> each)
                .toList();
    }

    private static boolean isParameter(SchemeRole role, Setting setting) {
        return setting instanceof SchemeSetting parameter && parameter.role() == role;
    }

    /**
     * A sentence for each requested setting that has no effect, because of other values of the request or of the port.
     *
     * @param config of the port, before or after the request
     */
    public List<String> ignored(PortConfig config) {
        return config.isComplete() ? kind.ignored(assignments, applyTo(config)) : List.of();
    }

    /** The configuration of a port after this request. */
    private PortConfig applyTo(PortConfig config) {
        Map<Setting, Long> port = new HashMap<>(config.values());
        List<Map<Setting, Long>> queues = config.queues().stream()
                .<Map<Setting, Long>>map(queue -> new HashMap<>(queue.values()))
                .toList();
        expand(queues.size())
                .filter(each -> each.queue() < queues.size())
                .forEach(each -> (each.setting().isPerQueue() ? queues.get(each.queue()) : port)
                        .put(each.setting(), each.value()));
        return new PortConfig(
                kind,
                port,
                IntStream.range(0, queues.size())
                        .mapToObj(index -> new QueueConfig(index, queues.get(index)))
                        .toList());
    }

    /** A line for each requested value that the port does not have. */
    public List<String> differences(PortConfig actual) {
        List<String> differences = new ArrayList<>();
        for (Assignment wanted : missingFrom(actual).assignments) {
            OptionalLong value = actual.value(wanted.setting(), wanted.queue());
            differences.add(wanted + ": the kernel has "
                    + (value.isEmpty()
                            ? "no value"
                            : wanted.setting().quantity().format(value.getAsLong())));
        }
        return differences;
    }

    /** Whether a port has all values of the request that have an effect. */
    public boolean isMetBy(PortConfig actual) {
        return missingFrom(actual).assignments.stream().noneMatch(each -> kind.isRequestable(each.setting(), actual));
    }

    /** The part of the request that a port does not have yet. */
    public QdiscRequest missingFrom(PortConfig actual) {
        return new QdiscRequest(
                kind,
                expand(actual.queues().size())
                        .filter(wanted ->
                                !actual.value(wanted.setting(), wanted.queue()).equals(OptionalLong.of(wanted.value())))
                        .toList());
    }

    /**
     * The port's current values of the requested settings as arguments for tc, which undo this request. A port may
     * have values that cannot be requested: a {@code rank-from} with a policy that reads no rank. A queue that gets a
     * code point takes it from another: those of all queues are restored.
     */
    public List<String> currentArguments(PortConfig actual) {
        int queues = actual.queues().size();
        return arguments(Stream.concat(restored(actual, queues), schemeParameters(actual))
                .distinct()
                .toList());
    }

    /** The parameters of the port's schemes that change, if these are modules: a port that gets one again has its defaults. */
    private Stream<Assignment> schemeParameters(PortConfig actual) {
        return Arrays.stream(SchemeRole.values())
                .filter(role -> assignments.stream().anyMatch(each -> each.setting() == role.setting()))
                .flatMap(role -> of(actual).assignments.stream().filter(each -> isParameter(role, each.setting())));
    }

    private Stream<Assignment> restored(PortConfig actual, int queues) {
        return assignments.stream()
                .map(Assignment::setting)
                .distinct()
                .filter(setting -> !setting.isFixed())
                .filter(setting -> !(setting instanceof SchemeSetting)
                        || actual.value(setting, 0).isPresent())
                .flatMap(setting -> setting.isCodePoints()
                        ? new Assignment(setting, Assignment.ALL_QUEUES, 0).expand(queues).stream()
                        : expand(queues).filter(wanted -> wanted.setting() == setting))
                .map(wanted -> new Assignment(
                        wanted.setting(),
                        wanted.queue(),
                        actual.value(wanted.setting(), wanted.queue()).orElse(wanted.value())));
    }

    /** Adds the defaults that do not depend on the device or on sysctls. */
    public QdiscRequest withDefaults() {
        return withDefaultsFrom(new PortConfig(kind, kind.defaults(), List.of()));
    }

    /**
     * Adds the values of a default configuration for settings that were not requested. A queue keeps those of its default
     * code points that no other queue gets.
     */
    public QdiscRequest withDefaultsFrom(PortConfig defaults) {
        List<Assignment> all = new ArrayList<>(expand(queueCount()).toList());
        Set<Assignment.Target> requested = targets(all);
        for (Setting setting : kind.settings()) {
            long requestedCodePoints = setting.isCodePoints() ? codePoints(setting) : 0;
            int count = setting.isPerQueue()
                    ? Math.min(queueCount(), defaults.queues().size())
                    : 1;
            for (int queue = 0; queue < count; queue++) {
                int target = setting.isPerQueue() ? queue : Assignment.PORT;
                defaults.value(setting, queue).stream()
                        .mapToObj(value -> new Assignment(setting, target, value & ~requestedCodePoints))
                        .filter(each -> !requested.contains(each.target()))
                        .forEach(all::add);
            }
        }
        return new QdiscRequest(kind, all);
    }

    /** The code points that queues get. */
    private long codePoints(Setting setting) {
        return assignments.stream()
                .filter(each -> each.setting() == setting)
                .mapToLong(Assignment::value)
                .reduce(0, (a, b) -> a | b);
    }

    /** A warning if best effort has strict priority on a new port, unless the request chooses a default queue. */
    public Optional<String> defaultQueueWarning() {
        return choosesDefaultQueue()
                ? Optional.empty()
                : DwrrConstraints.defaultQueueWarning(applyTo(withDefaultCodePoints()));
    }

    /** A new port whose queues have those of their default code points that the request gives to none. */
    private PortConfig withDefaultCodePoints() {
        long dscp = codePoints(DwrrSetting.DSCP);
        long pcp = codePoints(DwrrSetting.PCP);
        PortConfig defaults = kind.defaults(queueCount());
        return new PortConfig(
                kind,
                defaults.values(),
                defaults.queues().stream()
                        .map(queue -> new QueueConfig(
                                queue.index(),
                                Map.of(
                                        DwrrSetting.DSCP,
                                        CodePoints.of(queue.index()) & ~dscp,
                                        DwrrSetting.PCP,
                                        queue.values().get(DwrrSetting.PCP) & ~pcp)))
                        .toList());
    }

    /** Whether queues have histograms, which are off by default. */
    public boolean hasHistograms() {
        return assignments.stream()
                .anyMatch(each -> each.setting() == DwrrSetting.HISTOGRAMS && each.value() == OnOff.ON.ordinal());
    }

    /** Whether the request says where unmapped code points go. */
    private boolean choosesDefaultQueue() {
        return assignments.stream().anyMatch(each -> each.setting() == DwrrSetting.DEFAULT_QUEUE);
    }

    /** Warnings about the resulting configuration, without those about what the request says explicitly. */
    public List<String> warnings(PortConfig config) {
        List<String> warnings = new ArrayList<>(config.warnings());
        if (choosesDefaultQueue()) {
            DwrrConstraints.defaultQueueWarning(config).ifPresent(warnings::remove);
        }
        return warnings;
    }

    /** The effective assignments, with those for all queues expanded to single queues. */
    public Stream<Assignment> expand(int queues) {
        Set<Assignment.Target> own = targets(assignments);
        return assignments.stream()
                .flatMap(assignment -> assignment.queue() == Assignment.ALL_QUEUES
                        ? assignment.expand(queues).stream().filter(each -> !own.contains(each.target()))
                        : Stream.of(assignment));
    }

    private static Set<Assignment.Target> targets(List<Assignment> assignments) {
        return assignments.stream().map(Assignment::target).collect(Collectors.toSet());
    }
}
