// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * An instance of the kernel's tracing with the events of dwrr ports: buffers, filter and switches of its own, so that it
 * changes no other trace. It is named after this process and must be closed; {@link #removeLeft} removes those of processes
 * that were killed.
 */
public final class TraceInstance implements AutoCloseable {
    private static final String PREFIX = "mqecn-";
    private static final String EVENTS = "events/dwrr";
    private static final String BUFFER_KIB = "4096";
    private static final int CHUNK = 65_536;

    private final Path folder;
    private final InputStream pipe;
    private String rest = "";
    private boolean closed;

    private TraceInstance(Path folder, InputStream pipe) {
        this.folder = folder;
        this.pipe = pipe;
    }

    /**
     * Finds the kernel's file system of tracing.
     *
     * @param candidates the folders where it is mounted as a rule
     * @throws UserError if it is not there
     */
    public static Path find(List<Path> candidates) {
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate.resolve("instances"))) {
                return candidate;
            }
        }
        Path first = candidates.get(0);
        if (Files.isDirectory(first) && !Files.isReadable(first)) {
            throw new UserError("cannot read " + first + ": permission denied", "run it as root");
        }
        throw Files.isDirectory(first)
                ? new UserError("tracefs is not mounted at " + first, "mount it: mount -t tracefs tracefs " + first)
                : new UserError(
                        "this kernel has no tracing: no " + first,
                        "it needs CONFIG_FTRACE and CONFIG_EVENT_TRACING, as kernels of distributions have them");
    }

    /**
     * Begins to record the events that satisfy the filter.
     *
     * @param process id of this process
     * @param filter in the kernel's language: {@code ifindex == 3 && queue == 1}
     */
    public static TraceInstance open(Path tracefs, long process, String filter) {
        if (!Files.isDirectory(tracefs.resolve(EVENTS))) {
            throw new UserError(
                    "the kernel has no events of dwrr",
                    "the module sch_dwrr is not loaded ('mqecn module load'), or it was built for a kernel without tracing");
        }
        Path folder = tracefs.resolve("instances").resolve(PREFIX + process);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(folder + " exists", "'mqecn trace --clean' removes what a killed trace left");
        } catch (AccessDeniedException e) {
            throw new UserError("cannot create " + folder + ": permission denied", "run it as root");
        } catch (IOException e) {
            throw new UserError("cannot create " + folder + ": " + IoErrors.describe(e), "");
        }
        try {
            write(folder.resolve("buffer_size_kb"), BUFFER_KIB);
            write(folder.resolve(EVENTS).resolve("filter"), filter);
            write(folder.resolve(EVENTS).resolve("enable"), "1");
            return new TraceInstance(
                    folder, new FileInputStream(folder.resolve("trace_pipe").toFile()));
        } catch (IOException e) {
            remove(folder);
            throw new UserError("cannot trace: " + IoErrors.describe(e), "");
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }

    /** Returns the lines that were recorded since the last call; none if nothing was. It does not wait. */
    public synchronized List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        byte[] chunk = new byte[CHUNK];
        while (!closed && recorded("entries") > 0) {
            int length = pipe.read(chunk);
            if (length <= 0) {
                break;
            }
            rest += new String(chunk, 0, length, StandardCharsets.UTF_8);
            int end = rest.lastIndexOf('\n') + 1;
            lines.addAll(rest.substring(0, end).lines().toList());
            rest = rest.substring(end);
        }
        return lines;
    }

    /** Events that were lost because they were not read in time. */
    public long lost() throws IOException {
        return recorded("overrun") + recorded("dropped events");
    }

    /** Sums a number over the buffers of the processors. */
    private long recorded(String name) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> processors = Files.newDirectoryStream(folder.resolve("per_cpu"))) {
            for (Path processor : processors) {
                sum += Files.readString(processor.resolve("stats"))
                        .lines()
                        .filter(line -> line.startsWith(name + ": "))
                        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                        .sum();
            }
        }
        return sum;
    }

    /** Stops recording and removes the instance. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            pipe.close();
        } catch (IOException e) {
            // The kernel's file has nothing to write.
        }
        remove(folder);
    }

    private static void remove(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                write(folder.resolve(EVENTS).resolve("enable"), "0");
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot remove " + folder + ": " + IoErrors.describe(e), "'mqecn trace --clean' removes it later");
        }
    }

    /** Removes the instances of processes that do not run any more, and returns their names. */
    public static List<String> removeLeft(Path tracefs, Path processes) {
        try (Stream<Path> instances = Files.list(tracefs.resolve("instances"))) {
            List<Path> left = instances
                    .filter(each -> each.getFileName().toString().matches(PREFIX + "\\d+"))
                    .filter(each -> !Files.isDirectory(
                            processes.resolve(each.getFileName().toString().substring(PREFIX.length()))))
                    .sorted()
                    .toList();
            left.forEach(TraceInstance::remove);
            return left.stream().map(each -> each.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UserError("cannot read the instances of tracing: " + IoErrors.describe(e), "run it as root");
        }
    }
}
