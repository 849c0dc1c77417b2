// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A disk of a virtual machine.
 *
 * @param label name of the resource
 */
public record DiskResource(String label, Path file, DiskContent diskContent) implements Resource {
    /** The initial content of a disk. */
    sealed interface DiskContent {
        /** The commands that create the disk. */
        List<Command> create(Path file);

        /** A difference of the existing disk from the wanted one; empty if there is none. */
        default Optional<String> difference(Path file) {
            return Optional.empty();
        }
    }

    /** A copy-on-write overlay of an image. */
    record OverlayDisk(Path image) implements DiskContent {
        @Override
        public List<Command> create(Path file) {
            return List.of(Command.of(
                    "qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", image.toString(), file.toString()));
        }

        @Override
        public Optional<String> difference(Path file) {
            Optional<String> actual = Qcow2Header.backingFile(file);
            return actual.equals(Optional.of(image.toString()))
                    ? Optional.empty()
                    : Optional.of("image " + image + ": is " + actual.orElse("none"));
        }
    }

    /** An empty file system. */
    record EmptyDisk(long bytes) implements DiskContent {
        @Override
        public List<Command> create(Path file) {
            return List.of(
                    Command.of("mke2fs", "-q", "-t", "ext4", "-L", "data", file.toString(), (bytes >> 10) + "k"));
        }

        @Override
        public Optional<String> difference(Path file) {
            long actual = file.toFile().length();
            return actual == bytes ? Optional.empty() : Optional.of("size " + bytes + ": is " + actual);
        }
    }

    /**
     * A file system with the files of a folder.
     *
     * @param setup creates the folder
     */
    record DirectoryDisk(Path folder, Command setup, long bytes) implements DiskContent {
        @Override
        public List<Command> create(Path file) {
            return List.of(
                    setup,
                    Command.of(
                            "mke2fs",
                            "-q",
                            "-t",
                            "ext4",
                            "-O",
                            "^has_journal",
                            "-m",
                            "0",
                            "-d",
                            folder.toString(),
                            file.toString(),
                            (bytes >> 10) + "k"));
        }
    }

    @Override
    public String name() {
        return label;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (state.isKnownAbsent(DiskFileType.of(file)) || !Files.exists(file)) {
            return ResourceStatus.MISSING;
        }
        return ResourceStatus.ofDifferences(
                diskContent.difference(file).stream().toList());
    }

    @Override
    public List<Command> create(ObservedState state) {
        Path temporaryFile = DiskFileType.temporaryFile(file);
        List<Command> commands = new ArrayList<>(List.of(
                Command.of("mkdir", "-p", file.getParent().toString()),
                Command.of("rm", "-f", temporaryFile.toString())));
        commands.addAll(diskContent.create(temporaryFile));
        commands.add(Command.of("mv", temporaryFile.toString(), file.toString()));
        return commands;
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(DiskFileType.of(file));
    }
}
