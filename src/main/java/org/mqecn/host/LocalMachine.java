// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.value.UserError;

/**
 * This machine: its files, below a root that tests can replace.
 *
 * @param root {@code /}
 * @param home the checkout, or PREFIX/share/mqecn: the folder that contains {@code kmod/}
 * @param cache folder for files that can be built again
 */
public record LocalMachine(Path root, Path home, Path cache) {
    private static final int CAP_NET_ADMIN = 12;

    /** This machine, as the launcher and the environment describe it. */
    public static LocalMachine current() {
        String cache = Optional.ofNullable(System.getenv("MQECN_CACHE"))
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                                .orElseGet(() -> System.getProperty("user.home") + "/.cache")
                        + "/mqecn");
        return new LocalMachine(
                Path.of("/"),
                Path.of(System.getProperty("mqecn.home", ".")).toAbsolutePath().normalize(),
                Path.of(cache).toAbsolutePath());
    }

    /** The release of the running kernel: {@code uname -r}. */
    public String kernelRelease() {
        return SmallFile.read(root.resolve("proc/sys/kernel/osrelease"))
                .orElseThrow(() -> new UserError("cannot read the kernel release", "mount /proc"));
    }

    /** The name of this machine: {@code hostname}. Machines may share the cache. */
    public String name() {
        return SmallFile.read(root.resolve("proc/sys/kernel/hostname"))
                .map(String::strip)
                .orElse("localhost");
    }

    /** The versions of kernel and mqecn, on which results depend. */
    public Map<String, String> versions() {
        return new TreeMap<>(Map.of(
                "kernel",
                kernelRelease(),
                "mqecn",
                Optional.ofNullable(LocalMachine.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)")));
    }

    /** State that is lost at a reboot: {@code /run/mqecn}. */
    public Path runtimeFolder() {
        return root.resolve("run/mqecn");
    }

    /** State that is kept across reboots: {@code /var/lib/mqecn}. */
    public Path stateFolder() {
        return root.resolve("var/lib/mqecn");
    }

    /** Files of ports that are there after a reboot, too. */
    public Path portFolder() {
        return root.resolve("etc/mqecn/ports.d");
    }

    /** The launcher script of mqecn. */
    public Path launcher() {
        Path installed = home.resolve("mqecn");
        return Files.exists(installed) ? installed : home.resolve("cli/mqecn");
    }

    /** The id of this boot. */
    public String bootId() {
        return SmallFile.read(root.resolve("proc/sys/kernel/random/boot_id"))
                .orElseThrow(() -> new UserError("cannot read the boot id", "mount /proc"));
    }

    /** Time since boot; zero if it cannot be read. */
    public Duration uptime() {
        return SmallFile.read(root.resolve("proc/uptime"))
                .map(text -> Duration.ofMillis(Math.round(Double.parseDouble(text.split(" ")[0]) * 1000)))
                .orElse(Duration.ZERO);
    }

    /** The file of a sysctl, in this thread's network namespace: {@code net.ipv4.tcp_ecn}. */
    public Path sysctlFile(String key) {
        return root.resolve("proc/sys").resolve(key.replace('.', '/'));
    }

    /** Whether this process may change the network. */
    public boolean isNetAdmin() {
        return SmallFile.read(root.resolve("proc/thread-self/status")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> CAP_NET_ADMIN & 1) == 1);
    }

    /**
     * Checks that this process may change the network.
     *
     * @throws UserError if it may not
     */
    public void requireNetAdmin(String what) {
        if (!isNetAdmin()) {
            throw new UserError(
                    "cannot " + what + ": permission denied",
                    "run mqecn as root (with sudo), or list the commands with --dry-run");
        }
    }
}
