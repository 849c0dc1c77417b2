// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * A qdisc or, from a dump of classes, a class.
 *
 * @param deviceIndex interface index of the device
 * @param handle major number in the upper, minor number in the lower 16 bits
 * @param parent {@link #ROOT}, {@link #INGRESS} or the parent class
 * @param rawOptions payload of TCA_OPTIONS: attributes, or a plain struct for some kinds
 */
public record Qdisc(
        int deviceIndex, int handle, int parent, String kind, ByteBuffer rawOptions, NetlinkAttributes rawStatistics) {
    public static final int ROOT = 0xffffffff;
    public static final int INGRESS = 0xfffffff1;

    private static final int HEADER_LENGTH = 20;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_STATS2 = 7;

    /**
     * Parses RTM_NEWQDISC or RTM_NEWTCLASS:
     * {@code struct tcmsg { u8 family; s32 ifindex; u32 handle; u32 parent; u32 info; }}.
     *
     * @throws UserError if the message is malformed
     */
    static Qdisc parse(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("a qdisc of " + payload.remaining() + " bytes");
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
        return new Qdisc(
                payload.getInt(4),
                payload.getInt(8),
                payload.getInt(12),
                attributes.string(TCA_KIND).orElse(""),
                attributes.find(TCA_OPTIONS).orElseGet(() -> ByteBuffer.allocate(0)),
                attributes.nested(TCA_STATS2));
    }

    /**
     * The options of a stock qdisc: tc's names and their values.
     *
     * @see StockQdiscOptions
     */
    public Map<String, List<Long>> stockOptions() {
        return isDwrr() ? Map.of() : StockQdiscOptions.read(kind, rawOptions);
    }

    /** The arguments with which tc makes a stock qdisc again; empty for kinds that need more than arguments. */
    public Optional<List<String>> stockArguments() {
        return StockQdiscArguments.format(kind, stockOptions());
    }

    /** Parses the statistics. */
    public QdiscStatistics parseStatistics() {
        return QdiscStatistics.parse(this);
    }

    /** The options of a kind that has attributes there, such as dwrr and eiffel. */
    NetlinkAttributes options() {
        return NetlinkAttributes.parse(rawOptions);
    }

    /** Formats a handle as tc does: {@code 1:}, {@code 1:2}. */
    static String formatHandle(int handle) {
        int minor = handle & 0xffff;
        return Integer.toHexString(handle >>> 16) + ":" + (minor == 0 ? "" : Integer.toHexString(minor));
    }

    /** The kind of port; empty for qdiscs that mqecn does not provide. */
    public Optional<QdiscKind> portKind() {
        return kind.equals(DwrrReader.LEGACY_KIND) && ModuleQdiscReader.hasModuleStatistics(rawStatistics)
                ? Optional.of(QdiscKind.DWRR)
                : QdiscKind.find(kind);
    }

    /** Whether it is a dwrr port. */
    boolean isDwrr() {
        return portKind().filter(QdiscKind.DWRR::equals).isPresent();
    }

    public String handleText() {
        return formatHandle(handle);
    }

    /** The parent as tc prints it: {@code root} or {@code parent 1:2}. */
    public String parentText() {
        return switch (parent) {
            case ROOT -> "root";
            case INGRESS -> "ingress";
            default -> "parent " + formatHandle(parent);
        };
    }

    /** Whether it is the kernel's default qdisc, which a new one replaces without {@code replace}. */
    public boolean isDefault() {
        return handle >>> 16 == 0;
    }
}
