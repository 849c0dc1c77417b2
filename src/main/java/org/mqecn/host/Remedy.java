// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Collectors;

/** What to do about what tc, ip, ethtool, sysctl and modprobe say. The first row that fits counts. */
final class Remedy {
    private record Row(String says, String remedy) {}

    private static final List<Row> ROWS = List.of(
            new Row("Operation not permitted", "run mqecn as root (with sudo)"),
            new Row("Permission denied", "run mqecn as root (with sudo)"),
            new Row("Unknown qdisc", "tc has no plugin for it: run 'make' in the checkout, or 'make install'"),
            new Row("qdisc kind is unknown", "the kernel has no such qdisc: 'mqecn module load' loads ours"),
            new Row("Exclusivity flag", "another qdisc is in the way: --replace takes its place"),
            new Row("File exists", "another qdisc is in the way, or the module is loaded already"),
            new Row("Invalid module format", "the module was built for another kernel: 'mqecn module build'"),
            new Row("cgroupv2 path fails", "make the control group first: it is looked for below /sys/fs/cgroup"),
            new Row("is in use", "remove the ports first: 'mqecn stats' lists them"),
            new Row("not found in directory", "'mqecn module build' builds the module for this kernel"));

    private Remedy() {}

    static String of(String words) {
        return ROWS.stream().filter(row -> words.contains(row.says)).map(Row::remedy).findFirst().orElse("");
    }

    /** What a command said, on one line and without its way of saying that it is an error. */
    static String reason(String words, int status) {
        String reason = words.lines().map(String::strip).filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("We have an error talking to the kernel"))
                .map(line -> line.replaceFirst("^(Error: |RTNETLINK answers: )", "").replaceFirst("\\.$", ""))
                .distinct()
                .collect(Collectors.joining("; "));
        return reason.isEmpty() ? "exit status " + status : reason;
    }
}
