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
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/**
 * What the kernel tells over netlink about the network namespace of the thread that opened this. Each answer is
 * read anew.
 */
public final class Kernel implements AutoCloseable {
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
    private static final int WITHOUT_STATISTICS = 8;

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);

    /** Every network device. */
    public List<Link> links() {
        byte[] mask = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(WITHOUT_STATISTICS).array();
        byte[] attribute = Message.attribute(IFLA_EXT_MASK, mask);
        byte[] body = ByteBuffer.allocate(IFINFOMSG + attribute.length).put(IFINFOMSG, attribute).array();
        return socket.dump(RTM_GETLINK, body).stream().map(message -> Link.parse(message.payload())).toList();
    }

    /**
     * The device of that name.
     *
     * @throws UserError with the nearest name, where there is none
     */
    public Link link(String name) {
        List<Link> links = links();
        return links.stream().filter(link -> link.name().equals(name)).findFirst()
                .orElseThrow(() -> new UserError("there is no device '" + name + "'",
                        Suggestion.among(name, links.stream().map(Link::name).toList())));
    }

    /** Every IPv4 address of every device. */
    public List<LinkAddress> addresses() {
        return socket.dump(RTM_GETADDR, family(IFADDRMSG)).stream()
                .map(message -> LinkAddress.parse(message.payload())).toList();
    }

    /** The IPv4 routes of the main table. */
    public List<KernelRoute> routes() {
        return socket.dump(RTM_GETROUTE, family(RTMSG)).stream()
                .flatMap(message -> KernelRoute.parse(message.payload()).stream()).toList();
    }

    private static byte[] family(int length) {
        return ByteBuffer.allocate(length).put(0, AF_INET).array();
    }

    /**
     * What this namespace calls another one in {@link Link#peerNamespace}: {@link Link#SAME} where no device joins
     * them.
     *
     * @param name of a namespace, as {@code ip netns} has it
     */
    public int namespace(String name) {
        return Netns.withFile(name, fd -> {
            byte[] file = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(fd).array();
            byte[] attribute = Message.attribute(NETNSA_FD, file);
            byte[] body = ByteBuffer.allocate(RTGENMSG + attribute.length).put(RTGENMSG, attribute).array();
            return socket.get(RTM_GETNSID, body).map(message -> namespace(message.payload())).orElse(Link.SAME);
        });
    }

    private static int namespace(ByteBuffer payload) {
        if (payload.remaining() < RTGENMSG) {
            throw Attributes.malformed("a namespace of " + payload.remaining() + " bytes");
        }
        return (int) Attributes.parse(Attributes.slice(payload, RTGENMSG, payload.remaining() - RTGENMSG))
                .required(NETNSA_NSID, "a namespace's id");
    }

    /** Every qdisc of every device. */
    public List<Qdisc> qdiscs() {
        return socket.dump(RTM_GETQDISC, new byte[TCMSG]).stream()
                .map(message -> Qdisc.parse(message.payload())).toList();
    }

    /** The qdiscs of one device. */
    public List<Qdisc> qdiscs(Link link) {
        return qdiscs().stream().filter(qdisc -> qdisc.device() == link.index()).toList();
    }

    /** Every switch port. */
    public List<Port> ports() {
        Map<Integer, Link> links = links().stream().collect(Collectors.toMap(Link::index, Function.identity()));
        return qdiscs().stream()
                .filter(qdisc -> qdisc.portKind().isPresent() && links.containsKey(qdisc.device()))
                .flatMap(qdisc -> port(links.get(qdisc.device()), qdisc).stream())
                .toList();
    }

    /** The switch ports on a device: one, where nobody has put a second one below another qdisc. */
    public List<Port> ports(Link link) {
        return qdiscs(link).stream().filter(qdisc -> qdisc.portKind().isPresent())
                .flatMap(qdisc -> port(link, qdisc).stream()).toList();
    }

    /** Empty where the port went away, or another one came, while it was read. */
    private Optional<Port> port(Link link, Qdisc qdisc) {
        if (!qdisc.isDwrr()) {
            return Optional.of(new Port(link.name(), qdisc.kind(), qdisc.handleText(), qdisc.place(),
                    Eiffel.config(qdisc.options()), Eiffel.stats(qdisc.statistics())));
        }
        List<Attributes> queues = classes(qdisc).stream().map(Qdisc::statistics).toList();
        PortConfig config = qdisc.kind().equals(Dwrr.LEGACY_KIND)
                ? Dwrr.legacyConfig(qdisc.options(), queues.size()) : Dwrr.config(qdisc.options());
        return queues.isEmpty() || queues.size() != config.queues().size() ? Optional.empty()
                : Optional.of(new Port(link.name(), qdisc.kind(), qdisc.handleText(), qdisc.place(), config,
                        Dwrr.stats(qdisc.statistics(), queues)));
    }

    private List<Qdisc> classes(Qdisc qdisc) {
        byte[] body = ByteBuffer.allocate(TCMSG).order(ByteOrder.nativeOrder())
                .putInt(4, qdisc.device()).putInt(12, qdisc.handle()).array();
        return socket.dump(RTM_GETTCLASS, body).stream()
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
