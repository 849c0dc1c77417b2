// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.ScaledFormat;
import org.mqecn.value.UserError;

/** Constraints of dwrr: MQ-ECN needs a scheduler with rounds; thresholds should be below buffers. */
final class DwrrConstraints implements QdiscConstraints {
    private static final long UNKNOWN = -1;
    /** port-thresh is that of per-port and mq-ecn. */
    private static final int MAX_SCHEMES_OF_THRESHOLD = 2;
    /** Base RTTs from within a rack to around the world. */
    private static final Duration SHORTEST_RTT = Duration.ofNanos(10_000);

    private static final Duration LONGEST_RTT = Duration.ofMillis(300);

    @Override
    public Optional<Setting> requiredSetting() {
        return Optional.of(DwrrSetting.RATE);
    }

    /** The {@code dwrr.*} sysctls hold the other defaults. */
    @Override
    public Map<Setting, Long> defaults() {
        return Map.of(
                DwrrSetting.TRUST,
                (long) TrustedField.DSCP.ordinal(),
                DwrrSetting.DEFAULT_QUEUE,
                0L,
                DwrrSetting.HISTOGRAMS,
                (long) OnOff.OFF.ordinal());
    }

    /** PCP i goes to queue i. */
    @Override
    public Map<Setting, Long> queueDefaults(int queue) {
        return Map.of(DwrrSetting.PCP, CodePoints.of(queue) & CodePoints.PCP.all());
    }

    @Override
    public void validate(List<Assignment> requested, PortConfig present) {
        checkRounds(requested, present.values());
        checkScheme(requested, present.values());
        requested.stream()
                .map(Assignment::setting)
                .filter(SchemeSetting.class::isInstance)
                .map(setting -> ((SchemeSetting) setting).scheme())
                .distinct()
                .flatMap(scheme -> ModuleSchemes.find(scheme).stream())
                .flatMap(scheme -> scheme.settings().stream())
                .filter(setting -> !setting.relations().atLeast().isEmpty())
                .forEach(upper -> checkOrder(upper.sibling(upper.relations().atLeast()), upper, requested, present));
    }

    /** Checks that in each queue whose values are known, one parameter is not above the other. */
    private static void checkOrder(
            SchemeSetting lower, SchemeSetting upper, List<Assignment> requested, PortConfig present) {
        int queues = requested.stream()
                .mapToInt(each -> each.queue() + 1)
                .reduce(Math.max(1, present.queues().size()), Math::max);
        for (int queue = 0; queue < queues; queue++) {
            OptionalLong min = queueValue(lower, queue, requested, present);
            OptionalLong max = queueValue(upper, queue, requested, present);
            if (min.isPresent() && max.isPresent() && min.getAsLong() > max.getAsLong()) {
                String of = lower.isPerQueue() ? queue + ":" : "";
                throw UserError.usage(
                        "%s (%s)%s is above %s (%s)"
                                .formatted(
                                        lower.key(),
                                        text(lower, min.getAsLong()),
                                        lower.isPerQueue() ? " of queue " + queue : "",
                                        upper.key(),
                                        text(upper, max.getAsLong())),
                        "set both: %s %s%s %s %s%s"
                                .formatted(lower.key(), of, lower.example(), upper.key(), of, upper.example()));
            }
        }
    }

    /** A value in words: bytes are exact numbers. */
    private static String text(Setting setting, long value) {
        return setting.quantity() == Quantity.BYTES
                ? value + " bytes"
                : setting.quantity().format(value);
    }

    /** The value of a parameter after a request; empty if it is unknown. A port with a new scheme has its defaults. */
    private static OptionalLong queueValue(
            SchemeSetting setting, int queue, List<Assignment> requested, PortConfig present) {
        return Stream.of(queue, Assignment.ALL_QUEUES, Assignment.PORT)
                .flatMap(target ->
                        requested.stream().filter(each -> each.setting() == setting && each.queue() == target))
                .findFirst()
                .map(each -> OptionalLong.of(each.value()))
                .orElseGet(() -> presentValue(setting, queue, requested, present));
    }

    private static OptionalLong presentValue(
            SchemeSetting setting, int queue, List<Assignment> requested, PortConfig present) {
        if (queue >= present.queues().size()) {
            return OptionalLong.empty();
        }
        OptionalLong value = present.value(setting, queue);
        return value.isEmpty() && requestsSchemeOf(setting, requested)
                ? OptionalLong.of(setting.defaultValue())
                : value;
    }

    private static boolean requestsSchemeOf(SchemeSetting setting, List<Assignment> requested) {
        return requested.stream()
                .anyMatch(each -> each.setting() == setting.role().setting()
                        && each.setting().quantity().format(each.value()).equals(setting.scheme()));
    }

    private static void checkRounds(List<Assignment> requested, Map<Setting, Long> defaults) {
        if (hasValue(DwrrSetting.ECN_SCHEME, EcnScheme.MQ_ECN, requested, defaults)
                && hasValue(DwrrSetting.SCHEDULER, DwrrScheduler.WFQ, requested, defaults)) {
            throw UserError.usage(
                    "ecn-scheme mq-ecn needs rounds, and scheduler wfq has none",
                    "use scheduler dwrr or wrr, or another ecn-scheme, for example tcn");
        }
    }

    /** A parameter of a scheme with a module of its own is for that scheme only. */
    private static void checkScheme(List<Assignment> requested, Map<Setting, Long> present) {
        for (Assignment each : requested) {
            if (each.setting() instanceof SchemeSetting parameter) {
                schemeName(parameter.role(), requested, present)
                        .filter(name -> !name.equals(parameter.scheme()))
                        .ifPresent(name -> {
                            throw ofAnotherScheme(parameter, name);
                        });
            }
        }
    }

    private static UserError ofAnotherScheme(SchemeSetting parameter, String scheme) {
        String selector = parameter.role().setting().key();
        return UserError.usage(
                parameter.key() + " is a parameter of " + parameter.scheme() + ", and the " + selector + " is "
                        + scheme,
                "write also: " + selector + " " + parameter.scheme());
    }

    /** The name of the scheme that a port has after a request. */
    private static Optional<String> schemeName(
            SchemeRole role, List<Assignment> requested, Map<Setting, Long> present) {
        return requested.stream()
                .filter(each -> each.setting() == role.setting())
                .map(Assignment::value)
                .findFirst()
                .or(() -> Optional.ofNullable(present.get(role.setting())))
                .map(role.setting().quantity()::format);
    }

    private static boolean hasValue(
            Setting setting, Keyword keyword, List<Assignment> requested, Map<Setting, Long> defaults) {
        return requested.stream()
                        .filter(each -> each.setting() == setting)
                        .map(Assignment::value)
                        .findFirst()
                        .orElse(defaults.getOrDefault(setting, UNKNOWN))
                == keyword.ordinal();
    }

    /** Puts assignments that leave MQ-ECN or WFQ before those that enable the other: each step must be valid by itself. */
    static List<Assignment> inSafeOrder(List<Assignment> requested) {
        return requested.stream().map(Assignment::setting).toList().contains(DwrrSetting.SCHEDULER)
                ? requested.stream()
                        .sorted(Comparator.comparing(DwrrConstraints::enablesMqEcnOrWfq))
                        .toList()
                : requested;
    }

    private static boolean enablesMqEcnOrWfq(Assignment assignment) {
        return assignment.setting() == DwrrSetting.ECN_SCHEME && assignment.value() == EcnScheme.MQ_ECN.ordinal()
                || assignment.setting() == DwrrSetting.SCHEDULER && assignment.value() == DwrrScheduler.WFQ.ordinal();
    }

    /** The settings that only some schemes use, with these schemes. */
    private static Set<EcnScheme> schemesThatUse(Setting setting) {
        if (setting instanceof DwrrSetting own) {
            return schemesThatUse(own);
        }
        boolean marks = ((SchemeSetting) setting).role() == SchemeRole.MARKING;
        return marks ? EnumSet.of(EcnScheme.MODULE) : EnumSet.allOf(EcnScheme.class);
    }

    static Set<EcnScheme> schemesThatUse(DwrrSetting setting) {
        return switch (setting) {
            case PORT_THRESH -> EnumSet.of(EcnScheme.PER_PORT, EcnScheme.MQ_ECN);
            case QUEUE_THRESH -> EnumSet.of(EcnScheme.PER_QUEUE);
            case MARK_AT -> EnumSet.of(EcnScheme.PER_QUEUE, EcnScheme.PER_PORT, EcnScheme.MQ_ECN, EcnScheme.MODULE);
            case ROUND_ALPHA, IDLE_INTERVAL -> EnumSet.of(EcnScheme.MQ_ECN);
            case TCN_THRESH -> EnumSet.of(EcnScheme.TCN);
            case CODEL_TARGET, CODEL_INTERVAL -> EnumSet.of(EcnScheme.CODEL);
            default -> EnumSet.allOf(EcnScheme.class);
        };
    }

    /** A request that sets thresholds of the port's scheme and of others as well prepares a change of scheme. */
    @Override
    public List<String> ignored(List<Assignment> requested, PortConfig config) {
        boolean preparesSchemes = requested.stream()
                .map(each -> schemesThatUse(each.setting()))
                .anyMatch(
                        schemes -> schemes.size() <= MAX_SCHEMES_OF_THRESHOLD && schemes.contains(config.ecnScheme()));
        return requested.stream()
                .flatMap(each -> reasonForIgnoring(each, config, preparesSchemes).stream()
                        .map(reason -> each.setting().key() + " has no effect: " + reason))
                .distinct()
                .toList();
    }

    private static Optional<String> reasonForIgnoring(
            Assignment assignment, PortConfig config, boolean preparesSchemes) {
        if (assignment.setting() instanceof SchemeSetting parameter) {
            return reasonForNoEffect(parameter, assignment.queue(), config); // one of another scheme is refused
        }
        DwrrSetting setting = (DwrrSetting) assignment.setting();
        Set<EcnScheme> schemes = schemesThatUse(setting);
        if (!schemes.contains(config.ecnScheme())) {
            return preparesSchemes
                    ? Optional.empty()
                    : Optional.of("ecn-scheme is " + config.ecnSchemeName() + ", and only "
                            + schemes.stream()
                                    .filter(scheme -> scheme != EcnScheme.MODULE)
                                    .map(EcnScheme::keyword)
                                    .collect(Collectors.joining(", "))
                            + (schemes.size() == 1 ? " uses it" : " use it"));
        }
        long policy = config.values().get(DwrrSetting.BUFFER_MODE);
        boolean isStatic = policy == BufferMode.STATIC.ordinal();
        return switch (setting) {
            case QUEUE_BUFFER ->
                isStatic
                        ? Optional.empty()
                        : Optional.of("buffer-mode is "
                                + DwrrSetting.BUFFER_MODE.quantity().format(policy));
            case SHARED_BUFFER -> isStatic ? Optional.of("buffer-mode is static") : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Explains that a parameter's switch is off, in the queue or in all queues. */
    private static Optional<String> reasonForNoEffect(SchemeSetting parameter, int queue, PortConfig config) {
        boolean ofAll = queue == Assignment.ALL_QUEUES || !parameter.isPerQueue();
        boolean used = config.queues().stream()
                .filter(each -> ofAll || queue == each.index())
                .anyMatch(each -> hasEffect(parameter, each, config));
        return used
                ? Optional.empty()
                : Optional.of(parameter.relations().onlyWith() + (ofAll ? "" : " of queue " + queue) + " is off");
    }

    private static boolean hasEffect(SchemeSetting parameter, QueueConfig queue, PortConfig config) {
        String key = parameter.relations().onlyWith();
        return key.isEmpty() || value(parameter.sibling(key), queue, config) != 0;
    }

    /** The value in a queue; the default if it is not known yet. */
    private static long value(SchemeSetting parameter, QueueConfig queue, PortConfig config) {
        return (parameter.isPerQueue() ? queue.values() : config.values())
                .getOrDefault(parameter, parameter.defaultValue());
    }

    @Override
    public List<String> warnings(PortConfig config) {
        return new DwrrWarnings(config).collect();
    }

    /**
     * A warning if packets whose code point is not mapped, and so best effort, have strict priority over a queue.
     *
     * @param config with at least the settings of classification and the priorities
     */
    static Optional<String> defaultQueueWarning(PortConfig config) {
        int defaultQueue = config.values().get(DwrrSetting.DEFAULT_QUEUE).intValue();
        TrustedField trusted = config.trustedField();
        long mapped = config.queues().stream()
                .mapToLong(queue -> queue.values().getOrDefault(trusted.setting(), 0L))
                .reduce(0, (a, b) -> a | b);
        List<Long> priorities = config.queues().stream()
                .map(queue -> queue.values().getOrDefault(DwrrSetting.PRIO, 0L))
                .toList();
        long priority = priorities.get(defaultQueue);
        boolean isHighest = priorities.stream().allMatch(each -> each >= priority)
                && priorities.stream().anyMatch(each -> each > priority);
        return !isHighest || mapped == ((CodePoints) trusted.setting().quantity()).all()
                ? Optional.empty()
                : Optional.of("packets without a mapped " + trusted.keyword().toUpperCase(Locale.ROOT) + " go to queue "
                        + defaultQueue + ", which has the highest priority: default-queue chooses another");
    }

    /** Collects the warnings about one configuration. */
    private static final class DwrrWarnings {
        private final PortConfig config;
        private final Map<Setting, Long> values;
        private final boolean isStatic;
        private final long buffer;
        private final String bufferName;
        private final List<String> warnings = new ArrayList<>();

        DwrrWarnings(PortConfig config) {
            this.config = config;
            this.values = config.values();
            this.isStatic = values.get(DwrrSetting.BUFFER_MODE) == BufferMode.STATIC.ordinal();
            this.buffer = isStatic ? queueBuffers().min().orElseThrow() : values.get(DwrrSetting.SHARED_BUFFER);
            this.bufferName = isStatic ? "the smallest queue-buffer" : "shared-buffer";
        }

        private LongStream queueBuffers() {
            return config.queues().stream().mapToLong(queue -> queue.values().get(DwrrSetting.QUEUE_BUFFER));
        }

        List<String> collect() {
            switch (config.ecnScheme()) {
                case PER_PORT ->
                    warnIfNeverMarks(
                            "port-thresh",
                            values.get(DwrrSetting.PORT_THRESH),
                            isStatic ? "the sum of queue-buffer" : bufferName,
                            isStatic ? queueBuffers().sum() : buffer);
                case MQ_ECN -> warnIfNeverMarks("port-thresh", values.get(DwrrSetting.PORT_THRESH), bufferName, buffer);
                case PER_QUEUE -> config.queues().forEach(queue -> warnIfNeverMarks(queue, DwrrSetting.QUEUE_THRESH));
                case TCN -> warnIfBufferDrainsSooner(DwrrSetting.TCN_THRESH);
                case CODEL -> {
                    warnIfBufferDrainsSooner(DwrrSetting.CODEL_TARGET);
                    warnIfTargetReachesInterval();
                }
                case MODULE -> thresholds().forEach(this::warnIfNotBelowBuffer);
                case NONE -> {}
            }
            warnIfUnusualForRate();
            defaultQueueWarning(config).ifPresent(warnings::add);
            return warnings;
        }

        private void warnIfNeverMarks(QueueConfig queue, Setting threshold) {
            warnIfNeverMarks(
                    threshold.key() + " of queue " + queue.index(),
                    queue.values().get(threshold),
                    isStatic ? "queue-buffer" : bufferName,
                    isStatic ? queue.values().get(DwrrSetting.QUEUE_BUFFER) : buffer);
        }

        private void warnIfNeverMarks(String threshold, long bytes, String name, long room) {
            if (bytes >= room) {
                warnings.add(threshold + " (" + bytes + " bytes) is not below " + name + " (" + room
                        + " bytes): packets are dropped before any is marked");
            }
        }

        /** K = C · RTT · λ: a K whose drain time is no usual RTT was probably chosen for another rate. */
        private void warnIfUnusualForRate() {
            if (values.getOrDefault(DwrrSetting.RATE, 0L)
                    < DwrrSetting.RATE.spec().min()) {
                return; // the defaults of new ports have no rate
            }
            switch (config.ecnScheme()) {
                case PER_PORT, MQ_ECN ->
                    warnIfUnusualForRate(DwrrSetting.PORT_THRESH, values.get(DwrrSetting.PORT_THRESH));
                case PER_QUEUE -> warnIfUnusualForRate(DwrrSetting.QUEUE_THRESH, config.queues().stream());
                case MODULE ->
                    thresholds()
                            .filter(each -> each.quantity() == Quantity.BYTES)
                            .forEach(each -> warnIfUnusualForRate(each, queuesThatUse(each)));
                case NONE, TCN, CODEL -> {}
            }
        }

        /** The thresholds of a scheme with a module of its own. */
        private Stream<SchemeSetting> thresholds() {
            return ModuleSchemes.find(config.ecnSchemeName()).stream()
                    .flatMap(scheme -> scheme.settings().stream())
                    .filter(each -> each.relations().isThreshold());
        }

        /** Queues whose value is known: those of ports, not of the defaults. */
        private Stream<QueueConfig> queuesThatUse(SchemeSetting threshold) {
            return config.queues().stream()
                    .filter(queue -> (threshold.isPerQueue() ? queue.values() : values).containsKey(threshold))
                    .filter(queue -> hasEffect(threshold, queue, config));
        }

        private void warnIfNotBelowBuffer(SchemeSetting threshold) {
            if (threshold.quantity() == Quantity.TIME) {
                if (values.containsKey(threshold)) {
                    warnIfBufferDrainsSooner(threshold);
                }
            } else if (threshold.isPerQueue()) {
                queuesThatUse(threshold).forEach(queue -> warnIfNeverMarks(queue, threshold));
            } else if (values.containsKey(threshold)) {
                warnIfNeverMarks(threshold.key(), values.get(threshold), bufferName, buffer);
            }
        }

        private void warnIfUnusualForRate(Setting threshold, Stream<QueueConfig> queues) {
            queues.map(queue -> (threshold.isPerQueue() ? queue.values() : values).get(threshold))
                    .filter(bytes -> !isUsualDrainTime(bytes))
                    .findFirst()
                    .ifPresent(bytes -> warnIfUnusualForRate(threshold, bytes));
        }

        private void warnIfUnusualForRate(Setting threshold, long bytes) {
            if (!isUsualDrainTime(bytes)) {
                warnings.add(
                        "%s (%d bytes) is %s of backlog at %s, far from C·RTT of usual networks (RTT %s to %s): 'mqecn "
                                        .formatted(
                                                threshold.key(),
                                                bytes,
                                                ScaledFormat.time(config.rate()
                                                        .timeOf(bytes)
                                                        .toNanos()),
                                                ScaledFormat.rate(config.rate()),
                                                ScaledFormat.time(SHORTEST_RTT.toNanos()),
                                                ScaledFormat.time(LONGEST_RTT.toNanos()))
                                + "limit --suggest --rate " + config.rate() + " --rtt TIME' suggests a value");
            }
        }

        private boolean isUsualDrainTime(long bytes) {
            Duration drainTime = config.rate().timeOf(bytes);
            return drainTime.compareTo(SHORTEST_RTT) >= 0 && drainTime.compareTo(LONGEST_RTT) <= 0;
        }

        /** A queue alone on the port must be able to stay longer than that time without filling the buffer. */
        private void warnIfBufferDrainsSooner(Setting time) {
            if (!values.containsKey(DwrrSetting.RATE)) {
                return; // the defaults of new ports have no rate
            }
            double bytes = values.get(time) * 1e-9 * config.rate().bitsPerSecond() / Byte.SIZE;
            if (bytes >= buffer) {
                warnings.add("%s (%s) is not below the drain time of %s (%d bytes) at %s: a queue "
                                .formatted(
                                        time.key(),
                                        time.quantity().format(values.get(time)),
                                        bufferName,
                                        buffer,
                                        config.rate())
                        + "alone drops packets before any is marked");
            }
        }

        private void warnIfTargetReachesInterval() {
            long target = values.get(DwrrSetting.CODEL_TARGET);
            long interval = values.get(DwrrSetting.CODEL_INTERVAL);
            if (target >= interval) {
                warnings.add("codel-target (%s) is not below codel-interval (%s): bursts that drain in time are marked"
                        .formatted(Quantity.TIME.format(target), Quantity.TIME.format(interval)));
            }
        }
    }
}
