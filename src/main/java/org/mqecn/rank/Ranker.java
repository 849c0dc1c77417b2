// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.Outcome;
import org.mqecn.host.Plan;
import org.mqecn.host.Session;
import org.mqecn.netlink.Netns;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/**
 * Changes the rules of a network namespace: reads the table, works out what it should be, puts that in its place in
 * one transaction, reads it back. How it was before is remembered for {@link #undo}.
 */
public final class Ranker {
    private static final String WHAT = "rank packets";

    private final Session session;
    private final boolean force;
    private final Nft nft;
    private final List<String> warnings = new ArrayList<>();

    /** @param force whether a table that somebody else has changed is replaced all the same */
    public Ranker(Session session, boolean force) {
        this.session = session;
        this.force = force;
        this.nft = new Nft(session);
    }

    /**
     * Makes a change after those of others are done: who reads the table while another is about to replace it would
     * lose that one's rules.
     */
    public Outcome inTurn(Function<Ranker, Outcome> change) {
        if (session.dryRun() || !session.machine().isNetAdmin()) {
            return change.apply(this);
        }
        Path turn = earlier().resolveSibling(earlier().getFileName() + ".lock");
        try {
            Files.createDirectories(turn.getParent());
            try (FileChannel channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                return change.apply(this);
            }
        } catch (IOException e) {
            throw new UserError("cannot lock " + turn + ": " + e.getMessage(), "run mqecn as root (with sudo)");
        }
    }

    /** What there is. */
    public RankTable table() {
        return nft.table();
    }

    /**
     * Adds a rule.
     *
     * @param before the rule that it comes before; without it comes last
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome add(Rule rule, Optional<String> before) {
        RankTable table = read();
        List<Rule> rules = new ArrayList<>(table.ruleList());
        if (rules.contains(rule) && before.isEmpty()) {
            return replace(table, rules, "");
        }
        rules.add(before.map(name -> index(rules, name)).orElse(rules.size()), rule);
        return replace(table, rules, "rule " + rule.name() + " is added");
    }

    /** Removes rules. */
    public Outcome delete(List<String> names) {
        RankTable table = read();
        List<Rule> rules = new ArrayList<>(table.ruleList());
        names.forEach(name -> rules.remove(index(rules, name)));
        return replace(table, rules, "removed: " + String.join(", ", names));
    }

    private static int index(List<Rule> rules, String name) {
        List<String> names = rules.stream().map(Rule::name).toList();
        if (!names.contains(name)) {
            throw new UserError("there is no rule '" + name + "'",
                    names.isEmpty() ? "there are none" : Suggestion.among(name, names));
        }
        return names.indexOf(name);
    }

    /** Puts these rules in the place of all that are there. */
    public Outcome apply(List<Rule> rules) {
        return replace(read(), rules, counted(rules.size()));
    }

    private static String counted(int rules) {
        return rules == 0 ? "there are no rules any more" : rules == 1 ? "there is 1 rule now"
                : "there are " + rules + " rules now";
    }

    /** Sets the counters of all rules to zero. */
    public Outcome clear() {
        RankTable table = read();
        requireOurs(table);
        if (table.rules().isEmpty()) {
            return Outcome.unchanged("there are no rules");
        }
        String text = Ruleset.of(table.ruleList(), (rule, family) -> Count.NONE);
        return carryOut(text, table.ruleList(), "counters are 0");
    }

    /** Makes the table as it was before its last change. */
    public Outcome undo() {
        requireOurs(read());
        Path file = earlier();
        if (!Files.exists(file)) {
            return Outcome.unchanged("mqecn has not changed the rules since this machine was booted");
        }
        return carryOut(text(file), Optional.empty(), "the rules are as before the last change");
    }

    /** A dry run goes on without what it cannot read, with a warning: its rules may be for another machine. */
    private RankTable read() {
        try {
            return nft.table();
        } catch (UserError e) {
            if (!session.dryRun()) {
                throw e;
            }
            warnings.add(e.getMessage() + ": this is for a machine that has no rules yet");
            return RankTable.ABSENT;
        }
    }

    private void requireOurs(RankTable table) {
        if (!table.differences().isEmpty() && !force) {
            throw new UserError("somebody else has changed the table " + Ruleset.TABLE + ": "
                    + String.join("; ", table.differences()), "'mqecn rank list' shows it; --force puts mqecn's rules "
                            + "in its place and drops what is not mqecn's");
        }
    }

    private Outcome replace(RankTable table, List<Rule> rules, String summary) {
        Rules.check(rules);
        requireOurs(table);
        if (table.differences().isEmpty() && table.ruleList().equals(rules)) {
            return Outcome.unchanged("these rules are there already");
        }
        List<String> told = Rules.warnings(table.ruleList());
        Rules.warnings(rules).stream().filter(warning -> !told.contains(warning)).forEach(warnings::add);
        return carryOut(Ruleset.of(rules, table::kept), rules, summary);
    }

    private Outcome carryOut(String text, List<Rule> rules, String summary) {
        return carryOut(text, Optional.of(rules), summary);
    }

    /** @param rules what should be there then, where that is known */
    private Outcome carryOut(String text, Optional<List<Rule>> rules, String summary) {
        if (session.dryRun()) {
            return new Outcome(true, summary, new Plan().add(nft.transaction(text), nft.transaction("")).lines(),
                    warnings);
        }
        session.machine().requireNetAdmin(WHAT);
        String before = nft.snapshot();
        Plan plan = new Plan().add(nft.transaction(text), nft.transaction(before));
        Optional<String> older = Files.exists(earlier()) ? Optional.of(text(earlier())) : Optional.empty();
        // Before the change, so that there is a way back for who is killed behind it.
        write(earlier(), before);
        try {
            session.carryOut(WHAT, plan, () -> rules.ifPresent(this::verify));
        } catch (UserError failure) {
            UserError told = nft.isLike(before) ? failure : takenBack(before, failure);
            if (nft.isLike(before)) {
                older.ifPresentOrElse(note -> write(earlier(), note), () -> delete(earlier()));
            }
            throw told;
        }
        return new Outcome(true, summary, plan.lines(), warnings);
    }

    /** An nft that was ended may have carried out its transaction before. */
    private UserError takenBack(String before, UserError failure) {
        Plan back = new Plan().add(nft.transaction(before));
        try {
            session.carryOut(WHAT, back, () -> { });
        } catch (UserError again) {
            if (!nft.isLike(before)) {
                return new UserError(failure.getMessage() + "; what it did all the same could not be taken back",
                        "run by hand: " + String.join("; ", back.lines()));
            }
        }
        return new UserError(failure.getMessage() + "; what it did all the same is taken back", failure.remedy());
    }

    private void verify(List<Rule> rules) {
        RankTable table = nft.table();
        if (!table.ruleList().equals(rules) || !table.differences().isEmpty()) {
            throw new UserError("read back, the rules are not those that were asked for"
                    + (table.differences().isEmpty() ? "" : ": " + String.join("; ", table.differences())),
                    "this is a fault of mqecn, or nft is of a version that it does not know: please report it");
        }
    }

    /** Writes the rules to a file, from which {@link #saved()} and apply read them. */
    public Outcome save(Optional<Path> file) {
        RankTable table = nft.table();
        if (!table.differences().isEmpty()) {
            throw new UserError("a file of rules cannot hold what somebody else has changed: "
                    + String.join("; ", table.differences()),
                    "'nft list table " + Ruleset.FAMILY + " " + Ruleset.TABLE + "' writes all of it");
        }
        Path target = file.orElseGet(this::savedFile);
        write(target, RuleFile.write(table.ruleList()));
        int rules = table.rules().size();
        return new Outcome(true, target + " has " + (rules == 1 ? "1 rule" : rules + " rules"), List.of(), List.of());
    }

    /** The rules that were saved last. */
    public List<Rule> saved() {
        if (!Files.exists(savedFile())) {
            throw new UserError("no rules were saved: there is no " + savedFile(),
                    "'mqecn rank save' saves those of now");
        }
        return RuleFile.read(savedFile(), Users.of(session.machine())).rules();
    }

    private Path savedFile() {
        return session.machine().savedRanks().resolve(
                (session.namespace().isEmpty() ? "default" : "netns-" + session.namespace()) + ".yaml");
    }

    private Path earlier() {
        return session.machine().earlierRanks().resolve(Netns.identity());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), "run mqecn as root (with sudo)");
        }
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path whole = Files.writeString(folder.resolve(file.getFileName() + ".new"), text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + e.getMessage(), "run mqecn as root (with sudo)");
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UserError("cannot delete " + file + ": " + e.getMessage(), "run mqecn as root (with sudo)");
        }
    }
}
