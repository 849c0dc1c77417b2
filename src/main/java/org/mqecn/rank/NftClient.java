// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

/** Runs nft(8). */
final class NftClient {
    /** The first version that matches control groups and prints everything that is read here. */
    private static final int MIN_MAJOR = 1;

    private static final Pattern VERSION = Pattern.compile("nftables v(\\d+)\\.(\\d+)\\S*");
    private static final Pattern COUNTERS = Pattern.compile("packets \\d+ bytes \\d+");
    private static final String NOT_FOUND = "No such file or directory";
    private static final String INSTALL_HINT = "install nftables (apt-get install nftables)";

    private final ChangeContext context;

    NftClient(ChangeContext context) {
        this.context = context;
    }

    /** The table of this network namespace; without rules if it does not exist. */
    RankTable readTable() {
        requireVersion(run("--version"));
        CommandResult result = listTable("-n", "-j");
        return result.succeeded() ? NftTableParser.parse(result.output()) : RankTable.ABSENT;
    }

    /** A transaction that restores the table exactly as it is now, counters included. */
    String snapshot() {
        CommandResult result = listTable();
        return NftRuleset.tableDeletion() + (result.succeeded() ? result.output() : "");
    }

    /** Whether the table equals a snapshot, counters aside. A table that cannot be read is taken as equal. */
    boolean matchesSnapshot(String snapshot) {
        try {
            return stripCounters(snapshot()).equals(stripCounters(snapshot));
        } catch (UserError e) {
            return true;
        }
    }

    private static String stripCounters(String text) {
        return COUNTERS.matcher(text).replaceAll("");
    }

    /** The command that executes a transaction. */
    Command transactionCommand(String text) {
        return new Command(context.commands().nft("-f", "-").words(), text);
    }

    /** @throws UserError if it fails for any reason other than a missing table */
    private CommandResult listTable(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("list", "table", NftRuleset.FAMILY, NftRuleset.TABLE));
        CommandResult result = run(words.toArray(new String[0]));
        if (!result.succeeded() && !result.errors().contains(NOT_FOUND)) {
            String reason = result.errors()
                    .lines()
                    .findFirst()
                    .orElse("exit status " + result.exitStatus())
                    .replaceFirst("^Error: ", "");
            throw new UserError("cannot read nftables: " + reason, remedy(reason));
        }
        return result;
    }

    private static String remedy(String reason) {
        return reason.contains("not permitted") || reason.contains("must be root")
                ? "run mqecn as root (with sudo)"
                : reason.contains("JSON")
                        ? "nft must be built with JSON support: see 'nft -V'"
                        : "the kernel needs nf_tables: 'modprobe nf_tables'";
    }

    private CommandResult run(String... words) {
        try {
            return context.runner().capture(context.commands().nft(words), Path.of(""));
        } catch (UserError e) {
            throw new UserError(e.getMessage(), INSTALL_HINT);
        }
    }

    private static void requireVersion(CommandResult version) {
        if (version.errors().contains(NOT_FOUND)) {
            throw new UserError("cannot run nft: " + version.errors().strip(), INSTALL_HINT);
        }
        Matcher matcher = VERSION.matcher(version.output());
        if (!matcher.find()) {
            throw new UserError(
                    "nft printed no version: " + (version.output() + version.errors()).strip(), INSTALL_HINT);
        }
        if (Integer.parseInt(matcher.group(1)) < MIN_MAJOR) {
            throw new UserError("nft is too old: " + matcher.group(), "mqecn rank needs nftables v1.0 or later");
        }
    }
}
