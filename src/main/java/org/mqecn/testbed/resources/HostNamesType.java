// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/**
 * The hosts(5) file of a namespace. A comment in it names the testbed: before the testbed has created it, a file without
 * it belongs to somebody else.
 */
public final class HostNamesType implements ResourceType {
    public static final String TYPE = "hosts-file";

    private static final String PARENT = "/etc/netns";
    private static final String TESTBED = "testbed";
    private static final String NAMESPACE = "namespace";
    private static final String CREATED = "created";

    static ResourceHandle of(String testbed, String namespace) {
        return new ResourceHandle(TYPE, Map.of(TESTBED, testbed, NAMESPACE, namespace));
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

    /** An empty file or folder remains if the commands that create them are interrupted. */
    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        if (state.isKnownAbsent(handle)) {
            return Presence.ABSENT;
        }
        Path file = file(state.machine(), handle.attribute(NAMESPACE));
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

    /** Keeps a folder with other files, such as a resolv.conf of the user. */
    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        String namespace = handle.attribute(NAMESPACE);
        return List.of(
                Command.of("rm", "-f", file(namespace)),
                Command.of("rmdir", "--ignore-fail-on-non-empty", folder(namespace), PARENT));
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
