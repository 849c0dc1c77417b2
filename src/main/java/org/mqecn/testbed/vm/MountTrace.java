// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.host.Processes;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;

/**
 * A disk that is mounted on this machine: qemu-nbd serves it to a block device, which is mounted. While qemu-nbd has
 * the file, QEMU's own lock keeps every machine from starting with it.
 */
public final class MountTrace implements TraceKind {
    public static final String TYPE = "mount";

    private static final String FILE = "file";
    private static final String DEVICE = "device";
    private static final String FOLDER = "folder";
    /** Fields of a line of mountinfo; source stands second behind a dash. */
    private static final int MOUNT_POINT = 4;

    public static Trace of(Path file, String device, Path folder) {
        return new Trace(TYPE, Map.of(FILE, file.toString(), DEVICE, device, FOLDER, folder.toString()));
    }

    public static String folder(Trace trace) {
        return trace.fact(FOLDER);
    }

    /** Commands that mount it. A file system that somebody else has written gets no say over this machine. */
    public static List<Command> make(Trace trace, boolean readOnly) {
        String device = trace.fact(DEVICE);
        List<String> connect = new ArrayList<>(List.of("qemu-nbd", "--connect=" + device, "--format=raw"));
        if (readOnly) {
            connect.add("--read-only");
        }
        connect.add(trace.fact(FILE));
        String size = "/sys/block/" + Path.of(device).getFileName() + "/size";
        return List.of(Command.of(connect),
                // It goes into the background a moment before the device has a size.
                Command.of("timeout", "10", "sh", "-c", "until grep -qvx 0 " + size + "; do sleep 0.1; done"),
                Command.of("mount", "-o", (readOnly ? "ro," : "") + "nosuid,nodev", device, trace.fact(FOLDER)));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        return isMounted(trace, truth.machine()) || server(trace, truth.machine()).isPresent() ? Found.OURS
                : Found.ABSENT;
    }

    /** Whether all of it is there, so that the disk can be used. */
    public static boolean isWhole(Trace trace, Machine machine) {
        return isMounted(trace, machine) && server(trace, machine).isPresent();
    }

    /** One line for all: a device that is still mounted, because somebody is in there, must not be disconnected. */
    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        List<String> steps = new ArrayList<>();
        if (isMounted(trace, truth.machine())) {
            steps.add("umount \"$1\"");
        }
        List<String> words = new ArrayList<>(List.of("timeout", "60", "sh", "-c"));
        Optional<String> server = server(trace, truth.machine());
        if (server.isPresent()) {
            steps.add("qemu-nbd --disconnect \"$2\"");
            // Until it has ended, it has the file's lock.
            steps.add("while test -e /proc/\"$3\"/exe; do sleep 0.1; done");
        }
        words.addAll(List.of(String.join(" && ", steps), "sh", trace.fact(FOLDER), trace.fact(DEVICE)));
        server.ifPresent(words::add);
        return List.of(Command.of(words));
    }

    /** The process that serves the file to the device. */
    private static Optional<String> server(Trace trace, Machine machine) {
        return new Processes(machine).startedWith(words -> words.size() > 2 && words.get(0).endsWith("qemu-nbd")
                && words.contains("--connect=" + trace.fact(DEVICE))
                && words.get(words.size() - 1).equals(trace.fact(FILE))).stream().findFirst();
    }

    private static boolean isMounted(Trace trace, Machine machine) {
        return Machine.read(machine.root().resolve("proc/self/mountinfo")).stream().flatMap(String::lines)
                .map(line -> List.of(line.split(" ")))
                .anyMatch(fields -> unescaped(fields.get(MOUNT_POINT)).equals(trace.fact(FOLDER))
                        && fields.get(fields.indexOf("-") + 2).equals(trace.fact(DEVICE)));
    }

    /** The kernel writes what parts fields as octal numbers. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }
}
