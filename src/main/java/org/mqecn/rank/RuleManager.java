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
 * Changes the rules of a network namespace: reads the table, works out what it should be, puts that in its place in
 * one transaction, reads it back. How it was before is remembered for {@link #undo}.
 */
public final class RuleManager {
    private static final String ACTION = "rank packets";

    private final ChangeContext context;
    private final boolean force;
    private final NftClient nftClient;
    private final List<String> warnings = new ArrayList<>();

    /** @param force whether a table that somebody else has changed is replaced all the same */
    public RuleManager(ChangeContext context, boolean force) {
        this.context = context;
        this.force = force;
        this.nftClient = new NftClient(context);
    }

    /**
     * Makes a change after those of others are done: who reads the table while another is about to replace it would
     * lose that one's rules.
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

    /** What there is. */
    public RankTable table() {
        return nftClient.readTable();
    }

    /**
     * Adds a rule.
     *
     * @param before the rule that it comes before; without it comes last
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public ChangeOutcome add(Rule rule, Optional<String> before) {
        RankTable table = readTable();
        List<Rule> rules = new ArrayList<>(table.ruleList());
        if (rules.contains(rule) && before.isEmpty()) {
            return replace(table, rules, "");
        }
        rules.add(before.map(name -> indexOf(rules, name)).orElse(rules.size()), rule);
        return replace(table, rules, "rule " + rule.name() + " is added");
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
                    "there is no rule '" + name + "'", names.isEmpty() ? "there are none" : Suggestion.of(name, names));
        }
        return names.indexOf(name);
    }

    /** Puts these rules in the place of all that are there. */
    public ChangeOutcome apply(List<Rule> rules) {
        return replace(readTable(), rules, describeCount(rules.size()));
    }

    private static String describeCount(int rules) {
        return rules == 0
                ? "there are no rules any more"
                : rules == 1 ? "there is 1 rule now" : "there are " + rules + " rules now";
    }

    /** Sets the counters of all rules to zero. */
    public ChangeOutcome clear() {
        RankTable table = readTable();
        requireUnmodified(table);
        if (table.installedRules().isEmpty()) {
            return ChangeOutcome.unchanged("there are no rules");
        }
        String text = NftRuleset.of(table.ruleList(), (rule, ipFamily) -> RuleCounter.ZERO);
        return commit(text, table.ruleList(), "counters are 0");
    }

    /** Makes the table as it was before its last change. */
    public ChangeOutcome undo() {
        requireUnmodified(readTable());
        Path file = undoFile();
        if (!Files.exists(file)) {
            return ChangeOutcome.unchanged("mqecn has not changed the rules since this machine was booted");
        }
        return commit(readText(file), Optional.empty(), "the rules are as before the last change");
    }

    /** A dry run goes on without what it cannot read, with a warning: its rules may be for another machine. */
    private RankTable readTable() {
        try {
            return nftClient.readTable();
        } catch (UserError e) {
            if (!context.dryRun()) {
                throw e;
            }
            warnings.add(e.getMessage() + ": this is for a machine that has no rules yet");
            return RankTable.ABSENT;
        }
    }

    private void requireUnmodified(RankTable table) {
        if (!table.differences().isEmpty() && !force) {
            throw new UserError(
                    "somebody else has changed the table " + NftRuleset.TABLE + ": "
                            + String.join("; ", table.differences()),
                    "'mqecn rank list' shows it; --force puts mqecn's rules "
                            + "in its place and drops what is not mqecn's");
        }
    }

    private ChangeOutcome replace(RankTable table, List<Rule> rules, String summary) {
        RuleListValidator.validate(rules);
        requireUnmodified(table);
        if (table.differences().isEmpty() && table.ruleList().equals(rules)) {
            return ChangeOutcome.unchanged("these rules are there already");
        }
        List<String> told = RuleListValidator.warnings(table.ruleList());
        RuleListValidator.warnings(rules).stream()
                .filter(warning -> !told.contains(warning))
                .forEach(warnings::add);
        return commit(NftRuleset.of(rules, table::counterOf), rules, summary);
    }

    private ChangeOutcome commit(String text, List<Rule> rules, String summary) {
        return commit(text, Optional.of(rules), summary);
    }

    /** @param rules what should be there then, where that is known */
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
        // Before the change, so that there is a way back for who is killed behind it.
        write(undoFile(), before);
        try {
            context.execute(ACTION, commandPlan, () -> rules.ifPresent(this::verifyReadBack));
        } catch (UserError failure) {
            UserError told = nftClient.matchesSnapshot(before) ? failure : rollBack(before, failure);
            if (nftClient.matchesSnapshot(before)) {
                older.ifPresentOrElse(note -> write(undoFile(), note), () -> delete(undoFile()));
            }
            throw told;
        }
        return new ChangeOutcome(true, summary, commandPlan.shellLines(), warnings);
    }

    /** An nft that was ended may have carried out its transaction before. */
    private UserError rollBack(String before, UserError failure) {
        CommandPlan back = new CommandPlan().add(nftClient.transactionCommand(before));
        try {
            context.execute(ACTION, back, () -> {});
        } catch (UserError again) {
            if (!nftClient.matchesSnapshot(before)) {
                return new UserError(
                        failure.getMessage() + "; what it did all the same could not be taken back",
                        "run by hand: " + String.join("; ", back.shellLines()));
            }
        }
        return new UserError(failure.getMessage() + "; what it did all the same is taken back", failure.remedy());
    }

    private void verifyReadBack(List<Rule> rules) {
        RankTable table = nftClient.readTable();
        if (!table.ruleList().equals(rules) || !table.differences().isEmpty()) {
            throw new UserError(
                    "read back, the rules are not those that were asked for"
                            + (table.differences().isEmpty() ? "" : ": " + String.join("; ", table.differences())),
                    "this is a fault of mqecn, or nft is of a version that it does not know: please report it");
        }
    }

    /** Writes the rules to a file, from which {@link #loadSaved()} and apply read them. */
    public ChangeOutcome save(Optional<Path> file) {
        RankTable table = nftClient.readTable();
        if (!table.differences().isEmpty()) {
            throw new UserError(
                    "a file of rules cannot hold what somebody else has changed: "
                            + String.join("; ", table.differences()),
                    "'nft list table " + NftRuleset.FAMILY + " " + NftRuleset.TABLE + "' writes all of it");
        }
        Path target = file.orElseGet(this::savedFile);
        write(target, RuleFile.write(table.ruleList()));
        int rules = table.installedRules().size();
        return new ChangeOutcome(
                true, target + " has " + (rules == 1 ? "1 rule" : rules + " rules"), List.of(), List.of());
    }

    /** The rules that were saved last. */
    public List<Rule> loadSaved() {
        if (!Files.exists(savedFile())) {
            throw new UserError(
                    "no rules were saved: there is no " + savedFile(), "'mqecn rank save' saves those of now");
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
