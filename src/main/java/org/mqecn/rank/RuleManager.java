// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.AtomicFile;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.CommandPlan;
import org.mqecn.host.LockFile;
import org.mqecn.netlink.Netns;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Changes the rules of a network namespace: reads the table, computes the new one, replaces it in one transaction, and
 * reads it back. The previous table is saved for {@link #undo}.
 */
public final class RuleManager {
    private static final String ACTION = "rank packets";

    private final ChangeContext context;
    private final boolean force;
    private final NftClient nftClient;
    private final List<String> warnings = new ArrayList<>();

    /** @param force whether to replace a table that was modified outside mqecn */
    public RuleManager(ChangeContext context, boolean force) {
        this.context = context;
        this.force = force;
        this.nftClient = new NftClient(context);
    }

    /**
     * Makes a change under a lock: two processes that read the table before either replaces it would lose the rules of
     * one of them.
     */
    public ChangeOutcome withLock(Function<RuleManager, ChangeOutcome> change) {
        if (context.dryRun() || !context.machine().isNetAdmin()) {
            return change.apply(this);
        }
        Path turn = undoFile().resolveSibling(undoFile().getFileName() + ".lock");
        try {
            LockFile lock = LockFile.acquire(turn);
            try (lock) {
                return change.apply(this);
            }
        } catch (IOException e) {
            throw new UserError("cannot lock " + turn + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    /** The current table. */
    public RankTable table() {
        return nftClient.readTable();
    }

    /**
     * Adds a rule.
     *
     * @param before the rule to insert it before; without it, the rule is appended
     * @throws UserError if it is impossible; nothing is changed then
     */
    public ChangeOutcome add(Rule rule, Optional<String> before) {
        RankTable table = readTable();
        List<Rule> rules = new ArrayList<>(table.ruleList());
        if (rules.contains(rule) && before.isEmpty()) {
            return replace(table, rules, "");
        }
        rules.add(before.map(name -> indexOf(rules, name)).orElse(rules.size()), rule);
        return replace(table, rules, "rule " + rule.name() + " added");
    }

    /** Removes rules. */
    public ChangeOutcome delete(List<String> names) {
        RankTable table = readTable();
        List<Rule> rules = new ArrayList<>(table.ruleList());
        names.forEach(name -> rules.remove(indexOf(rules, name)));
        return replace(table, rules, "removed: " + String.join(", ", names));
    }

    private static int indexOf(List<Rule> rules, String name) {
        List<String> names = rules.stream().map(Rule::name).toList();
        if (!names.contains(name)) {
            throw new UserError(
                    "no rule '" + name + "'", names.isEmpty() ? "there are no rules" : Suggestion.of(name, names));
        }
        return names.indexOf(name);
    }

    /** Replaces all rules. */
    public ChangeOutcome apply(List<Rule> rules) {
        return replace(readTable(), rules, describeCount(rules.size()));
    }

    private static String describeCount(int rules) {
        return rules == 0 ? "all rules removed" : rules == 1 ? "1 rule installed" : rules + " rules installed";
    }

    /** Resets the counters of all rules. */
    public ChangeOutcome clear() {
        RankTable table = readTable();
        requireUnmodified(table);
        if (table.installedRules().isEmpty()) {
            return ChangeOutcome.unchanged("there are no rules");
        }
        String text = NftRuleset.of(table.ruleList(), (rule, ipFamily) -> RuleCounter.ZERO);
        return commit(text, table.ruleList(), "counters reset");
    }

    /** Restores the table before the last change. */
    public ChangeOutcome undo() {
        requireUnmodified(readTable());
        Path file = undoFile();
        if (!Files.exists(file)) {
            return ChangeOutcome.unchanged("no change of the rules since boot");
        }
        return commit(readText(file), Optional.empty(), "last change undone");
    }

    /** The current table; a dry run continues with an empty one, and a warning, as it may run on another machine. */
    private RankTable readTable() {
        try {
            return nftClient.readTable();
        } catch (UserError e) {
            if (!context.dryRun()) {
                throw e;
            }
            warnings.add(e.getMessage() + ": the commands assume a machine without rules");
            return RankTable.ABSENT;
        }
    }

    private void requireUnmodified(RankTable table) {
        if (!table.differences().isEmpty() && !force) {
            throw new UserError(
                    "table " + NftRuleset.TABLE + " was modified outside mqecn: "
                            + String.join("; ", table.differences()),
                    "see 'mqecn rank list'; --force replaces the table " + "and deletes foreign objects");
        }
    }

    private ChangeOutcome replace(RankTable table, List<Rule> rules, String summary) {
        RuleListValidator.validate(rules);
        requireUnmodified(table);
        if (table.differences().isEmpty() && table.ruleList().equals(rules)) {
            return ChangeOutcome.unchanged("rules already installed");
        }
        List<String> tableWarnings = RuleListValidator.warnings(table.ruleList());
        RuleListValidator.warnings(rules).stream()
                .filter(warning -> !tableWarnings.contains(warning))
                .forEach(warnings::add);
        return commit(NftRuleset.of(rules, table::counterOf), rules, summary);
    }

    private ChangeOutcome commit(String text, List<Rule> rules, String summary) {
        return commit(text, Optional.of(rules), summary);
    }

    /** @param rules the expected rules, if they are known */
    private ChangeOutcome commit(String text, Optional<List<Rule>> rules, String summary) {
        if (context.dryRun()) {
            return new ChangeOutcome(
                    true,
                    summary,
                    new CommandPlan()
                            .add(nftClient.transactionCommand(text), nftClient.transactionCommand(""))
                            .shellLines(),
                    warnings);
        }
        context.machine().requireNetAdmin(ACTION);
        String before = nftClient.snapshot();
        CommandPlan commandPlan =
                new CommandPlan().add(nftClient.transactionCommand(text), nftClient.transactionCommand(before));
        Optional<String> older = Files.exists(undoFile()) ? Optional.of(readText(undoFile())) : Optional.empty();
        // Saved before the change, so that undo works even if this process is killed right after it.
        write(undoFile(), before);
        try {
            context.execute(ACTION, commandPlan, () -> rules.ifPresent(this::verifyReadBack));
        } catch (UserError failure) {
            UserError reported = nftClient.matchesSnapshot(before) ? failure : rollBack(before, failure);
            if (nftClient.matchesSnapshot(before)) {
                older.ifPresentOrElse(note -> write(undoFile(), note), () -> delete(undoFile()));
            }
            throw reported;
        }
        return new ChangeOutcome(true, summary, commandPlan.shellLines(), warnings);
    }

    /** A killed nft may have committed its transaction. */
    private UserError rollBack(String before, UserError failure) {
        CommandPlan back = new CommandPlan().add(nftClient.transactionCommand(before));
        try {
            context.execute(ACTION, back, () -> {});
        } catch (UserError again) {
            if (!nftClient.matchesSnapshot(before)) {
                return new UserError(
                        failure.getMessage() + "; rolling back the partial change failed",
                        "run: " + String.join("; ", back.shellLines()));
            }
        }
        return new UserError(failure.getMessage() + "; partial change rolled back", failure.remedy());
    }

    private void verifyReadBack(List<Rule> rules) {
        RankTable table = nftClient.readTable();
        if (!table.ruleList().equals(rules) || !table.differences().isEmpty()) {
            throw new UserError(
                    "kernel state differs from the request"
                            + (table.differences().isEmpty() ? "" : ": " + String.join("; ", table.differences())),
                    "this is a bug in mqecn or an unsupported version of nft: please report it");
        }
    }

    /** Saves the rules to a file for {@link #loadSaved()}. */
    public ChangeOutcome save(Optional<Path> file) {
        RankTable table = nftClient.readTable();
        if (!table.differences().isEmpty()) {
            throw new UserError(
                    "a rule file cannot express what was modified outside mqecn: "
                            + String.join("; ", table.differences()),
                    "'nft list table " + NftRuleset.FAMILY + " " + NftRuleset.TABLE + "' prints everything");
        }
        Path target = file.orElseGet(this::savedFile);
        write(target, RuleFile.write(table.ruleList()));
        int rules = table.installedRules().size();
        return new ChangeOutcome(
                true, target + " has " + (rules == 1 ? "1 rule" : rules + " rules"), List.of(), List.of());
    }

    /** The saved rules. */
    public List<Rule> loadSaved() {
        if (!Files.exists(savedFile())) {
            throw new UserError(
                    "no saved rules: " + savedFile() + " does not exist", "'mqecn rank save' saves the current rules");
        }
        return RuleFile.read(savedFile(), UserIds.of(context.machine())).rules();
    }

    private Path savedFile() {
        return folders()
                .saved()
                .resolve((context.namespace().isEmpty() ? "default" : "netns-" + context.namespace()) + ".yaml");
    }

    private RankFolders folders() {
        return new RankFolders(context.machine());
    }

    private Path undoFile() {
        return folders().previous().resolve(Netns.inode());
    }

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    private static void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UserError("cannot delete " + file + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }
}
