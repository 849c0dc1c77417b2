// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import com.sun.jna.LastErrorException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.mqecn.value.UserError;

/** Sends packets including their headers, in the network namespace of the thread that opened it. */
public final class RawSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_PACKET = 17;
    private static final int IPPROTO_RAW = 255;
    private static final int ENOBUFS = 105;
    private static final int SO_BROADCAST = 6;
    private static final int SO_PRIORITY = 12;
    private static final int SO_MARK = 36;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_FREEBIND = 78;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;
    private static final int SOCKADDR_LL = 20;
    private static final int IPV4 = 4;

    private final int fd;

    private RawSocket(int fd) {
        this.fd = fd;
    }

    private static RawSocket open(int domain, int protocol) {
        try {
            return new RawSocket(Libc.socket(domain, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol));
        } catch (LastErrorException e) {
            throw new UserError(
                    "cannot send packets: " + Errno.message(e.getErrorCode()), "run mqecn as root (with sudo)");
        }
    }

    /** Opens a socket for frames, which go to the device's qdisc without passing the IP layer and netfilter. */
    public static RawSocket forFrames(String device, int deviceIndex) {
        RawSocket socket = open(AF_PACKET, 0);
        // struct sockaddr_ll { u16 family; be16 protocol; s32 ifindex; … }
        byte[] address = ByteBuffer.allocate(SOCKADDR_LL)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putInt(4, deviceIndex)
                .array();
        return socket.invoke("bind to " + device, () -> Libc.bind(socket.fd, address, address.length));
    }

    /**
     * Opens a socket for IP packets, which pass routing and netfilter as other local packets do.
     *
     * @param from source address, which need not be local
     */
    public static RawSocket forIpPackets(String device, InetAddress from, InetAddress to) {
        boolean four = to.getAddress().length == IPV4;
        RawSocket socket = open(four ? AF_INET : AF_INET6, IPPROTO_RAW);
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        byte[] yes =
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
        byte[] source = address(from);
        byte[] target = address(to);
        return socket.invoke("send to " + to.getHostAddress() + " through " + device, () -> {
            Libc.setsockopt(socket.fd, Libc.SOL_SOCKET, SO_BINDTODEVICE, name, name.length);
            Libc.setsockopt(socket.fd, Libc.SOL_SOCKET, SO_BROADCAST, yes, yes.length);
            if (!four) {
                // Without a bound address the kernel would look for one of the device, which may have none.
                Libc.setsockopt(socket.fd, IPPROTO_IPV6, IPV6_FREEBIND, yes, yes.length);
                Libc.bind(socket.fd, source, source.length);
            }
            Libc.connect(socket.fd, target, target.length);
        });
    }

    /** {@code struct sockaddr_in { u16 family; be16 port; be32 address; … }}, for IPv6 with 4 more bytes before the address. */
    private static byte[] address(InetAddress address) {
        boolean four = address.getAddress().length == IPV4;
        ByteBuffer bytes = ByteBuffer.allocate(four ? SOCKADDR_IN : SOCKADDR_IN6)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (four ? AF_INET : AF_INET6))
                .putShort((short) 0);
        return (four ? bytes : bytes.putInt(0)).put(address.getAddress()).array();
    }

    /** Sets the priority of packets; that of a class handle selects the class. */
    public RawSocket withPriority(int priority) {
        return setOption("priority", SO_PRIORITY, priority);
    }

    /** Sets the firewall mark of packets. */
    public RawSocket withMark(int mark) {
        return setOption("mark", SO_MARK, mark);
    }

    private RawSocket setOption(String what, int option, int number) {
        byte[] value = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
        return invoke(
                "give packets a " + what, () -> Libc.setsockopt(fd, Libc.SOL_SOCKET, option, value, value.length));
    }

    /** @throws UserError with the kernel's message */
    public void send(byte[] packet) {
        invoke("send a packet", () -> Libc.send(fd, packet, packet.length, 0));
    }

    /** As {@link #send}, but ignores ENOBUFS: the qdisc may drop the packet. */
    public void sendDroppable(byte[] packet) {
        invoke("send a packet", () -> {
            try {
                Libc.send(fd, packet, packet.length, 0);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != ENOBUFS) {
                    throw e;
                }
            }
        });
    }

    private RawSocket invoke(String what, Runnable call) {
        try {
            call.run();
            return this;
        } catch (LastErrorException e) {
            throw new UserError("cannot " + what + ": " + Errno.message(e.getErrorCode()), "");
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
