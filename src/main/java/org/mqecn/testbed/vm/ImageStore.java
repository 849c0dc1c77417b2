// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mqecn.host.ClasspathResources;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.LockFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The images of virtual machines on this machine, each in a folder of its own. One is made under another name and
 * renamed when it is complete, so that one that is there is whole.
 *
 * @param folder of all images
 */
public record ImageStore(Path folder) {
    private static final String TEMPORARY_SUFFIX = ".unfinished";
    private static final Duration BUILD_TIMEOUT = Duration.ofHours(1);
    private static final List<String> BUILD_FILES =
            List.of("image.sh", "initrd-init", "inittab", "boot", "agent", "shutdown");
    /** What every machine of a testbed is expected to have. */
    private static final List<String> BASE_PACKAGES = List.of(
            "busybox-static",
            "iproute2",
            "ethtool",
            "iputils-ping",
            "nginx-light",
            "iperf3",
            "fping",
            "qemu-guest-agent",
            "kmod",
            "procps");

    /** Those of this machine; a test that has its own cache has its own images in it. */
    public static ImageStore of(LocalMachine machine) {
        return new ImageStore(
                System.getenv("MQECN_CACHE") != null
                        ? machine.cache().resolve("images")
                        : machine.root().resolve("var/lib/mqecn/images"));
    }

    /**
     * The image of a virtual machine.
     *
     * @param name of an image, or the path of a qcow2 or ISO file
     * @throws UserError where there is none
     */
    public VirtualMachineImage find(String name) {
        if (name.contains("/")) {
            if (!Files.isReadable(Path.of(name))) {
                throw new UserError("there is no image " + name, "");
            }
            return VirtualMachineImage.of(Path.of(name).toAbsolutePath());
        }
        if (!exists(name)) {
            throw new UserError(
                    "there is no image '" + name + "' in " + folder, "'mqecn testbed image " + name + "' makes it");
        }
        return VirtualMachineImage.inDirectory(folder.resolve(name));
    }

    public boolean exists(String name) {
        return Files.isDirectory(folder.resolve(name));
    }

    /** Names of all images. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .filter(name -> !name.endsWith(TEMPORARY_SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failure("read the images in " + folder, e);
        }
    }

    /** Bytes that an image takes. */
    public long size(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw failure("read image " + name, e);
        }
    }

    /**
     * Makes an image of this machine's own distribution.
     *
     * @param packages to be in it beside those that are always there
     * @param progress is told what happens, in a line at a time
     */
    public void build(String name, List<String> packages, Consumer<String> progress) {
        install(name, unfinished -> {
            Path making = Files.createDirectories(unfinished.resolve("making"));
            for (String file : BUILD_FILES) {
                Files.writeString(making.resolve(file), ClasspathResources.readText(ImageStore.class, file));
            }
            List<String> command = new ArrayList<>(List.of(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    // What debootstrap mounts is gone with it.
                    "unshare",
                    "--mount",
                    "--propagation",
                    "private",
                    "sh",
                    "making/image.sh"));
            command.addAll(BASE_PACKAGES);
            command.addAll(packages);
            runBuild(unfinished, command, progress);
            FileTrees.delete(making);
        });
    }

    /** Takes over a disk that has an operating system on it. */
    public void importDisk(String name, Path file) {
        if (!Files.isReadable(file)) {
            throw new UserError("there is no file " + file + " that can be read", "");
        }
        install(name, unfinished -> {
            if (!VirtualMachineImage.isIso(file)) {
                requireStandalone(file);
            }
            Files.copy(file, unfinished.resolve(VirtualMachineImage.isIso(file) ? "disk.iso" : "disk.qcow2"));
        });
    }

    private static void requireStandalone(Path file) {
        if (!Qcow2Header.isQcow2(file)) {
            throw UserError.usage(
                    file + " is neither a qcow2 file nor called .iso",
                    "'qemu-img convert -O qcow2' makes one of other disks");
        }
        Qcow2Header.backingFile(file).ifPresent(below -> {
            throw UserError.usage(
                    file + " is not whole: it is an overlay of " + below,
                    "'qemu-img convert -O qcow2 " + file + " whole.qcow2' joins both");
        });
    }

    /** Deletes an image. */
    public void remove(String name) {
        if (!exists(name)) {
            throw new UserError("there is no image '" + name + "' in " + folder, "'mqecn testbed image --list'");
        }
        try {
            Path gone = Files.move(
                    folder.resolve(name), folder.resolve(name + TEMPORARY_SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            FileTrees.delete(gone);
        } catch (IOException e) {
            throw failure("remove image " + name, e);
        }
    }

    @FunctionalInterface
    private interface ImageBuilder {
        void build(Path unfinished) throws IOException;
    }

    private void install(String name, ImageBuilder imageBuilder) {
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,30}") || name.endsWith(TEMPORARY_SUFFIX)) {
            throw UserError.usage("'" + name + "' is no name for an image", "write a-z, 0-9, . and -");
        }
        try {
            LockFile lock = LockFile.tryAcquire(folder.resolve("." + name + ".lock"))
                    .orElseThrow(() -> new UserError(
                            "another mqecn process is making the image " + name, "wait until it is done"));
            try (lock) {
                if (exists(name)) {
                    throw new UserError(
                            "there is an image '" + name + "' already",
                            "'mqecn testbed image --remove " + name + "' deletes it");
                }
                Path unfinished = folder.resolve(name + TEMPORARY_SUFFIX);
                FileTrees.delete(unfinished);
                imageBuilder.build(Files.createDirectory(unfinished));
                Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failure("make image " + name, e);
        }
    }

    private static void runBuild(Path folder, List<String> command, Consumer<String> progress) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = new CommandRunner()
                .stream(
                        command,
                        System.getenv(),
                        folder,
                        InputStream.nullInputStream(),
                        new LineOutputStream(progress),
                        errors,
                        BUILD_TIMEOUT);
        if (status != 0) {
            throw new UserError(
                    "cannot make the image: "
                            + errors.toString(StandardCharsets.UTF_8).strip(),
                    "it needs root, debootstrap, qemu-utils, cpio, e2fsprogs and a source of packages in apt's "
                            + "configuration");
        }
    }

    /** Passes on each line. */
    private static final class LineOutputStream extends OutputStream {
        private final Consumer<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineOutputStream(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int character) {
            if (character == '\n') {
                lines.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(character);
            }
        }
    }

    private static UserError failure(String what, IOException e) {
        return new UserError("cannot " + what + ": " + IoErrors.describe(e), "run mqecn as root (with sudo)");
    }
}
