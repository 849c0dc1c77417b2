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
 * A TCP socket with what java.net has no words for: its own congestion control, a DSCP beside ECN, bulk that is
 * neither made up nor looked at, and what the kernel knows about the connection. It belongs to the network namespace
 * of the thread that opened it; after that any thread may use it, one to receive and one to send.
 *
 * <p>{@link #awaitReadable} sleeps until much has arrived (SO_RCVLOWAT) and {@link #discard} has the kernel throw it away
 * (MSG_TRUNC): a system call for hundreds of packets.
 */
public final class TcpSocket implements AutoCloseable {
    /** Most that one call sends or discards. */
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
    /** What neper writes at once. */
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
     * A socket that is connected.
     *
     * @param congestionControl {@code dctcp}, …; empty for the namespace's
     * @throws IOException in the kernel's words
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
     * A socket that listens. It must have the congestion control of those that will connect to it: one that is not
     * of DCTCP takes a SYN with ECT for a mistake, and refuses ECN.
     *
     * @throws IOException in the kernel's words
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

    /** Has it be the congestion control of what is sent from now on. */
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
     * The next connection.
     *
     * @throws IOException in the kernel's words, also when this socket is closed meanwhile
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

    /** Has what is sent from now on carry this code point; the ECN bits are TCP's own. */
    public void setDscp(int value) throws IOException {
        if (value != dscp) {
            setOptionOrThrow("set the DSCP", IPPROTO_IP, IP_TOS, value << 2);
            dscp = value;
        }
    }

    /** Has it send no faster than this from now on. */
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

    /** Sends all of it, and then that many bytes more, all of them zero. */
    public void send(byte[] data, long zeroes) throws IOException {
        send(data, data.length, zeroes > 0 ? MSG_MORE : 0);
        send(zeroes);
    }

    /** Sends that many bytes, all of them zero. */
    public void send(long zeroes) throws IOException {
        for (long left = zeroes; left > 0; left -= Math.min(left, MAX_CHUNK)) {
            send(ZEROES, (int) Math.min(left, MAX_CHUNK), 0);
        }
    }

    /** A blocking send takes all, but where a signal or the peer's end cuts it short. */
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
     * Sends what there is room for, zeroes, {@value #WRITE_SIZE} bytes at most.
     *
     * @return how many; 0 where there was no room
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
     * Throws away what has come.
     *
     * @return how many bytes; 0 where the peer has ended the connection
     */
    public long discardAvailable() throws IOException {
        return receive(null, Integer.MAX_VALUE, Libc.MSG_TRUNC);
    }

    /** Has it be told of as ready to receive only when that many bytes are there. */
    public void setReceiveLowWaterMark(int bytes) throws IOException {
        setOptionOrThrow("set the low-water mark", Libc.SOL_SOCKET, SO_RCVLOWAT, bytes);
        receiveLowWaterMark = bytes;
    }

    /** Has it take no more to send while it has that many bytes that it has not sent for the first time. */
    public void setNotSentLowWaterMark(int bytes) throws IOException {
        setOptionOrThrow("limit what is not sent", IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes);
    }

    /** Has {@link #close} break the connection off, so that nothing of it lingers. */
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
     * Waits until that many bytes are there, {@link #MAX_CHUNK} at most, or the peer has ended the connection. It is poll
     * that waits: a recv that has taken some and waits for more would count those out, and sleep for ever.
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

    /** Waits until all that was given to it to send has been sent, whether or not it has arrived. */
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
     * Reads that many bytes, which have been waited for.
     *
     * @return false where the peer has ended the connection before the first of them
     * @throws IOException also where it ends in the middle
     */
    public boolean receive(byte[] data) throws IOException {
        long got = receive(data, data.length, 0);
        if (got != 0 && got != data.length) {
            throw new IOException("receive: the connection ended");
        }
        return got != 0;
    }

    /** Throws that many bytes away; returns when the last of them has come. */
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

    /** What the kernel knows about the connection. */
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

    /** Ends it; whoever waits on it is woken. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Libc.shutdown(fd, SHUT_RDWR);
            } catch (LastErrorException e) {
                // It was not connected, or the peer was faster.
            }
            Libc.close(fd);
        }
    }
}
