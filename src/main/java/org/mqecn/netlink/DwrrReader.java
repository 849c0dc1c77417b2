// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.QueueHistograms;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.Setting;
import org.mqecn.value.CodePoints;
import org.mqecn.value.UserError;

/** Parses options and statistics of the dwrr qdisc (kmod/uapi/dwrr.h). */
final class DwrrReader {
    static final String LEGACY_KIND = "tbf";

    private static final int TCA_DWRR_QUEUE_ROWS = 18;
    private static final int TCA_DWRR_DSCP_MAP = 21;
    private static final int TCA_DWRR_PCP_MAP = 22;
    private static final int UNMAPPED = 255;

    private static final int TCA_TBF_PARMS = 1;
    private static final int TCA_TBF_RATE64 = 4;
    private static final int RATESPEC_LENGTH = 12;

    private DwrrReader() {}

    /**
     * Parses TCA_OPTIONS.
     *
     * @throws UserError if a value is missing or malformed
     */
    static PortConfig config(NetlinkAttributes options) {
        Map<Setting, Long> values = new HashMap<>(ModuleQdiscReader.settings(QdiscKind.DWRR, options));
        List<SchemeReader> schemes = Arrays.stream(SchemeRole.values())
                .map(role -> new SchemeReader(role, options))
                .toList();
        schemes.forEach(scheme -> values.put(scheme.role().setting(), scheme.value()));
        int queues = values.get(DwrrSetting.QUEUES).intValue();
        if (queues < 1) {
            throw NetlinkAttributes.malformed("a port without queues");
        }
        if (values.get(DwrrSetting.DEFAULT_QUEUE) >= queues) {
            throw NetlinkAttributes.malformed("a default queue that does not exist");
        }
        NetlinkAttributes rowAttributes = options.nested(TCA_DWRR_QUEUE_ROWS);
        Map<Setting, List<Long>> rows = new HashMap<>();
        QdiscKind.DWRR.settings().stream()
                .filter(setting -> setting.isPerQueue() && !setting.isCodePoints() && setting.attribute() != 0)
                .forEach(setting -> rows.put(setting, row(rowAttributes.find(setting.attribute()), setting, queues)));
        for (SchemeReader scheme : schemes) {
            scheme.parameters().forEach((setting, row) -> {
                if (setting.isPerQueue()) {
                    rows.put(setting, SchemeReader.forQueues(row, queues));
                } else {
                    values.put(setting, row.get(0));
                }
            });
        }
        rows.put(DwrrSetting.DSCP, codePoints(options.find(TCA_DWRR_DSCP_MAP), DwrrSetting.DSCP, queues));
        rows.put(DwrrSetting.PCP, codePoints(options.find(TCA_DWRR_PCP_MAP), DwrrSetting.PCP, queues));
        return new PortConfig(
                QdiscKind.DWRR,
                values,
                IntStream.range(0, queues).mapToObj(queue -> queue(queue, rows)).toList());
    }

    /**
     * Parses the options of a port that impersonates tbf: {@code struct tc_tbf_qopt { struct tc_ratespec { u8 cell_log;
     * u8 linklayer; u16 overhead; s16 cell_align; u16 mpu; u32 rate; } rate; … }}.
     *
     * @throws UserError if the rate is missing
     */
    static PortConfig legacyConfig(NetlinkAttributes options, int queues) {
        long rate = options.number(TCA_TBF_RATE64)
                .or(() -> options.find(TCA_TBF_PARMS)
                        .filter(parameters -> parameters.remaining() >= RATESPEC_LENGTH)
                        .map(parameters -> Integer.toUnsignedLong(parameters.getInt(RATESPEC_LENGTH - Integer.BYTES))))
                .orElseThrow(() -> NetlinkAttributes.malformed("tbf's rate is missing"));
        return new PortConfig(
                QdiscKind.DWRR,
                Map.of(
                        DwrrSetting.RATE,
                        ModuleQdiscReader.toSettingValue(DwrrSetting.RATE, rate),
                        DwrrSetting.QUEUES,
                        (long) queues),
                IntStream.range(0, queues)
                        .mapToObj(index -> new QueueConfig(index, Map.of()))
                        .toList());
    }

    /** Parses one setting of all queues: {@code u32 value[queues]}, or one value that all queues have. */
    private static List<Long> row(Optional<ByteBuffer> attribute, Setting setting, int queues) {
        ByteBuffer row = attribute.orElseThrow(() -> NetlinkAttributes.malformed(setting.key() + " is missing"));
        if (row.remaining() == Integer.BYTES) {
            return Collections.nCopies(queues, value(setting, row, 0));
        }
        if (row.remaining() != queues * Integer.BYTES) {
            throw NetlinkAttributes.malformed(
                    setting.key() + " in " + row.remaining() + " bytes for " + queues + " queues");
        }
        return IntStream.range(0, queues)
                .mapToObj(queue -> value(setting, row, queue))
                .toList();
    }

    private static long value(Setting setting, ByteBuffer row, int queue) {
        return ModuleQdiscReader.toSettingValue(setting, Integer.toUnsignedLong(row.getInt(queue * Integer.BYTES)));
    }

    /** Parses a map, {@code u8 queue[code points]}, into the set of code points of each queue. */
    private static List<Long> codePoints(Optional<ByteBuffer> attribute, Setting setting, int queues) {
        ByteBuffer map =
                attribute.orElseThrow(() -> NetlinkAttributes.malformed("the map of " + setting.key() + " is missing"));
        if (map.remaining() != setting.spec().max() + 1) {
            throw NetlinkAttributes.malformed("the map of " + setting.key() + " in " + map.remaining() + " bytes");
        }
        Long[] sets = new Long[queues];
        Arrays.fill(sets, 0L);
        for (int codePoint = 0; codePoint < map.remaining(); codePoint++) {
            int queue = Byte.toUnsignedInt(map.get(codePoint));
            if (queue != UNMAPPED) {
                if (queue >= queues) {
                    throw NetlinkAttributes.malformed(setting.key() + " " + codePoint + " of queue " + queue);
                }
                sets[queue] |= CodePoints.of(codePoint);
            }
        }
        return List.of(sets);
    }

    private static QueueConfig queue(int index, Map<Setting, List<Long>> rows) {
        Map<Setting, Long> values = new HashMap<>();
        rows.forEach((setting, row) -> values.put(setting, row.get(index)));
        return new QueueConfig(index, values);
    }

    /** Parses the statistics of a port and of its classes, which are in the order of the queues. Histograms may be switched while they are read. */
    static PortStats stats(NetlinkAttributes port, List<NetlinkAttributes> queues) {
        List<QueueHistograms> histograms = queues.stream()
                .map(HistogramReader::histograms)
                .flatMap(Optional::stream)
                .toList();
        return PortStats.ofQueues(
                        counters(port),
                        queues.stream().map(DwrrReader::counters).toList())
                .with(histograms.size() == queues.size() ? histograms : List.of());
    }

    /** Parses the statistics of a port or class. */
    static Counters counters(NetlinkAttributes statistics) {
        return ModuleQdiscReader.counters(QdiscKind.DWRR, statistics);
    }
}
