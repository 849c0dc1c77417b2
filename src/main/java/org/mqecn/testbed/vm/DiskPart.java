// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/**
 * A disk of a virtual machine.
 *
 * @param what it is, for people
 * @param content what it is made from
 */
public record DiskPart(String what, Path file, Content content) implements Part {
    /** What a disk is made from. */
    sealed interface Content {
        /** Commands that make it. */
        List<Command> make(Path file);

        /** What is wrong with the disk that is there; empty where nothing is. */
        default Optional<String> wrong(Path file) {
            return Optional.empty();
        }
    }

    /** What an image has, and what is written over it. */
    record Overlay(Path image) implements Content {
        @Override
        public List<Command> make(Path file) {
            return List.of(Command.of("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b",
                    image.toString(), file.toString()));
        }

        @Override
        public Optional<String> wrong(Path file) {
            Optional<String> actual = Qcow2.backing(file);
            return actual.equals(Optional.of(image.toString())) ? Optional.empty()
                    : Optional.of("image " + image + ": is " + actual.orElse("none"));
        }
    }

    /** An empty file system. */
    record Empty(long bytes) implements Content {
        @Override
        public List<Command> make(Path file) {
            return List.of(Command.of("mke2fs", "-q", "-t", "ext4", "-L", "data", file.toString(),
                    (bytes >> 10) + "k"));
        }

        @Override
        public Optional<String> wrong(Path file) {
            long actual = file.toFile().length();
            return actual == bytes ? Optional.empty() : Optional.of("size " + bytes + ": is " + actual);
        }
    }

    /** What a folder has; it is made first. */
    record Folder(Path folder, Command before, long bytes) implements Content {
        @Override
        public List<Command> make(Path file) {
            return List.of(before, Command.of("mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-m", "0",
                    "-d", folder.toString(), file.toString(), (bytes >> 10) + "k"));
        }
    }

    @Override
    public String name() {
        return what;
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.lacks(FileTrace.of(file)) || !Files.exists(file)) {
            return Standing.MISSING;
        }
        return Standing.with(content.wrong(file).stream().toList());
    }

    @Override
    public List<Command> make(Truth truth) {
        Path unfinished = FileTrace.unfinished(file);
        List<Command> commands = new ArrayList<>(List.of(
                Command.of("mkdir", "-p", file.getParent().toString()), Command.of("rm", "-f", unfinished.toString())));
        commands.addAll(content.make(unfinished));
        commands.add(Command.of("mv", unfinished.toString(), file.toString()));
        return commands;
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(FileTrace.of(file));
    }
}
