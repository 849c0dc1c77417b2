// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.Setting;
import org.mqecn.value.UserError;

/** The sysctls in {@code /proc/sys/dwrr}, which apply to all ports of this thread's network namespace. */
public final class DwrrSysctls {
    private static final int QUEUES_WITHOUT_MODULE = 8;

    private final Path folder;

    DwrrSysctls(LocalMachine machine) {
        this.folder = machine.root().resolve("proc/sys/dwrr");
    }

    /**
     * The configuration of new ports.
     *
     * @throws UserError if the module is not loaded
     */
    public static PortConfig defaults(LocalMachine machine) {
        DwrrSysctls dwrrSysctls = new DwrrSysctls(machine);
        if (!dwrrSysctls.exist()) {
            throw new UserError("the module is not loaded", "'mqecn module load' loads it");
        }
        PortConfig others = QdiscKind.DWRR.defaults(dwrrSysctls.queues());
        Map<Setting, Long> values = new HashMap<>(others.values());
        values.putAll(dwrrSysctls.values(false, 0));
        List<QueueConfig> queues = new ArrayList<>();
        long mapped = 0;
        for (QueueConfig queue : others.queues()) {
            Map<Setting, Long> own = new HashMap<>(queue.values());
            own.putAll(dwrrSysctls.values(true, queue.index()));
            own.put(DwrrSetting.DSCP, own.get(DwrrSetting.DSCP) & ~mapped); // the first queue with a DSCP gets it
            mapped |= own.get(DwrrSetting.DSCP);
            queues.add(new QueueConfig(queue.index(), own));
        }
        return new PortConfig(QdiscKind.DWRR, values, queues);
    }

    /** Whether the sysctls exist: the module sch_dwrr is loaded. */
    public static boolean exist(LocalMachine machine) {
        return new DwrrSysctls(machine).exist();
    }

    boolean exist() {
        return Files.isDirectory(folder);
    }

    /** The number of queues that have sysctls. */
    int queues() {
        return exist()
                ? (int) IntStream.iterate(0, this::hasQueue, queue -> queue + 1).count()
                : QUEUES_WITHOUT_MODULE;
    }

    private boolean hasQueue(int queue) {
        return Files.exists(folder.resolve(DwrrSetting.QUANTUM.sysctl(queue)));
    }

    /** The value of a sysctl; empty if it does not exist. */
    OptionalLong value(Setting setting, int queue) {
        return SmallFile.read(folder.resolve(setting.sysctl(queue))).stream()
                .mapToLong(number -> setting.fromSysctl(Long.parseLong(number)))
                .filter(setting.quantity()::isValid)
                .findFirst();
    }

    private Map<Setting, Long> values(boolean perQueue, int queue) {
        Map<Setting, Long> values = new HashMap<>();
        for (Setting setting : QdiscKind.DWRR.settings()) {
            if (setting.hasSysctl() && setting.isPerQueue() == perQueue) {
                value(setting, queue).ifPresent(value -> values.put(setting, value));
            }
        }
        return values;
    }

    /** Validates the assignments and expands those for all queues. */
    List<Assignment> expand(QdiscRequest request) {
        request.assignments().forEach(DwrrSysctls::validate);
        request.validateQueues(queues());
        return request.expand(queues()).toList();
    }

    private static void validate(Assignment assignment) {
        Setting setting = assignment.setting();
        if (!setting.hasSysctl()) {
            throw UserError.usage(
                    setting.key() + " belongs to one port" + (setting.isFixed() ? " and cannot be changed" : ""),
                    setting.isFixed()
                            ? "reinstall the port with --" + setting.key()
                            : "name the device: mqecn set DEV " + assignment);
        }
        setting.checkSysctl(assignment.value());
        setting.toSysctl(assignment.value());
    }

    /** A line for each sysctl whose value differs. */
    List<String> differences(List<Assignment> assignments) {
        List<String> differences = new ArrayList<>();
        for (Assignment each : assignments) {
            OptionalLong value = value(each.setting(), each.queue());
            if (value.isEmpty() || value.getAsLong() != each.value()) {
                differences.add(assignmentText(each, each.value()) + ": the kernel has "
                        + (value.isEmpty() ? "no such sysctl" : each.setting().toSysctl(value.getAsLong())));
            }
        }
        return differences;
    }

    /** Formats an assignment: {@code dwrr.ecn_scheme=3}. */
    static String assignmentText(Assignment assignment, long value) {
        return "dwrr." + assignment.setting().sysctl(assignment.queue()) + "="
                + assignment.setting().toSysctl(value);
    }
}
