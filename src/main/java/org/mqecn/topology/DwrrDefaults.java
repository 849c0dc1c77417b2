// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.mqecn.port.Assignment;
import org.mqecn.port.BufferMode;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;

/** The settings of a new dwrr port: those of the request, and the defaults of a new network namespace. */
final class DwrrDefaults {
    private static final long THRESHOLD = 30_000;
    static final long SHARED_BUFFER = 2_000_000;

    private DwrrDefaults() {}

    static long value(QdiscRequest request, DwrrSetting setting) {
        return request.assignments().stream()
                .filter(each -> each.setting() == setting)
                .mapToLong(Assignment::value)
                .findFirst()
                .orElseGet(() -> defaultOf(setting));
    }

    private static long defaultOf(DwrrSetting setting) {
        return switch (setting) {
            case ECN_SCHEME -> EcnScheme.PER_QUEUE.ordinal();
            case BUFFER_MODE -> BufferMode.SHARED.ordinal();
            case PORT_THRESH -> THRESHOLD;
            case SHARED_BUFFER -> SHARED_BUFFER;
            default -> throw new IllegalArgumentException(setting.key());
        };
    }

    /** A new port, as far as it decides which settings have an effect. */
    static PortConfig newPort(QdiscRequest request) {
        return new PortConfig(
                QdiscKind.DWRR,
                Map.of(
                        DwrrSetting.ECN_SCHEME,
                        defaultOf(DwrrSetting.ECN_SCHEME),
                        DwrrSetting.BUFFER_MODE,
                        defaultOf(DwrrSetting.BUFFER_MODE)),
                QdiscKind.DWRR.defaults(request.queueCount()).queues());
    }

    /** The lowest threshold that applies to a single backlogged queue; empty if the scheme does not mark by backlog. */
    static OptionalLong markingThreshold(QdiscRequest request) {
        return switch (EcnScheme.of(value(request, DwrrSetting.ECN_SCHEME))) {
            case PER_QUEUE -> OptionalLong.of(minQueueThreshold(request));
            case PER_PORT, MQ_ECN -> OptionalLong.of(value(request, DwrrSetting.PORT_THRESH));
            default -> OptionalLong.empty();
        };
    }

    private static long minQueueThreshold(QdiscRequest request) {
        long[] configured = request.expand(request.queueCount())
                .filter(each -> each.setting() == DwrrSetting.QUEUE_THRESH)
                .mapToLong(Assignment::value)
                .toArray();
        LongStream others = configured.length < request.queueCount() ? LongStream.of(THRESHOLD) : LongStream.empty();
        return LongStream.concat(Arrays.stream(configured), others).min().getAsLong();
    }
}
