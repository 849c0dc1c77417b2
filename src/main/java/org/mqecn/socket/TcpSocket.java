// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP socket with features that java.net lacks: a congestion control per socket, a DSCP that leaves ECN alone, bulk
 * data that is neither generated nor copied, and {@code TCP_INFO}. It belongs to the network namespace of the thread that
 * opened it; then one thread may receive and another may send.
 *
 * <p>{@link #awaitReadable} sleeps until many bytes have arrived (SO_RCVLOWAT) and {@link #discard} lets the kernel discard
 * them (MSG_TRUNC): one system call for hundreds of packets.
 */
public final class TcpSocket implements AutoCloseable {
    /** Maximum bytes that one call sends or discards. */
    public static final int MAX_CHUNK = 1 << 18;

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int BACKLOG = 4096;
    private static final int SOCKADDR = 16;
    private static final int SHUT_RDWR = 2;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_TCP = 6;
    private static final int IP_TOS = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_LINGER = 13;
    private static final int SO_RCVLOWAT = 18;
    private static final int SO_MAX_PACING_RATE = 47;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_CONGESTION = 13;
    private static final int TCP_INFO = 11;
    private static final int TCP_NOTSENT_LOWAT = 25;
    private static final int TCP_CC_INFO = 26;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_MORE = 0x8000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int POLLFD = 8;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int TCP_INFO_LENGTH = 256;
    private static final int CC_INFO_LENGTH = 20;
    private static final byte[] ZEROES = new byte[MAX_CHUNK];
    /** The write size of neper. */
    private static final int WRITE_SIZE = 1 << 14;

    private static final ByteBuffer ZERO_BUFFER = ByteBuffer.allocateDirect(WRITE_SIZE);

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long receiveLowWaterMark = 1;
    private int dscp;

    private TcpSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Connects a socket.
     *
     * @param congestionControl {@code dctcp}, …; empty for the default of the namespace
     * @throws IOException with the kernel's message
     */
    public static TcpSocket connect(InetSocketAddress to, String congestionControl) throws IOException {
        TcpSocket socket = open(congestionControl);
        try {
            Libc.connect(socket.fd, address(to), SOCKADDR);
            return socket;
        } catch (LastErrorException e) {
            socket.close();
            throw toIOException("connect to " + to, e);
        }
    }

    /**
     * Opens a listening socket. It must have the congestion control of its clients: without DCTCP, Linux treats a SYN
     * with ECT as broken and declines ECN.
     *
     * @throws IOException with the kernel's message
     */
    public static TcpSocket listen(InetSocketAddress on, String congestionControl) throws IOException {
        TcpSocket socket = open(congestionControl);
        try {
            socket.setOption(Libc.SOL_SOCKET, SO_REUSEADDR, 1);
            Libc.bind(socket.fd, address(on), SOCKADDR);
            Libc.listen(socket.fd, BACKLOG);
            return socket;
        } catch (LastErrorException e) {
            socket.close();
            throw toIOException("listen on " + on, e);
        }
    }

    private static TcpSocket open(String congestionControl) throws IOException {
        TcpSocket socket;
        try {
            socket = new TcpSocket(Libc.socket(AF_INET, SOCK_STREAM | Libc.SOCK_CLOEXEC, 0));
        } catch (LastErrorException e) {
            throw toIOException("open a socket", e);
        }
        try {
            if (!congestionControl.isEmpty()) {
                socket.setCongestionControl(congestionControl);
            }
            socket.setOption(IPPROTO_TCP, TCP_NODELAY, 1);
            return socket;
        } catch (LastErrorException e) {
            socket.close();
            throw toIOException("open a socket", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sets the congestion control. */
    public void setCongestionControl(String congestionControl) throws IOException {
        byte[] name = congestionControl.getBytes(StandardCharsets.US_ASCII);
        try {
            Libc.setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, name.length);
        } catch (LastErrorException e) {
            throw toIOException("use " + congestionControl, e);
        }
    }

    /** {@code struct sockaddr_in { u16 family; be16 port; be32 address; u8 zero[8]; }}. */
    private static byte[] address(InetSocketAddress socket) throws IOException {
        if (!(socket.getAddress() instanceof Inet4Address address)) {
            throw new IOException("no IPv4 address: " + socket);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(SOCKADDR).order(ByteOrder.nativeOrder()).putShort((short) AF_INET);
        return bytes.order(ByteOrder.BIG_ENDIAN)
                .putShort((short) socket.getPort())
                .put(address.getAddress())
                .array();
    }

    /**
     * Accepts the next connection.
     *
     * @throws IOException with the kernel's message, also if this socket is closed in the meantime
     */
    public TcpSocket accept() throws IOException {
        try {
            TcpSocket socket = new TcpSocket(Libc.accept4(fd, null, null, Libc.SOCK_CLOEXEC));
            socket.setOption(IPPROTO_TCP, TCP_NODELAY, 1);
            return socket;
        } catch (LastErrorException e) {
            throw toIOException("accept", e);
        }
    }

    /** Sets the DSCP of sent packets; TCP sets the ECN bits. */
    public void setDscp(int value) throws IOException {
        if (value != dscp) {
            setOptionOrThrow("set the DSCP", IPPROTO_IP, IP_TOS, value << 2);
            dscp = value;
        }
    }

    /** Limits the sending rate (SO_MAX_PACING_RATE). */
    public void setPacingRate(long bytesPerSecond) throws IOException {
        setOptionOrThrow(
                "set the rate", Libc.SOL_SOCKET, SO_MAX_PACING_RATE, (int) Math.min(bytesPerSecond, 0xffffffffL));
    }

    private void setOptionOrThrow(String what, int level, int option, int value) throws IOException {
        try {
            setOption(level, option, value);
        } catch (LastErrorException e) {
            throw toIOException(what, e);
        }
    }

    private void setOption(int level, int option, int value) {
        Libc.setsockopt(
                fd,
                level,
                option,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array(),
                4);
    }

    /** Sends a header and then zero bytes. */
    public void send(byte[] data, long zeroes) throws IOException {
        send(data, data.length, zeroes > 0 ? MSG_MORE : 0);
        send(zeroes);
    }

    /** Sends zero bytes. */
    public void send(long zeroes) throws IOException {
        for (long left = zeroes; left > 0; left -= Math.min(left, MAX_CHUNK)) {
            send(ZEROES, (int) Math.min(left, MAX_CHUNK), 0);
        }
    }

    /** A blocking send is short only after a signal or if the peer has closed the connection. */
    private void send(byte[] data, int length, int flags) throws IOException {
        try {
            if (Libc.send(fd, data, length, MSG_NOSIGNAL | flags) != length) {
                throw new IOException("send: cut short");
            }
        } catch (LastErrorException e) {
            throw toIOException("send", e);
        }
    }

    /**
     * Sends as many zero bytes as the send buffer has room for, at most {@value #WRITE_SIZE}.
     *
     * @return number of bytes; 0 if there was no room
     */
    public long sendNonBlocking() throws IOException {
        try {
            return Libc.send(fd, ZERO_BUFFER, WRITE_SIZE, MSG_NOSIGNAL | MSG_DONTWAIT);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.AGAIN) {
                return 0;
            }
            throw toIOException("send", e);
        }
    }

    /**
     * Discards received bytes.
     *
     * @return number of bytes; 0 if the peer has closed the connection
     */
    public long discardAvailable() throws IOException {
        return receive(null, Integer.MAX_VALUE, Libc.MSG_TRUNC);
    }

    /** Sets the number of received bytes at which the socket becomes readable (SO_RCVLOWAT). */
    public void setReceiveLowWaterMark(int bytes) throws IOException {
        setOptionOrThrow("set the low-water mark", Libc.SOL_SOCKET, SO_RCVLOWAT, bytes);
        receiveLowWaterMark = bytes;
    }

    /** Sets the limit of unsent bytes at which the socket stops being writable (TCP_NOTSENT_LOWAT). */
    public void setNotSentLowWaterMark(int bytes) throws IOException {
        setOptionOrThrow("limit what is not sent", IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes);
    }

    /** Makes {@link #close} reset the connection (SO_LINGER with 0), so that it leaves no TIME-WAIT state. */
    public void setAbortOnClose() throws IOException {
        byte[] linger = ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(1)
                .putInt(0)
                .array();
        try {
            Libc.setsockopt(fd, Libc.SOL_SOCKET, SO_LINGER, linger, linger.length);
        } catch (LastErrorException e) {
            throw toIOException("set SO_LINGER", e);
        }
    }

    int fd() {
        return fd;
    }

    /**
     * Waits until that many bytes, at most {@link #MAX_CHUNK}, have been received or the peer has closed the connection.
     * Uses poll: a recv that has taken some bytes and waits for more would not count those and sleep forever.
     */
    public void awaitReadable(long bytes) throws IOException {
        try {
            if (bytes != receiveLowWaterMark) {
                setOption(Libc.SOL_SOCKET, SO_RCVLOWAT, (int) bytes);
                receiveLowWaterMark = bytes;
            }
            poll(POLLIN);
        } catch (LastErrorException e) {
            throw toIOException("wait", e);
        }
    }

    /** Waits until all data has been sent for the first time, acknowledged or not. */
    public void awaitSent() throws IOException {
        try {
            setOption(IPPROTO_TCP, TCP_NOTSENT_LOWAT, 1);
            poll(POLLOUT);
            setOption(IPPROTO_TCP, TCP_NOTSENT_LOWAT, 0);
        } catch (LastErrorException e) {
            throw toIOException("wait", e);
        }
    }

    /** {@code struct pollfd { s32 fd; s16 events; s16 revents; }}. */
    private void poll(short event) {
        byte[] descriptor = ByteBuffer.allocate(POLLFD)
                .order(ByteOrder.nativeOrder())
                .putInt(fd)
                .putShort(event)
                .array();
        try {
            Libc.poll(descriptor, 1, -1);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.INTERRUPTED) {
                throw e;
            }
            poll(event);
        }
    }

    /**
     * Reads bytes that {@link #awaitReadable} has waited for.
     *
     * @return false if the peer has closed the connection before the first of them
     * @throws IOException also if the connection ends in the middle
     */
    public boolean receive(byte[] data) throws IOException {
        long got = receive(data, data.length, 0);
        if (got != 0 && got != data.length) {
            throw new IOException("receive: the connection ended");
        }
        return got != 0;
    }

    /** Discards that many bytes; returns when the last of them has arrived. */
    public void discard(long count) throws IOException {
        for (long left = count; left > 0; ) {
            awaitReadable(Math.min(left, MAX_CHUNK));
            long got = receive(null, left, Libc.MSG_TRUNC);
            if (got == 0) {
                throw new IOException("receive: the connection ended");
            }
            left -= got;
        }
    }

    private long receive(byte[] data, long length, int flags) throws IOException {
        try {
            return Libc.recv(fd, data, length, MSG_DONTWAIT | flags);
        } catch (LastErrorException e) {
            throw toIOException("receive", e);
        }
    }

    /** Reads the state of the connection (TCP_INFO). */
    public TcpInfo info() throws IOException {
        byte[] info = new byte[TCP_INFO_LENGTH];
        byte[] control = new byte[CC_INFO_LENGTH];
        try {
            int[] length = {TCP_INFO_LENGTH};
            Libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, length);
            int[] controlLength = {CC_INFO_LENGTH};
            Libc.getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, control, controlLength);
            return TcpInfo.parse(
                    ByteBuffer.wrap(info, 0, length[0]).order(ByteOrder.nativeOrder()),
                    ByteBuffer.wrap(control, 0, controlLength[0]).order(ByteOrder.nativeOrder()));
        } catch (LastErrorException e) {
            throw toIOException("TCP_INFO", e);
        }
    }

    private static IOException toIOException(String what, LastErrorException e) {
        return new IOException(what + ": " + Errno.message(e.getErrorCode()));
    }

    /** Closes the socket and wakes threads that wait on it. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Libc.shutdown(fd, SHUT_RDWR);
            } catch (LastErrorException e) {
                // It was not connected, or the peer has closed it already.
            }
            Libc.close(fd);
        }
    }
}
