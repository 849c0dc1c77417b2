// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.socket.Errno;
import org.mqecn.socket.Libc;
import org.mqecn.value.UserError;

/** A netlink socket in the network namespace of the thread that opened it. */
final class NetlinkSocket implements AutoCloseable {
    static final int ROUTE = 0;
    static final int SOCK_DIAG = 4;
    static final int GENERIC = 16;

    /** The kernel sends at most 32 KiB per datagram; larger ones are rejected. */
    private static final int BUFFER_LENGTH = 1 << 17;

    private static final int TIMEOUT_SECONDS = 10;
    private static final int ATTEMPTS = 10;
    private static final int EAGAIN = 11;

    /** The messages that answer one request, and whether the dump was interrupted by a change. */
    private record NetlinkReply(List<NetlinkMessage> messages, boolean interrupted) {}

    private final int fd;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int sequence;

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    static NetlinkSocket open(int protocol) {
        try {
            NetlinkSocket socket =
                    new NetlinkSocket(Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol));
            socket.configure();
            return socket;
        } catch (LastErrorException e) {
            throw new UserError("cannot open a netlink socket: " + Errno.message(e.getErrorCode()), "");
        }
    }

    private void configure() {
        Libc.setsockopt(
                fd,
                Libc.SOL_SOCKET,
                Libc.SO_RCVTIMEO,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.nativeOrder())
                        .putLong(TIMEOUT_SECONDS)
                        .array(),
                16);
        byte[] yes =
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
        Libc.setsockopt(fd, Libc.SOL_NETLINK, Libc.NETLINK_CAP_ACK, yes, yes.length);
        Libc.setsockopt(fd, Libc.SOL_NETLINK, Libc.NETLINK_EXT_ACK, yes, yes.length);
    }

    /**
     * Dumps all objects of one kind. Repeats a dump that was interrupted by a change.
     *
     * @throws UserError with the kernel's message
     */
    List<NetlinkMessage> dump(int type, byte[] body) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            NetlinkReply netlinkReply = exchange(type, NetlinkMessage.DUMP, body);
            if (!netlinkReply.interrupted) {
                return netlinkReply.messages;
            }
        }
        throw new UserError(
                "the kernel's tables changed during each of " + ATTEMPTS + " readings",
                "try again when fewer devices are being changed");
    }

    /**
     * Gets one object; empty if there is none.
     *
     * @throws UserError with the kernel's message
     */
    Optional<NetlinkMessage> get(int type, byte[] body) {
        return exchange(type, NetlinkMessage.ACK, body).messages.stream().findFirst();
    }

    private NetlinkReply exchange(int type, int flags, byte[] body) {
        sequence++;
        try {
            byte[] request = NetlinkMessage.request(type, flags, sequence, body);
            Libc.send(fd, request, request.length, 0);
            return receive();
        } catch (LastErrorException e) {
            throw new UserError(
                    e.getErrorCode() == EAGAIN
                            ? "the kernel did not answer a netlink request within " + TIMEOUT_SECONDS + " s"
                            : "netlink: " + Errno.message(e.getErrorCode()),
                    "");
        }
    }

    private NetlinkReply receive() {
        List<NetlinkMessage> messages = new ArrayList<>();
        boolean interrupted = false;
        while (true) {
            for (NetlinkMessage message : NetlinkMessage.parse(receiveDatagram())) {
                if (message.sequence() != sequence) {
                    continue;
                }
                interrupted |= message.isInterrupted();
                switch (message.type()) {
                    case NetlinkMessage.NOOP -> {}
                    case NetlinkMessage.OVERRUN -> throw NetlinkAttributes.malformed("data lost by the kernel");
                    case NetlinkMessage.ERROR, NetlinkMessage.DONE -> {
                        throwIfError(message);
                        return new NetlinkReply(messages, interrupted);
                    }
                    default -> messages.add(message);
                }
            }
        }
    }

    private static void throwIfError(NetlinkMessage message) {
        if (message.errorNumber() != 0) {
            String text = message.errorText();
            throw new UserError(
                    "the kernel refused: " + (text.isEmpty() ? "" : text + ": ") + Errno.message(message.errorNumber()),
                    "");
        }
    }

    /** Receives the next datagram into a new buffer, because messages keep slices of it. */
    private ByteBuffer receiveDatagram() {
        long length;
        do {
            length = receiveOnce();
        } while (length < 0);
        if (length > buffer.length) {
            throw NetlinkAttributes.malformed("an oversized answer of " + length + " bytes");
        }
        return ByteBuffer.wrap(Arrays.copyOf(buffer, (int) length)).order(ByteOrder.nativeOrder());
    }

    private long receiveOnce() {
        try {
            return Libc.recv(fd, buffer, buffer.length, Libc.MSG_TRUNC);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.INTERRUPTED) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
