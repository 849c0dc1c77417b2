// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
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
    private static final int BUFFER_LENGTH = 1 << 16;

    private static final int TIMEOUT_SECONDS = 10;
    private static final int ATTEMPTS = 10;
    private static final int EAGAIN = 11;

    /** The messages that answer one request, and whether the dump was interrupted by a change. */
    private record NetlinkReply(List<NetlinkMessage> messages, boolean interrupted) {}

    /** Handles a message of a dump where the socket received it. */
    interface MessageHandler {
        /**
         * Handles a message.
         *
         * @param from index of the first byte of its payload
         * @param to index of the byte after its last one
         */
        void handle(ByteBuffer buffer, int from, int to);
    }

    private final int fd;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH).order(ByteOrder.nativeOrder());
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
        throw changedTooOften();
    }

    private static UserError changedTooOften() {
        return new UserError(
                "the kernel's tables changed during each of " + ATTEMPTS + " readings",
                "try again when fewer devices are being changed");
    }

    /**
     * Dumps as {@link #dump}, but allocates no memory: for those who ask again and again. Messages of an interrupted dump
     * are handled, too, before those of its repetition.
     *
     * @param request of {@link NetlinkMessage#request}, in a direct buffer; its sequence number is set here
     * @throws UserError with the kernel's message
     */
    void dumpInPlace(ByteBuffer request, MessageHandler handler) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (exchangeInPlace(request, handler)) {
                return;
            }
        }
        throw changedTooOften();
    }

    /** @return false if the dump was interrupted */
    private boolean exchangeInPlace(ByteBuffer request, MessageHandler handler) {
        sequence++;
        request.putInt(NetlinkMessage.SEQUENCE, sequence);
        boolean complete = true;
        try {
            Libc.send(fd, request, request.capacity(), 0);
            while (true) {
                int end = receiveIntoBuffer();
                for (int at = 0; at < end; at += NetlinkAttributes.align(buffer.getInt(at))) {
                    int to = NetlinkMessage.end(buffer, at, end);
                    if (buffer.getInt(at + NetlinkMessage.SEQUENCE) != sequence) {
                        continue;
                    }
                    int type = Short.toUnsignedInt(buffer.getShort(at + NetlinkMessage.TYPE));
                    complete &= (buffer.getShort(at + NetlinkMessage.FLAGS) & NetlinkMessage.DUMP_INTERRUPTED) == 0;
                    if (type == NetlinkMessage.OVERRUN) {
                        throw NetlinkAttributes.malformed("data lost by the kernel");
                    }
                    if (type == NetlinkMessage.ERROR || type == NetlinkMessage.DONE) {
                        NetlinkMessage.parse(NetlinkAttributes.slice(buffer, at, to - at))
                                .forEach(NetlinkSocket::throwIfError);
                        return complete;
                    }
                    handler.handle(buffer, at + NetlinkMessage.HEADER_LENGTH, to);
                }
            }
        } catch (LastErrorException e) {
            throw failed(e);
        }
    }

    private static UserError failed(LastErrorException e) {
        return new UserError(
                e.getErrorCode() == EAGAIN
                        ? "the kernel did not answer a netlink request within " + TIMEOUT_SECONDS + " s"
                        : "netlink: " + Errno.message(e.getErrorCode()),
                "");
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
            throw failed(e);
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
        byte[] datagram = new byte[receiveIntoBuffer()];
        buffer.get(0, datagram);
        return ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    }

    /** Receives the next datagram; returns its length. */
    private int receiveIntoBuffer() {
        long length;
        do {
            length = receiveOnce();
        } while (length < 0);
        if (length > BUFFER_LENGTH) {
            throw NetlinkAttributes.malformed("an oversized answer of " + length + " bytes");
        }
        return (int) length;
    }

    private long receiveOnce() {
        try {
            return Libc.recv(fd, buffer, BUFFER_LENGTH, Libc.MSG_TRUNC);
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
