// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.AtomicFile;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.CommandPlan;
import org.mqecn.rank.RankStateStore.PreviousState;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Changes the rules of a network namespace: reads the table, computes the new one, replaces it in one transaction, and
 * reads it back. What was applied is remembered until the next boot, and so is the previous table, for {@link #undo}.
 */
public final class RuleManager {
    private static final String ACTION = "rank packets";

    private final ChangeContext context;
    private final boolean force;
    private final NftClient nftClient;
    private final RankStateStore stateStore;
    private final List<String> warnings = new ArrayList<>();

    /** @param force whether to replace a table that was modified outside mqecn */
    public RuleManager(ChangeContext context, boolean force) {
        this.context = context;
        this.force = force;
        this.nftClient = new NftClient(context);
        this.stateStore = new RankStateStore(context.machine());
    }

    /**
     * Makes a change under a lock: two processes that read the table before either replaces it would lose the rules of
     * one of them.
     */
    public ChangeOutcome withLock(Function<RuleManager, ChangeOutcome> change) {
        return context.withLock(stateStore.lockFile(), () -> change.apply(this));
    }

    /** The current table, compared with what was applied. */
    public RankTable table() {
        return nftClient.readTable().comparedWith(stateStore.applied().map(NftRuleset::comments));
    }

    /**
     * Adds a rule.
     *
     * @param before the rule to insert it before; without it, the rule is appended
     * @throws UserError if it is impossible; nothing is changed then
     */
    public ChangeOutcome add(Rule rule, Optional<String> before) {
        RankTable table = readTable();
        requireComplete(table);
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
        requireComplete(table);
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
        requireComplete(table);
        if (table.installedRules().isEmpty()) {
            return ChangeOutcome.unchanged("there are no rules");
        }
        String text = NftRuleset.of(table.ruleList(), (rule, ipFamily) -> RuleCounter.ZERO);
        return commit(text, Optional.of(text), () -> verifyReadBack(table.ruleList()), "counters reset");
    }

    /** Restores the table before the last change, and what had been applied then. */
    public ChangeOutcome undo() {
        requireUnmodified(readTable());
        Optional<PreviousState> previous = stateStore.previous();
        return previous.map(state -> commit(state.table(), state.applied(), () -> {}, "last change undone"))
                .orElseGet(() -> ChangeOutcome.unchanged("no change of the rules since boot"));
    }

    /** Installs what was applied last again, after another program removed or replaced it. */
    public ChangeOutcome reinstall() {
        RankTable table = readTable();
        requireUnmodified(table);
        String text = stateStore
                .applied()
                .orElseThrow(() -> new UserError(
                        "no rules were applied since boot", "'mqecn rank restore' installs the saved rules"));
        return table.differences().isEmpty()
                ? ChangeOutcome.unchanged("rules already installed")
                : commit(
                        text,
                        Optional.of(text),
                        () -> requireNoDifferences(table().differences()),
                        describeCount(NftRuleset.comments(text).size()));
    }

    /** The current table; a dry run continues with an empty one, and a warning, as it may run on another machine. */
    private RankTable readTable() {
        try {
            RankTable table = table();
            table.losses().forEach(loss -> warnings.add("another program changed the rules: " + loss));
            return table;
        } catch (UserError e) {
            if (!context.dryRun()) {
                throw e;
            }
            warnings.add(e.getMessage() + ": the commands assume a machine without rules");
            return RankTable.ABSENT;
        }
    }

    private void requireUnmodified(RankTable table) {
        if (!table.modifications().isEmpty() && !force) {
            throw new UserError(
                    "table " + NftRuleset.TABLE + " was modified outside mqecn: "
                            + String.join("; ", table.differences()),
                    "see 'mqecn rank list'; --force replaces the table " + "and deletes foreign objects");
        }
    }

    /** A change that keeps the other rules must not keep that they are gone. */
    private void requireComplete(RankTable table) {
        if (!table.losses().isEmpty() && !force) {
            throw new UserError(
                    "another program changed the rules: " + String.join("; ", table.losses()),
                    "'mqecn rank restore"
                            + (table.applied().isPresent() ? " --applied' installs them" : "' installs the saved ones")
                            + " again; --force continues with the rules that 'mqecn rank list' shows");
        }
    }

    private ChangeOutcome replace(RankTable table, List<Rule> rules, String summary) {
        RuleListValidator.validate(rules);
        requireUnmodified(table);
        if (table.differences().isEmpty() && table.ruleList().equals(rules)) {
            return ChangeOutcome.unchanged(rules.isEmpty() ? "there are no rules" : "rules already installed");
        }
        List<String> tableWarnings = RuleListValidator.warnings(table.ruleList());
        RuleListValidator.warnings(rules).stream()
                .filter(warning -> !tableWarnings.contains(warning))
                .forEach(warnings::add);
        String text = NftRuleset.of(rules, table::counterOf);
        return commit(text, Optional.of(text), () -> verifyReadBack(rules), summary);
    }

    /**
     * Executes a transaction.
     *
     * @param applied what counts as applied from now on
     * @param check throws if the kernel's state differs from the request
     */
    private ChangeOutcome commit(String transaction, Optional<String> applied, Runnable check, String summary) {
        if (context.dryRun()) {
            return new ChangeOutcome(
                    true,
                    summary,
                    changePlan(transaction, applied, "", Optional.empty()).shellLines(),
                    warnings);
        }
        context.machine().requireNetAdmin(ACTION);
        PreviousState before = new PreviousState(nftClient.snapshot(), stateStore.applied());
        CommandPlan commandPlan = changePlan(transaction, applied, before.table(), before.applied());
        Optional<PreviousState> older = stateStore.previous();
        // Saved before the change, so that undo works even if this process is killed right after it.
        stateStore.writePrevious(Optional.of(before));
        try {
            context.execute(ACTION, commandPlan, check);
        } catch (UserError failure) {
            UserError reported =
                    nftClient.matchesSnapshot(before.table()) ? failure : rollBack(before.table(), failure);
            if (nftClient.matchesSnapshot(before.table())) {
                stateStore.writePrevious(older);
            }
            throw reported;
        }
        return new ChangeOutcome(true, summary, commandPlan.shellLines(), warnings);
    }

    /** Records what is applied, then executes the transaction, from that record if it is the same text. */
    private CommandPlan changePlan(
            String transaction, Optional<String> applied, String tableBefore, Optional<String> appliedBefore) {
        Command load = applied.equals(Optional.of(transaction))
                ? context.commands().nft("-f", stateStore.appliedFile().toString())
                : nftClient.transactionCommand(transaction);
        return new CommandPlan()
                .add(stateStore.recordCommand(applied), stateStore.recordCommand(appliedBefore))
                .add(load, nftClient.transactionCommand(tableBefore));
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
        RankTable table = table();
        requireNoDifferences(table.ruleList().equals(rules) ? table.differences() : List.of("nft lists other rules"));
    }

    private static void requireNoDifferences(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new UserError(
                    "kernel state differs from the request: " + String.join("; ", differences),
                    "this is a bug in mqecn or an unsupported version of nft: please report it");
        }
    }

    /**
     * Saves the rules to a file for {@link #loadSaved}, and without a file also as a transaction that nft executes at
     * boot.
     */
    public ChangeOutcome save(Optional<Path> file) {
        RankTable table = table();
        Path target = file.orElseGet(this::savedFile);
        requireSavable(table, target);
        Map<Path, String> texts = new LinkedHashMap<>();
        if (file.isEmpty()) {
            texts.put(savedFile(".nft"), NftRuleset.of(table.ruleList(), (rule, ipFamily) -> RuleCounter.ZERO));
        }
        texts.put(target, RuleFile.write(table.ruleList()));
        if (texts.entrySet().stream().allMatch(text -> has(text.getKey(), text.getValue()))) {
            return ChangeOutcome.unchanged(target + " already has the rules");
        }
        if (!context.dryRun()) {
            texts.forEach(AtomicFile::writeAsRoot);
        }
        int rules = table.installedRules().size();
        return new ChangeOutcome(
                true,
                target + " has " + (rules == 1 ? "1 rule" : rules + " rules"),
                texts.entrySet().stream()
                        .map(text -> Command.installFile(text.getKey().toString(), text.getValue())
                                .shellLine())
                        .toList(),
                List.of());
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            return false; // to write it may still work, or tell why not
        }
    }

    /** Refuses what a rule file cannot express, and to forget rules that nobody removed with mqecn. */
    private void requireSavable(RankTable table, Path target) {
        if (!table.modifications().isEmpty()) {
            throw new UserError(
                    "a rule file cannot express what was modified outside mqecn: "
                            + String.join("; ", table.modifications()),
                    "'nft list table " + NftRuleset.FAMILY + " " + NftRuleset.TABLE + "' prints everything");
        }
        if (force) {
            return;
        }
        requireComplete(table);
        if (table.installedRules().isEmpty() && table.applied().isEmpty() && Files.exists(target)) {
            throw new UserError(
                    "there are no rules, and none were applied since boot: " + target + " is unchanged",
                    "'mqecn rank restore' installs the saved rules; --force saves that there are none");
        }
    }

    /** The saved rules. */
    public List<Rule> loadSaved() {
        if (!Files.exists(savedFile())) {
            throw new UserError(
                    "no saved rules: " + savedFile() + " does not exist", "'mqecn rank save' saves the current rules");
        }
        return RuleFile.read(savedFile(), NameDatabase.of(context.machine())).rules();
    }

    private Path savedFile() {
        return savedFile(".yaml");
    }

    private Path savedFile(String extension) {
        return new RankFolders(context.machine())
                .saved()
                .resolve((context.namespace().isEmpty() ? "default" : "netns-" + context.namespace()) + extension);
    }
}
