// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.Session;
import org.mqecn.port.UserError;

/** What nft is asked and told. */
final class Nft {
    /** The first that knows control groups and prints all that is read here. */
    private static final int LEAST_MAJOR = 1;
    private static final Pattern VERSION = Pattern.compile("nftables v(\\d+)\\.(\\d+)\\S*");
    private static final Pattern COUNTS = Pattern.compile("packets \\d+ bytes \\d+");
    private static final String ABSENT = "No such file or directory";
    private static final String INSTALL = "install nftables (apt-get install nftables)";

    private final Session session;

    Nft(Session session) {
        this.session = session;
    }

    /** The table of this network namespace; without rules where there is none. */
    RankTable table() {
        requireVersion(ask("--version"));
        CommandResult result = list("-n", "-j");
        return result.succeeded() ? TableParser.parse(result.output()) : RankTable.ABSENT;
    }

    /** A transaction that makes the table exactly what it is now, counters and all. */
    String snapshot() {
        CommandResult result = list();
        return Ruleset.without() + (result.succeeded() ? result.output() : "");
    }

    /** Whether the table is as in a snapshot, but for what was counted since. One that cannot be read is taken for that. */
    boolean isLike(String snapshot) {
        try {
            return withoutCounts(snapshot()).equals(withoutCounts(snapshot));
        } catch (UserError e) {
            return true;
        }
    }

    private static String withoutCounts(String text) {
        return COUNTS.matcher(text).replaceAll("");
    }

    /** The command that carries out a transaction. */
    Command transaction(String text) {
        return new Command(session.commands().nft("-f", "-"), text);
    }

    /** @throws UserError where it fails for any other reason than that there is none */
    private CommandResult list(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("list", "table", Ruleset.FAMILY, Ruleset.TABLE));
        CommandResult result = ask(words.toArray(new String[0]));
        if (!result.succeeded() && !result.errors().contains(ABSENT)) {
            String reason = result.errors().lines().findFirst().orElse("exit status " + result.exitStatus())
                    .replaceFirst("^Error: ", "");
            throw new UserError("cannot read the nftables of this machine: " + reason,
                    remedy(reason));
        }
        return result;
    }

    private static String remedy(String reason) {
        return reason.contains("not permitted") || reason.contains("must be root") ? "run mqecn as root (with sudo)"
                : reason.contains("JSON") ? "nft has to be built with JSON: 'nft -V' tells"
                : "the kernel needs nf_tables: 'modprobe nf_tables'";
    }

    private CommandResult ask(String... words) {
        try {
            return session.runner().capture(Command.of(session.commands().nft(words)), Path.of(""));
        } catch (UserError e) {
            throw new UserError(e.getMessage(), INSTALL);
        }
    }

    private static void requireVersion(CommandResult said) {
        if (said.errors().contains(ABSENT)) {
            throw new UserError("cannot run nft: " + said.errors().strip(), INSTALL);
        }
        Matcher version = VERSION.matcher(said.output());
        if (!version.find()) {
            throw new UserError("nft does not tell its version: " + (said.output() + said.errors()).strip(),
                    INSTALL);
        }
        if (Integer.parseInt(version.group(1)) < LEAST_MAJOR) {
            throw new UserError("nft is too old: " + version.group(),
                    "mqecn ranks packets with nftables v1.0 or later");
        }
    }
}
