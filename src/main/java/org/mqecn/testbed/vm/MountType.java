// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ProcessTable;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * A disk image that is mounted on this machine by qemu-nbd and a network block device. While qemu-nbd has the file
 * open, QEMU's lock prevents virtual machines from starting with it.
 */
public final class MountType implements ResourceType {
    public static final String TYPE = "mount";

    private static final String FILE = "file";
    private static final String DEVICE = "device";
    private static final String FOLDER = "folder";
    /** Field of a line of mountinfo; the source is the second field after a dash. */
    private static final int MOUNT_POINT = 4;

    public static ResourceHandle of(Path file, String device, Path folder) {
        return new ResourceHandle(TYPE, Map.of(FILE, file.toString(), DEVICE, device, FOLDER, folder.toString()));
    }

    public static String mountPoint(ResourceHandle handle) {
        return handle.attribute(FOLDER);
    }

    /** The commands that mount the disk. Its device files and set-user-ID programs are not trusted. */
    public static List<Command> mountCommands(ResourceHandle handle, boolean readOnly) {
        String device = handle.attribute(DEVICE);
        List<String> connect = new ArrayList<>(List.of("qemu-nbd", "--connect=" + device, "--format=raw"));
        if (readOnly) {
            connect.add("--read-only");
        }
        connect.add(handle.attribute(FILE));
        String size = "/sys/block/" + Path.of(device).getFileName() + "/size";
        return List.of(
                Command.of(connect),
                // qemu-nbd returns before the device has a size.
                Command.of("timeout", "10", "sh", "-c", "until grep -qvx 0 " + size + "; do sleep 0.1; done"),
                Command.of("mount", "-o", (readOnly ? "ro," : "") + "nosuid,nodev", device, handle.attribute(FOLDER)));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        return isMounted(handle, state.machine())
                        || findServer(handle, state.machine()).isPresent()
                ? Presence.OWNED
                : Presence.ABSENT;
    }

    /** Whether the disk is both connected and mounted. */
    public static boolean isComplete(ResourceHandle handle, LocalMachine machine) {
        return isMounted(handle, machine) && findServer(handle, machine).isPresent();
    }

    /** One command: a device that cannot be unmounted, because it is in use, must not be disconnected. */
    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        List<String> steps = new ArrayList<>();
        if (isMounted(handle, state.machine())) {
            steps.add("umount \"$1\"");
        }
        List<String> words = new ArrayList<>(List.of("timeout", "60", "sh", "-c"));
        Optional<String> server = findServer(handle, state.machine());
        if (server.isPresent()) {
            steps.add("qemu-nbd --disconnect \"$2\"");
            // The process holds the lock on the file until it exits.
            steps.add("while test -e /proc/\"$3\"/exe; do sleep 0.1; done");
        }
        words.addAll(List.of(String.join(" && ", steps), "sh", handle.attribute(FOLDER), handle.attribute(DEVICE)));
        server.ifPresent(words::add);
        return List.of(Command.of(words));
    }

    /** Finds the qemu-nbd process that serves the file. */
    private static Optional<String> findServer(ResourceHandle handle, LocalMachine machine) {
        return new ProcessTable(machine)
                        .findByCommandLine(words -> words.size() > 2
                                && words.get(0).endsWith("qemu-nbd")
                                && words.contains("--connect=" + handle.attribute(DEVICE))
                                && words.get(words.size() - 1).equals(handle.attribute(FILE)))
                        .stream()
                        .findFirst();
    }

    private static boolean isMounted(ResourceHandle handle, LocalMachine machine) {
        return SmallFile.read(machine.root().resolve("proc/self/mountinfo")).stream()
                .flatMap(String::lines)
                .map(line -> List.of(line.split(" ")))
                .anyMatch(fields -> unescape(fields.get(MOUNT_POINT)).equals(handle.attribute(FOLDER))
                        && fields.get(fields.indexOf("-") + 2).equals(handle.attribute(DEVICE)));
    }

    /** The kernel escapes white space in octal. */
    private static String unescape(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
