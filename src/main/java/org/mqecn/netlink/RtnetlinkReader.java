// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.value.UserError;

/**
 * Reads links, addresses, routes and qdiscs over rtnetlink, in the network namespace of the thread that opened it. Every
 * call asks the kernel.
 */
public class RtnetlinkReader implements AutoCloseable {
    private static final int RTM_GETLINK = 18;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_GETROUTE = 26;
    private static final int RTM_GETQDISC = 38;
    private static final int RTM_GETTCLASS = 42;
    private static final int RTM_GETNSID = 90;
    private static final int NETNSA_NSID = 1;
    private static final int NETNSA_FD = 3;
    private static final int RTGENMSG = 4;
    private static final int IFINFOMSG = 16;
    private static final int IFADDRMSG = 8;
    private static final int RTMSG = 12;
    private static final byte AF_INET = 2;
    private static final int TCMSG = 20;
    private static final int IFLA_EXT_MASK = 29;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);

    /** All network devices. */
    public List<DeviceLink> readLinks() {
        byte[] mask = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(RTEXT_FILTER_SKIP_STATS)
                .array();
        byte[] attribute = NetlinkMessage.attribute(IFLA_EXT_MASK, mask);
        byte[] body = ByteBuffer.allocate(IFINFOMSG + attribute.length)
                .put(IFINFOMSG, attribute)
                .array();
        return socket.dump(RTM_GETLINK, body).stream()
                .map(message -> DeviceLink.parse(message.payload()))
                .toList();
    }

    /**
     * Finds a device by its name.
     *
     * @throws UserError with the most similar name, if there is none
     */
    public DeviceLink readLink(String name) {
        return DeviceLink.require(readLinks(), name);
    }

    /** The IPv4 addresses of all devices. */
    public List<DeviceAddress> readAddresses() {
        return socket.dump(RTM_GETADDR, ipv4Body(IFADDRMSG)).stream()
                .map(message -> DeviceAddress.parse(message.payload()))
                .toList();
    }

    /** The IPv4 routes of the main table. */
    public List<KernelRoute> readRoutes() {
        return socket.dump(RTM_GETROUTE, ipv4Body(RTMSG)).stream()
                .flatMap(message -> KernelRoute.parse(message.payload()).stream())
                .toList();
    }

    private static byte[] ipv4Body(int length) {
        return ByteBuffer.allocate(length).put(0, AF_INET).array();
    }

    /**
     * The id of another namespace in this one, as in {@link DeviceLink#peerNamespace}; {@link DeviceLink#SAME_NAMESPACE} if
     * no device joins them.
     *
     * @param name of the namespace in {@code ip netns}
     */
    public int readNamespaceId(String name) {
        return Netns.withFile(name, fd -> {
            byte[] file = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(fd)
                    .array();
            byte[] attribute = NetlinkMessage.attribute(NETNSA_FD, file);
            byte[] body = ByteBuffer.allocate(RTGENMSG + attribute.length)
                    .put(RTGENMSG, attribute)
                    .array();
            return socket.get(RTM_GETNSID, body)
                    .map(message -> readNamespaceId(message.payload()))
                    .orElse(DeviceLink.SAME_NAMESPACE);
        });
    }

    private static int readNamespaceId(ByteBuffer payload) {
        if (payload.remaining() < RTGENMSG) {
            throw NetlinkAttributes.malformed("a namespace of " + payload.remaining() + " bytes");
        }
        return (int) NetlinkAttributes.parse(NetlinkAttributes.slice(payload, RTGENMSG, payload.remaining() - RTGENMSG))
                .required(NETNSA_NSID, "a namespace's id");
    }

    /** All qdiscs of all devices. */
    public List<Qdisc> readQdiscs() {
        return socket.dump(RTM_GETQDISC, new byte[TCMSG]).stream()
                .map(message -> Qdisc.parse(message.payload()))
                .toList();
    }

    /** The qdiscs of one device. */
    public List<Qdisc> readQdiscs(DeviceLink deviceLink) {
        return readQdiscs().stream()
                .filter(qdisc -> qdisc.deviceIndex() == deviceLink.index())
                .toList();
    }

    /** All switch ports. */
    public List<Port> readPorts() {
        Map<Integer, DeviceLink> links =
                readLinks().stream().collect(Collectors.toMap(DeviceLink::index, Function.identity()));
        return readQdiscs().stream()
                .filter(qdisc -> qdisc.portKind().isPresent() && links.containsKey(qdisc.deviceIndex()))
                .flatMap(qdisc -> readPort(links.get(qdisc.deviceIndex()), qdisc).stream())
                .toList();
    }

    /** The switch ports of a device; more than one only below a classful qdisc. */
    public List<Port> readPorts(DeviceLink deviceLink) {
        return readPorts(deviceLink, readQdiscs(deviceLink));
    }

    /** The switch ports among qdiscs of a device that have been read already. */
    public List<Port> readPorts(DeviceLink deviceLink, List<Qdisc> qdiscs) {
        return qdiscs.stream()
                .filter(qdisc -> qdisc.portKind().isPresent())
                .flatMap(qdisc -> readPort(deviceLink, qdisc).stream())
                .toList();
    }

    /** Empty if the port was removed or replaced in the meantime. */
    private Optional<Port> readPort(DeviceLink deviceLink, Qdisc qdisc) {
        if (!qdisc.isDwrr()) {
            return Optional.of(new Port(
                    deviceLink.name(),
                    qdisc.kind(),
                    qdisc.handleText(),
                    qdisc.parentText(),
                    EiffelReader.config(qdisc.options()),
                    EiffelReader.stats(qdisc.rawStatistics())));
        }
        List<NetlinkAttributes> queues =
                readClasses(qdisc).stream().map(Qdisc::rawStatistics).toList();
        PortConfig config = qdisc.kind().equals(DwrrReader.LEGACY_KIND)
                ? DwrrReader.legacyConfig(qdisc.options(), queues.size())
                : DwrrReader.config(qdisc.options());
        return queues.isEmpty() || queues.size() != config.queues().size()
                ? Optional.empty()
                : Optional.of(new Port(
                        deviceLink.name(),
                        qdisc.kind(),
                        qdisc.handleText(),
                        qdisc.parentText(),
                        config,
                        DwrrReader.stats(qdisc.rawStatistics(), queues)));
    }

    private static byte[] classesBody(Qdisc qdisc) {
        return ByteBuffer.allocate(TCMSG)
                .order(ByteOrder.nativeOrder())
                .putInt(4, qdisc.deviceIndex())
                .putInt(12, qdisc.handle())
                .array();
    }

    /**
     * Prepares to read counters of a device's queues again and again.
     *
     * @return empty if the device has no dwrr port
     */
    public Optional<DwrrQueueCounters> queueCounters(DeviceLink deviceLink, List<DwrrCounter> counters) {
        return readQdiscs(deviceLink).stream()
                .filter(Qdisc::isDwrr)
                .findFirst()
                .map(qdisc ->
                        new DwrrQueueCounters(socket, RTM_GETTCLASS, classesBody(qdisc), qdisc.handle(), counters));
    }

    private List<Qdisc> readClasses(Qdisc qdisc) {
        return socket.dump(RTM_GETTCLASS, classesBody(qdisc)).stream()
                .map(message -> Qdisc.parse(message.payload()))
                .filter(entry -> entry.handle() >>> 16 == qdisc.handle() >>> 16)
                .sorted(Comparator.comparingInt(entry -> entry.handle() & 0xffff))
                .toList();
    }

    @Override
    public void close() {
        socket.close();
    }
}
