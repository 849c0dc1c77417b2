// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.value.UserError;

/** The programs that mqecn runs, and the Debian packages that contain them. */
public final class Programs {
    private static final Map<String, List<String>> PROGRAMS_BY_PACKAGE = Map.ofEntries(
            Map.entry("iproute2", List.of("ip", "tc", "ss", "bridge")),
            Map.entry("ethtool", List.of("ethtool")),
            Map.entry("procps", List.of("sysctl")),
            Map.entry("kmod", List.of("modprobe", "rmmod", "insmod")),
            Map.entry("nftables", List.of("nft")),
            Map.entry("util-linux", List.of("nsenter", "unshare", "setpriv")),
            Map.entry("mount", List.of("mount", "umount")),
            Map.entry("dpkg", List.of("start-stop-daemon")),
            Map.entry("iperf3", List.of("iperf3")),
            Map.entry("fping", List.of("fping")),
            Map.entry("nginx", List.of("nginx")),
            Map.entry("ffmpeg", List.of("ffmpeg")),
            Map.entry("graphviz", List.of("dot")),
            Map.entry("e2fsprogs", List.of("mke2fs")),
            Map.entry("qemu-system-x86", List.of("qemu-system-x86_64")),
            Map.entry("qemu-utils", List.of("qemu-img", "qemu-nbd")),
            Map.entry(
                    "openvswitch-switch",
                    List.of("ovs-vsctl", "ovs-ofctl", "ovs-dpctl", "ovsdb-server", "ovsdb-tool", "ovs-vswitchd")));

    private Programs() {}

    /** Whether a program is on the PATH or, if its name has a slash, at that path. */
    public static boolean isInstalled(String program) {
        return candidates(program).anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    /** The result that a shell has for a program that cannot be run; empty if it can. */
    public static Optional<CommandResult> unrunnable(String program) {
        if (isInstalled(program)) {
            return Optional.empty();
        }
        return Optional.of(
                candidates(program).anyMatch(Files::exists)
                        ? CommandResult.notExecutable(program)
                        : CommandResult.notFound(program));
    }

    private static Stream<Path> candidates(String program) {
        return program.contains("/")
                ? Stream.of(Path.of(program))
                : Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(":"))
                        .map(folder -> Path.of(folder, program));
    }

    /**
     * Checks that programs are installed.
     *
     * @throws UserError with all that are missing
     */
    public static void require(List<String> programs) {
        List<String> missing = programs.stream()
                .distinct()
                .filter(program -> !isInstalled(program))
                .toList();
        if (!missing.isEmpty()) {
            throw missing(missing, "");
        }
    }

    /**
     * The error for missing programs, with the packages that contain them.
     *
     * @param place where they are missing: {@code on h1}; may be empty
     */
    public static UserError missing(List<String> programs, String place) {
        String which = programs.size() == 1 ? "the program " : "programs are missing: ";
        return new UserError(
                which
                        + String.join(", ", programs)
                        + (programs.size() == 1 ? " is missing" : "")
                        + (place.isEmpty() ? "" : " " + place),
                remedy(programs));
    }

    private static String remedy(List<String> programs) {
        String packages = programs.stream()
                .flatMap(program -> packageOf(program).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        String install = packages.isEmpty() ? "" : "'apt-get install " + packages + "' installs ";
        boolean isAllKnown =
                programs.stream().allMatch(program -> packageOf(program).isPresent());
        return isAllKnown
                ? install + (programs.size() == 1 ? "it" : "them")
                : (install.isEmpty() ? "" : install + "some of them; ")
                        + "install the program, or add its folder to PATH";
    }

    private static Optional<String> packageOf(String program) {
        return PROGRAMS_BY_PACKAGE.entrySet().stream()
                .filter(entry -> entry.getValue().contains(program))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
