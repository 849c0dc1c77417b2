// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Named network namespaces, as {@code ip netns} keeps them. A namespace is entered by a thread that ends there,
 * so nothing has to be undone; a program that the thread starts inherits it.
 */
public final class Netns {
    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");
    private static final Path CURRENT_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    private Netns() {}

    /** Names of all of them; empty where there are none or they cannot be read. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(NAMED_NAMESPACES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Inode of this thread's network namespace, which tells it from all others of this boot. */
    public static String inode() {
        try {
            return Files.readSymbolicLink(CURRENT_NAMESPACE).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that stands for a namespace of that name. */
    public static Path path(String name) {
        return NAMED_NAMESPACES.resolve(name);
    }

    /** Whether something of that name is there, be it a namespace or what a creation that was cut short left. */
    public static boolean exists(String name) {
        return Files.exists(NAMED_NAMESPACES.resolve(name));
    }

    /** Inode of a namespace, which tells it from all others that there are; empty where there is none of that name. */
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
     * When a namespace got its name, in nanoseconds of the epoch: an inode's number may be that of one that is gone.
     * Empty where there is none of that name.
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
     * Does something inside a namespace.
     *
     * @param name empty for the namespace that this thread is in: it does the task itself
     * @throws UserError where there is none of that name, or it may not be entered
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
     * Opens the file that stands for a namespace while something is done with it.
     *
     * @throws UserError where there is none of that name, or it may not be entered
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
