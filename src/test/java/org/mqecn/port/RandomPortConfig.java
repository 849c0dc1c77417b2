// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** Random configurations that ports can have, from a seed. */
public final class RandomPortConfig {
    private final Random random;

    private RandomPortConfig(long seed) {
        random = new Random(seed);
    }

    /** A dwrr port with up to 64 queues. */
    public static PortConfig dwrr(long seed) {
        return new RandomPortConfig(seed).valid(RandomPortConfig::dwrr);
    }

    public static PortConfig eiffel(long seed) {
        return new RandomPortConfig(seed)
                .valid(each -> new PortConfig(QdiscKind.EIFFEL, each.values(QdiscKind.EIFFEL, false), List.of()));
    }

    private interface Draw {
        PortConfig from(RandomPortConfig generator);
    }

    /** Draws until the values do not contradict each other. */
    private PortConfig valid(Draw draw) {
        while (true) {
            PortConfig config = draw.from(this);
            try {
                QdiscRequest.of(config).validateNew();
                return config;
            } catch (UserError e) {
                continue; // a minimum above a maximum, WFQ with MQ-ECN, a window that is too short
            }
        }
    }

    private PortConfig dwrr() {
        Map<Setting, Long> values = values(QdiscKind.DWRR, false);
        String scheme = DwrrSetting.ECN_SCHEME.quantity().format(values.get(DwrrSetting.ECN_SCHEME));
        keepParametersOf(scheme, values);
        int queues = random.nextBoolean() ? 8 : 1 + random.nextInt(64);
        values.put(DwrrSetting.QUEUES, (long) queues);
        values.put(DwrrSetting.DEFAULT_QUEUE, (long) random.nextInt(queues));
        Map<Setting, Long> common = values(QdiscKind.DWRR, true);
        List<Map<Setting, Long>> perQueue = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            Map<Setting, Long> queue = new HashMap<>(common);
            if (random.nextBoolean()) {
                queue.putAll(values(QdiscKind.DWRR, true));
            }
            keepParametersOf(scheme, queue);
            orderParameters(queue);
            perQueue.add(queue);
        }
        deal(perQueue, DwrrSetting.DSCP, 64);
        deal(perQueue, DwrrSetting.PCP, 8);
        List<QueueConfig> queueConfigs = new ArrayList<>();
        perQueue.forEach(each -> queueConfigs.add(new QueueConfig(queueConfigs.size(), each)));
        return new PortConfig(QdiscKind.DWRR, values, queueConfigs);
    }

    private static void keepParametersOf(String scheme, Map<Setting, Long> values) {
        values.keySet()
                .removeIf(each -> each instanceof SchemeSetting parameter
                        && !parameter.scheme().equals(scheme));
    }

    /** Exchanges the values of parameters of which one must not be above the other. */
    private static void orderParameters(Map<Setting, Long> queue) {
        queue.keySet().stream()
                .filter(SchemeSetting.class::isInstance)
                .map(SchemeSetting.class::cast)
                .filter(upper -> !upper.relations().atLeast().isEmpty())
                .toList()
                .forEach(upper ->
                        orderThresholds(queue, upper.sibling(upper.relations().atLeast()), upper));
    }

    private static void orderThresholds(Map<Setting, Long> queue, Setting lower, Setting upper) {
        long min = Math.min(queue.get(lower), queue.get(upper));
        queue.put(upper, Math.max(queue.get(lower), queue.get(upper)));
        queue.put(lower, min);
    }

    /** Gives each code point to one queue or to none. */
    private void deal(List<Map<Setting, Long>> queues, Setting setting, int codePoints) {
        queues.forEach(queue -> queue.put(setting, 0L));
        for (int codePoint = 0; codePoint < codePoints; codePoint++) {
            int queue = random.nextInt(queues.size() + 1);
            if (queue < queues.size()) {
                queues.get(queue).merge(setting, CodePoints.of(codePoint), (a, b) -> a | b);
            }
        }
    }

    private Map<Setting, Long> values(QdiscKind kind, boolean perQueue) {
        Map<Setting, Long> values = new HashMap<>();
        kind.settings().stream()
                .filter(setting -> setting.isPerQueue() == perQueue && !setting.isCodePoints())
                .forEach(setting -> values.put(setting, value(setting)));
        return values;
    }

    /** As many small values as large ones. A rate is a whole number of bytes/s, as in the kernel. */
    private long value(Setting setting) {
        if (setting.quantity().isValid(Quantity.NONE) && random.nextInt(4) == 0) {
            return Quantity.NONE;
        }
        long min = setting.spec().min();
        long span = setting.spec().max() - min;
        long limit = span >>> random.nextInt(Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(span)));
        long value = min + (long) (random.nextDouble() * (limit + 1));
        return setting.quantity().unit().equals(Quantity.RATE.unit()) ? value / Byte.SIZE * Byte.SIZE : value;
    }
}
