// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;

/** The JNA binding to the C library. Each function throws {@link LastErrorException} with errno if it returns -1. */
public final class Libc {
    public static final int AF_NETLINK = 16;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 02000000;
    public static final int SOL_SOCKET = 1;
    public static final int SO_RCVTIMEO = 20;
    public static final int SO_NETNS_COOKIE = 71;
    public static final int SOL_NETLINK = 270;
    public static final int NETLINK_CAP_ACK = 10;
    public static final int NETLINK_EXT_ACK = 11;
    public static final int MSG_TRUNC = 0x20;
    public static final int O_RDONLY = 0;
    public static final int O_CLOEXEC = 02000000;
    public static final int CLONE_NEWNET = 0x40000000;

    static {
        // The JVM has already loaded the C library.
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    public static native int socket(int domain, int type, int protocol) throws LastErrorException;

    public static native int setsockopt(int fd, int level, int option, byte[] value, int length)
            throws LastErrorException;

    public static native long send(int fd, byte[] data, long length, int flags) throws LastErrorException;

    public static native long send(int fd, ByteBuffer data, long length, int flags) throws LastErrorException;

    public static native long recv(int fd, byte[] data, long length, int flags) throws LastErrorException;

    public static native long recv(int fd, ByteBuffer data, long length, int flags) throws LastErrorException;

    public static native int close(int fd) throws LastErrorException;

    public static native int open(String path, int flags) throws LastErrorException;

    static native int connect(int fd, byte[] address, int length) throws LastErrorException;

    static native int bind(int fd, byte[] address, int length) throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int accept4(int fd, byte[] address, int[] length, int flags) throws LastErrorException;

    static native int poll(byte[] descriptors, long count, int timeoutMs) throws LastErrorException;

    static native int epoll_create1(int flags) throws LastErrorException;

    static native int epoll_ctl(int fd, int operation, int of, ByteBuffer event) throws LastErrorException;

    static native int epoll_wait(int fd, ByteBuffer events, int most, int timeoutMs) throws LastErrorException;

    static native int shutdown(int fd, int how) throws LastErrorException;

    public static native int getsockopt(int fd, int level, int option, byte[] value, int[] length)
            throws LastErrorException;

    static native String strerror(int number);

    public static native int setns(int fd, int kind) throws LastErrorException;
}
