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
import org.mqecn.lab.DebianScripts;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The images of virtual machines, one folder each. An image is built under a temporary name and renamed when it is
 * complete.
 *
 * @param folder of all images
 */
public record ImageStore(Path folder) {
    private static final String TEMPORARY_SUFFIX = ".unfinished";
    private static final Duration BUILD_TIMEOUT = Duration.ofHours(1);
    private static final List<String> BUILD_FILES =
            List.of("image.sh", "initrd-init", "inittab", "boot", "agent", "shutdown");
    /** Packages that every virtual machine of a testbed needs. */
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

    /** The images of this machine. A test with its own cache keeps its images there. */
    public static ImageStore of(LocalMachine machine) {
        return new ImageStore(
                System.getenv("MQECN_CACHE") != null
                        ? machine.cache().resolve("images")
                        : machine.root().resolve("var/lib/mqecn/images"));
    }

    /**
     * Finds an image.
     *
     * @param name name of an image, or path of a qcow2 or ISO file
     * @throws UserError if it does not exist
     */
    public VirtualMachineImage find(String name) {
        if (name.contains("/") && !Files.isReadable(Path.of(name))) {
            throw new UserError("there is no image " + name, "");
        }
        if (!name.contains("/") && !exists(name)) {
            throw new UserError(
                    "there is no image '" + name + "' in " + folder, "'mqecn testbed image " + name + "' builds it");
        }
        return locate(name);
    }

    /** The image of that name, which may not exist yet: as if it were built. */
    VirtualMachineImage locate(String name) {
        return name.contains("/")
                ? VirtualMachineImage.of(Path.of(name).toAbsolutePath())
                : VirtualMachineImage.inDirectory(folder.resolve(name));
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

    /** The size of an image in bytes. */
    public long size(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw failure("read image " + name, e);
        }
    }

    /**
     * Builds an image with the distribution of this machine.
     *
     * @param packages in addition to the base packages
     * @param progress receives each line of output
     */
    public void build(String name, List<String> packages, Consumer<String> progress) {
        install(name, temporary -> {
            Path buildFolder = Files.createDirectories(temporary.resolve("build"));
            for (String file : BUILD_FILES) {
                Files.writeString(buildFolder.resolve(file), ClasspathResources.readText(ImageStore.class, file));
            }
            DebianScripts.writeTo(buildFolder);
            List<String> command = new ArrayList<>(List.of(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    // Mounts of debootstrap end with the mount namespace.
                    "unshare",
                    "--mount",
                    "--propagation",
                    "private",
                    "sh",
                    "build/image.sh"));
            command.addAll(BASE_PACKAGES);
            command.addAll(packages);
            runBuild(temporary, command, progress);
            FileTrees.delete(buildFolder);
        });
    }

    /** Imports a disk that has an operating system. */
    public void importDisk(String name, Path file) {
        if (!Files.isReadable(file)) {
            throw new UserError("cannot read the file " + file, "");
        }
        install(name, temporary -> {
            if (!VirtualMachineImage.isIso(file)) {
                requireStandalone(file);
            }
            Files.copy(file, temporary.resolve(VirtualMachineImage.isIso(file) ? "disk.iso" : "disk.qcow2"));
        });
    }

    private static void requireStandalone(Path file) {
        if (!Qcow2Header.isQcow2(file)) {
            throw UserError.usage(
                    file + " is neither a qcow2 file nor named .iso",
                    "'qemu-img convert -O qcow2' converts other formats");
        }
        Qcow2Header.backingFile(file).ifPresent(backingFile -> {
            throw UserError.usage(
                    file + " is incomplete: it is an overlay of " + backingFile,
                    "'qemu-img convert -O qcow2 " + file + " complete.qcow2' merges both");
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
        void build(Path temporary) throws IOException;
    }

    private void install(String name, ImageBuilder imageBuilder) {
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,30}") || name.endsWith(TEMPORARY_SUFFIX)) {
            throw UserError.usage("invalid image name '" + name + "'", "use a-z, 0-9, . and -");
        }
        try {
            LockFile lock = LockFile.tryAcquire(folder.resolve("." + name + ".lock"))
                    .orElseThrow(() -> new UserError(
                            "another mqecn process is making the image " + name, "wait until it is done"));
            try (lock) {
                if (exists(name)) {
                    throw new UserError(
                            "the image '" + name + "' already exists",
                            "'mqecn testbed image --remove " + name + "' deletes it");
                }
                Path temporary = folder.resolve(name + TEMPORARY_SUFFIX);
                FileTrees.delete(temporary);
                imageBuilder.build(Files.createDirectory(temporary));
                Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failure("create image " + name, e);
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
                    "cannot build the image: "
                            + errors.toString(StandardCharsets.UTF_8).strip(),
                    "this needs root, debootstrap, qemu-utils, cpio, e2fsprogs and a package source in apt's "
                            + "configuration");
        }
    }

    /** Splits output into lines. */
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
