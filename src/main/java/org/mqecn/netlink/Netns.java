// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.mqecn.socket.Errno;
import org.mqecn.socket.Libc;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Named network namespaces of {@code ip netns}. Tasks in a namespace run in a new thread that enters it and ends
 * there, so nothing must be undone; programs that the thread starts inherit the namespace.
 */
public final class Netns {
    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");
    private static final Path CURRENT_NAMESPACE = Path.of("/proc/thread-self/ns/net");
    private static final Path FIRST_NAMESPACE = Path.of("/proc/1/ns/net");

    private Netns() {}

    /** The names of all namespaces; empty if they cannot be read. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(NAMED_NAMESPACES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * A name for this thread's network namespace that no other has until the next boot: its cookie. A new namespace may
     * have the inode of a former one, so the inode serves only before Linux 5.14, which has no cookies.
     */
    public static String id() {
        int fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, 0);
        try {
            byte[] cookie = new byte[Long.BYTES];
            Libc.getsockopt(fd, Libc.SOL_SOCKET, Libc.SO_NETNS_COOKIE, cookie, new int[] {cookie.length});
            return Long.toUnsignedString(
                    ByteBuffer.wrap(cookie).order(ByteOrder.nativeOrder()).getLong());
        } catch (LastErrorException e) {
            return inode(CURRENT_NAMESPACE);
        } finally {
            Libc.close(fd);
        }
    }

    /** Whether this thread is in the network namespace of the first process, as the services of the system are. */
    public static boolean isInitial() {
        try {
            return inode(FIRST_NAMESPACE).equals(inode(CURRENT_NAMESPACE));
        } catch (UncheckedIOException e) {
            return false; // Only root may ask for the first process's namespace.
        }
    }

    /** The inode of this thread's network namespace, by which the kernel's events name it. */
    public static String currentInode() {
        return inode(CURRENT_NAMESPACE);
    }

    private static String inode(Path namespace) {
        try {
            return Files.readSymbolicLink(namespace).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a namespace in {@code /run/netns}. */
    public static Path path(String name) {
        return NAMED_NAMESPACES.resolve(name);
    }

    /** Whether there is a file of that name: a namespace, or the remainder of an interrupted creation. */
    public static boolean exists(String name) {
        return Files.exists(NAMED_NAMESPACES.resolve(name));
    }

    /** Inode of a namespace, which identifies it; empty if there is no such namespace. */
    public static Optional<String> inode(String name) {
        try {
            boolean mounted = !Files.getAttribute(NAMED_NAMESPACES.resolve(name), "unix:dev")
                    .equals(Files.getAttribute(NAMED_NAMESPACES, "unix:dev"));
            return mounted
                    ? Optional.of(Files.getAttribute(NAMED_NAMESPACES.resolve(name), "unix:ino")
                            .toString())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Time at which a namespace was named, in nanoseconds since the epoch: inode numbers may be reused. Empty if there
     * is no such namespace.
     */
    public static Optional<String> creationTime(String name) {
        try {
            return Optional.of(Long.toString(
                    Files.getLastModifiedTime(NAMED_NAMESPACES.resolve(name)).to(TimeUnit.NANOSECONDS)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs a task in a namespace.
     *
     * @param name empty for the current namespace: the calling thread runs the task
     * @throws UserError if there is no such namespace, or it cannot be entered
     */
    public static <T> T call(String name, Callable<T> task) {
        if (name.isEmpty()) {
            return callHere(task);
        }
        FutureTask<T> inside = new FutureTask<>(() -> {
            enter(name);
            return task.call();
        });
        new Thread(inside, "netns " + name).start();
        try {
            return inside.get();
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    private static <T> T callHere(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private static void enter(String name) {
        withFile(name, fd -> Libc.setns(fd, Libc.CLONE_NEWNET));
    }

    /**
     * Runs a task with the open file of a namespace.
     *
     * @throws UserError if there is no such namespace, or it cannot be entered
     */
    static <T> T withFile(String name, IntFunction<T> task) {
        if (name.contains("/") || !Files.exists(NAMED_NAMESPACES.resolve(name))) {
            throw new UserError("there is no network namespace '" + name + "'", Suggestion.of(name, names()));
        }
        try {
            int fd = Libc.open(NAMED_NAMESPACES.resolve(name).toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
            try {
                return task.apply(fd);
            } finally {
                Libc.close(fd);
            }
        } catch (LastErrorException e) {
            throw new UserError(
                    "cannot enter the network namespace '" + name + "': " + Errno.message(e.getErrorCode()),
                    "run mqecn as root");
        }
    }
}
