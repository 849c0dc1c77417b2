// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mqecn.port.QdiscKind;

/** Remedies for error messages of tc, ip, ethtool, sysctl, nft and modprobe. The first matching rule applies. */
final class FailureRemedy {
    private record RemedyRule(String message, String remedy) {}

    private static final List<RemedyRule> RULES = List.of(
            new RemedyRule("Operation not permitted", "run mqecn as root (with sudo)"),
            new RemedyRule("Permission denied", "run mqecn as root (with sudo)"),
            new RemedyRule("Exclusivity flag", "another qdisc is in the way: --replace replaces it"),
            new RemedyRule("File exists", "another qdisc is in the way, or the module is loaded already"),
            new RemedyRule("Invalid module format", "the module was built for another kernel: 'mqecn module build'"),
            new RemedyRule(
                    "cgroupv2 path fails", "make the control group first: it is looked for below /sys/fs/cgroup"),
            new RemedyRule(
                    "Could not process rule",
                    "this kernel lacks what a rule needs: load its nf_tables modules (nft_*), or "
                            + "leave that rule out"),
            new RemedyRule(
                    "Bad message",
                    "the module's signature is damaged: build the module again, and sign it where this kernel requires that"),
            new RemedyRule(
                    "Key was rejected by service",
                    "this kernel does not trust the key with which the module is signed: " + KernelModule.TRUST_KEY),
            new RemedyRule(
                    "no such scheme",
                    "'mqecn scheme list' lists those that there are; 'mqecn scheme build NAME --running' builds one for this kernel"),
            new RemedyRule("is in use", "remove the ports first: 'mqecn stats' lists them"),
            new RemedyRule("not found in directory", "'mqecn module build' builds the module for this kernel"));

    private static final Pattern KIND = Pattern.compile(" handle \\S+ (\\S+)");
    /** The first versions of Linux and iproute2 that support a qdisc. */
    private static final Map<String, String> MINIMUM_VERSIONS = Map.of("dualpi2", "6.17");

    private FailureRemedy() {}

    /** The remedy for the error message of a command. */
    static String forFailure(Command command, String output) {
        Matcher kind = KIND.matcher(command.summary());
        if (kind.find() && output.contains("Unknown qdisc")) {
            return QdiscKind.find(kind.group(1)).isPresent()
                    ? "tc has no plugin for it: run 'make' in the checkout, or 'make install'"
                    : "this tc" + unsupportedKind(kind.group(1), "iproute2");
        }
        if (kind.reset().find() && output.contains("qdisc kind is unknown")) {
            return QdiscKind.find(kind.group(1)).isPresent()
                    ? "the kernel has no such qdisc: 'mqecn module load' loads its module"
                    : "this kernel" + unsupportedKind(kind.group(1), "Linux");
        }
        return RULES.stream()
                .filter(remedyRule -> output.contains(remedyRule.message))
                .map(RemedyRule::remedy)
                .findFirst()
                .orElse("");
    }

    private static String unsupportedKind(String kind, String program) {
        return " has no " + kind
                + (MINIMUM_VERSIONS.containsKey(kind)
                        ? ": " + program + " has it from " + MINIMUM_VERSIONS.get(kind) + " on"
                        : "");
    }

    /** The error message of a command on one line, without prefixes such as {@code Error:}. */
    static String reason(String output, int status) {
        String reason = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("We have an error talking to the kernel"))
                .map(line ->
                        line.replaceFirst("^(Error: |RTNETLINK answers: )", "").replaceFirst("\\.$", ""))
                .distinct()
                .collect(Collectors.joining("; "));
        return reason.isEmpty() ? "exit status " + status : reason;
    }
}
