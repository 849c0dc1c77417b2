// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.mqecn.port.DwrrCounter;

/**
 * Reads some counters of the queues of one dwrr port, as {@link RtnetlinkReader#readPorts} does, but only those, and into
 * the same memory each time: a run takes thousands of samples of hundreds of ports.
 */
public final class DwrrQueueCounters {
    /** The value of a counter that the kernel does not report. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int TCMSG = 20;
    private static final int TCMSG_HANDLE = 8;
    private static final int TCA_STATS2 = 7;
    private static final int TCA_STATS_APP = 4;
    private static final int MINOR = 0xffff;

    private final NetlinkSocket socket;
    private final ByteBuffer request;
    private final int qdisc;
    private final List<DwrrCounter> counters;
    /** Index of each counter by its attribute; -1 for attributes that are not read. */
    private final int[] indices;

    private final AttributeCursor message = new AttributeCursor();
    private final AttributeCursor statistics = new AttributeCursor();
    private final AttributeCursor own = new AttributeCursor();
    private long[][] values = new long[0][];
    private int queues;

    /**
     * Prepares reading.
     *
     * @param body of the request for the classes of the qdisc
     * @param qdisc handle
     */
    DwrrQueueCounters(NetlinkSocket socket, int type, byte[] body, int qdisc, List<DwrrCounter> counters) {
        this.socket = socket;
        this.qdisc = qdisc;
        this.counters = List.copyOf(counters);
        byte[] bytes = NetlinkMessage.request(type, NetlinkMessage.DUMP, 0, body);
        request = ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.nativeOrder())
                .put(0, bytes);
        indices = new int
                [1 + counters.stream().mapToInt(DwrrCounter::attribute).max().orElse(0)];
        Arrays.fill(indices, -1);
        for (int i = 0; i < counters.size(); i++) {
            indices[counters.get(i).attribute()] = i;
        }
    }

    /**
     * Reads the counters.
     *
     * @return number of queues; 0 if there is no such port any more
     */
    public int read() {
        queues = 0;
        socket.dumpInPlace(request, this::addClass);
        return queues;
    }

    /** The value of a counter of a queue that was read last, or {@link #ABSENT}. */
    public long value(int queue, int counter) {
        return values[queue][counter];
    }

    /** {@code struct tcmsg { u8 family; s32 ifindex; u32 handle; u32 parent; u32 info; }}; queue N is class N + 1. */
    void addClass(ByteBuffer buffer, int from, int to) {
        if (to - from < TCMSG) {
            throw NetlinkAttributes.malformed("a class of " + (to - from) + " bytes");
        }
        int handle = buffer.getInt(from + TCMSG_HANDLE);
        int queue = (handle & MINOR) - 1;
        if (handle >>> 16 != qdisc >>> 16 || queue < 0) {
            return;
        }
        queues = Math.max(queues, queue + 1);
        if (queue >= values.length) {
            int old = values.length;
            values = Arrays.copyOf(values, queue + 1);
            Arrays.setAll(values, i -> i < old ? values[i] : new long[counters.size()]);
        }
        message.reset(buffer, from + TCMSG, to);
        readStatistics(values[queue]);
    }

    /** The module's statistics are in the kernel's: {@code TCA_STATS2: {…, TCA_STATS_APP: {…}}}. */
    private void readStatistics(long[] row) {
        Arrays.fill(row, ABSENT);
        while (message.advance()) {
            if (message.type() == TCA_STATS2) {
                statistics.resetInto(message);
                while (statistics.advance()) {
                    if (statistics.type() == TCA_STATS_APP) {
                        readOwn(row);
                    }
                }
            }
        }
    }

    private void readOwn(long[] row) {
        own.resetInto(statistics);
        while (own.advance()) {
            int type = own.type();
            if (type < indices.length && indices[type] >= 0) {
                row[indices[type]] = own.number();
            }
        }
    }
}
