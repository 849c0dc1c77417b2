// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * The hosts(5) files of namespaces. A comment in them names the testbed: before the testbed has created them, files without
 * it belong to somebody else.
 */
public final class HostNamesType implements ResourceType {
    public static final String TYPE = "host-names";

    private static final String PARENT = "/etc/netns";
    private static final String TESTBED = "testbed";
    private static final String NAMESPACES = "namespaces";
    private static final String CREATED = "created";

    static ResourceHandle of(String testbed, List<String> namespaces) {
        return new ResourceHandle(TYPE, Map.of(TESTBED, testbed, NAMESPACES, String.join(" ", namespaces)));
    }

    static String folder(String namespace) {
        return PARENT + "/" + namespace;
    }

    static String file(String namespace) {
        return folder(namespace) + "/hosts";
    }

    static Path file(LocalMachine machine, String namespace) {
        return machine.root().resolve(file(namespace).substring(1));
    }

    private static List<String> namespaces(ResourceHandle handle) {
        return List.of(handle.attribute(NAMESPACES).split(" "));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        if (state.isKnownAbsent(handle)) {
            return Presence.ABSENT;
        }
        List<Presence> files = namespaces(handle).stream()
                .map(namespace -> detect(file(state.machine(), namespace), handle))
                .toList();
        return files.contains(Presence.FOREIGN)
                ? Presence.FOREIGN
                : files.contains(Presence.OWNED) ? Presence.OWNED : Presence.ABSENT;
    }

    /** An empty file or folder remains if the commands that create them are interrupted. */
    private static Presence detect(Path file, ResourceHandle handle) {
        Optional<String> text = SmallFile.read(file);
        if (text.isEmpty()) {
            return isEmptyFolder(file.getParent()) ? Presence.OWNED : Presence.ABSENT;
        }
        return text.get().isEmpty()
                        || !handle.attribute(CREATED).isEmpty()
                        || text.get().lines().anyMatch((HostNames.BEGIN + handle.attribute(TESTBED))::equals)
                ? Presence.OWNED
                : Presence.FOREIGN;
    }

    private static boolean isEmptyFolder(Path folder) {
        try {
            return Files.isDirectory(folder) && FileTrees.list(folder).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Keeps folders with other files, such as a resolv.conf of the user. */
    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        List<String> present = namespaces(handle).stream()
                .filter(namespace -> state.isEmpty()
                        || Files.isDirectory(file(state.machine(), namespace).getParent()))
                .toList();
        return List.of(
                Command.of(Stream.concat(Stream.of("rm", "-f"), present.stream().map(HostNamesType::file))
                        .toList()),
                Command.of(Stream.of(
                                Stream.of("rmdir", "--ignore-fail-on-non-empty"),
                                present.stream().map(HostNamesType::folder),
                                Stream.of(PARENT))
                        .flatMap(words -> words)
                        .toList()));
    }

    @Override
    public Map<String, String> captureAfter(ResourceHandle handle) {
        return Map.of(CREATED, "yes");
    }

    @Override
    public boolean survivesReboot() {
        return true;
    }
}
