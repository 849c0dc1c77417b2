// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;
import org.mqecn.port.Assignment;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Stores the state of devices before install until remove has restored it: a file for each device in
 * {@code /run/mqecn/<network namespace>}, named after the device's index, which a renamed device keeps. The file of a
 * former device with the same index is ignored.
 */
final class DeviceStateStore {
    /**
     * The previous state of a device.
     *
     * @param qdiscs that ports replace
     */
    record DeviceState(long gsoMaxSegments, Offloads offloads, List<EarlierQdisc> qdiscs) {
        DeviceState {
            qdiscs = List.copyOf(qdiscs);
        }

        /** Adds a qdisc, unless there is an earlier one at its place. */
        DeviceState with(EarlierQdisc qdisc) {
            return qdiscs.stream().anyMatch(each -> each.parent().equals(qdisc.parent()))
                    ? this
                    : new DeviceState(
                            gsoMaxSegments,
                            offloads,
                            Stream.concat(qdiscs.stream(), Stream.of(qdisc)).toList());
        }
    }

    private static final String NAME = "name";
    private static final String ADDRESS = "address";
    private static final String SEGMENTS = "gso_max_segs";
    private static final String OFFLOADS = "offloads";
    /** Prefixes of keys that end with the qdisc's place. */
    private static final String QDISC = "qdisc ";

    private static final String QDISC_OPTIONS = "options ";

    private final Path folder;

    DeviceStateStore(Path folder) {
        this.folder = folder;
    }

    /** A name for this thread's network namespace. */
    String namespaceId() {
        return Netns.id();
    }

    private Path file(DeviceLink deviceLink) {
        return folder.resolve(namespaceId()).resolve(Integer.toString(deviceLink.index()));
    }

    private Path moduleFile(String name) {
        return folder.resolve("modules").resolve(name);
    }

    Optional<DeviceState> load(DeviceLink deviceLink) {
        return load(file(deviceLink)).flatMap(facts -> parse(facts, deviceLink));
    }

    private static Optional<DeviceState> parse(Properties facts, DeviceLink deviceLink) {
        if (!deviceLink.name().equals(facts.getProperty(NAME))
                && !deviceLink.mac().equals(facts.getProperty(ADDRESS))) {
            return Optional.empty();
        }
        Set<String> offloads = Arrays.stream(facts.getProperty(OFFLOADS, "").split(","))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        List<EarlierQdisc> qdiscs = facts.stringPropertyNames().stream()
                .filter(name -> name.startsWith(QDISC))
                .map(name -> name.substring(QDISC.length()))
                .sorted()
                .map(parent -> new EarlierQdisc(
                        parent,
                        List.of(facts.getProperty(QDISC + parent).split(" ")),
                        facts.getProperty(QDISC_OPTIONS + parent, "")))
                .toList();
        return Optional.of(
                new DeviceState(Long.parseLong(facts.getProperty(SEGMENTS, "0")), new Offloads(offloads), qdiscs));
    }

    void save(DeviceLink deviceLink, DeviceState deviceState) {
        Properties facts = new Properties();
        facts.setProperty(NAME, deviceLink.name());
        facts.setProperty(ADDRESS, deviceLink.mac());
        facts.setProperty(SEGMENTS, Long.toString(deviceState.gsoMaxSegments));
        facts.setProperty(
                OFFLOADS, deviceState.offloads.active().stream().sorted().collect(Collectors.joining(",")));
        deviceState.qdiscs.forEach(qdisc -> {
            facts.setProperty(QDISC + qdisc.parent(), String.join(" ", qdisc.words()));
            facts.setProperty(QDISC_OPTIONS + qdisc.parent(), qdisc.options());
        });
        write(file(deviceLink), facts);
    }

    private Path defaultsFile() {
        return folder.resolve(namespaceId()).resolve("defaults");
    }

    /** Records settings of ports to come, which the module forgets when it is unloaded. */
    void saveDefaults(List<Assignment> assignments) {
        Properties facts = load(defaultsFile()).orElseGet(Properties::new);
        assignments.forEach(each -> facts.setProperty(
                each.setting().key() + (each.setting().isPerQueue() ? " " + each.queue() : ""),
                each.setting().quantity().format(each.value())));
        write(defaultsFile(), facts);
    }

    /** Forgets the settings of ports to come: {@code ecn-scheme mq-ecn}, {@code quantum 0 3076}. */
    List<String> removeDefaults() {
        Properties facts = load(defaultsFile()).orElseGet(Properties::new);
        AtomicFile.deleteAsRoot(defaultsFile());
        return facts.stringPropertyNames().stream()
                .sorted()
                .map(key -> key + " " + facts.getProperty(key))
                .toList();
    }

    private static Optional<Properties> load(Path file) {
        try {
            return Optional.of(PropertyText.parse(Files.readString(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void remove(DeviceLink deviceLink) {
        AtomicFile.deleteAsRoot(file(deviceLink));
    }

    /** Records that install, not the user, loads a module. */
    void save(KernelModule module) {
        write(moduleFile(module.name()), new Properties());
    }

    boolean hasModule(KernelModule module) {
        return Files.exists(moduleFile(module.name()));
    }

    void remove(KernelModule module) {
        AtomicFile.deleteAsRoot(moduleFile(module.name()));
    }

    private static void write(Path file, Properties facts) {
        try {
            AtomicFile.write(file, PropertyText.format(facts));
        } catch (IOException e) {
            throw new UserError(
                    "cannot store the state of the device in " + file + ": " + IoErrors.reason(e),
                    "run mqecn as root (with sudo)");
        }
    }
}
