// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.mqecn.host.AtomicFile;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.PropertyText;
import org.mqecn.netlink.Netns;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * What mqecn applied in this thread's network namespace since boot. The kernel cannot tell: {@code nft flush ruleset} of
 * another program leaves no trace of the table.
 */
final class RankStateStore {
    private static final String ROOT_HINT = "run mqecn as root (with sudo)";
    private static final String TABLE_KEY = "table";
    private static final String APPLIED_KEY = "applied";

    /**
     * The state before the last change.
     *
     * @param table transaction that restores the table
     * @param applied transaction that had been applied, which differs from the table if another program changed it
     */
    record PreviousState(String table, Optional<String> applied) {}

    private final Path folder;
    private final Path appliedAtBoot;

    RankStateStore(LocalMachine machine) {
        Path sinceBoot = new RankFolders(machine).sinceBoot();
        this.folder = sinceBoot.resolve(Netns.id());
        this.appliedAtBoot = sinceBoot.resolve("boot.nft");
    }

    /** Held by a process that changes the rules. */
    Path lockFile() {
        return folder.resolve("lock");
    }

    /** The transaction that was applied last, also at boot by mqecn-rank.service; empty if none was since boot. */
    Optional<String> applied() {
        return Files.exists(appliedFile())
                ? Optional.of(read(appliedFile()))
                : Netns.isInitial() && Files.exists(appliedAtBoot)
                        ? Optional.of(read(appliedAtBoot))
                        : Optional.empty();
    }

    /** The file that {@link #recordCommand} writes. */
    Path appliedFile() {
        return folder.resolve("applied.nft");
    }

    /** The command that records what is applied from now on. */
    Command recordCommand(Optional<String> applied) {
        String file = appliedFile().toString();
        return applied.map(text -> Command.installFile(file, text)).orElseGet(() -> Command.of("rm", "-f", file));
    }

    /** The state before the last change; empty if there was none since boot. */
    Optional<PreviousState> previous() {
        if (!Files.exists(previousFile())) {
            return Optional.empty();
        }
        Properties properties = PropertyText.parse(read(previousFile()));
        return Optional.of(new PreviousState(
                properties.getProperty(TABLE_KEY, ""), Optional.ofNullable(properties.getProperty(APPLIED_KEY))));
    }

    /** Replaces the state before the last change; without one, there was no change. */
    void writePrevious(Optional<PreviousState> previous) {
        try {
            if (previous.isEmpty()) {
                Files.deleteIfExists(previousFile());
                return;
            }
            Properties properties = new Properties();
            properties.setProperty(TABLE_KEY, previous.get().table());
            previous.get().applied().ifPresent(text -> properties.setProperty(APPLIED_KEY, text));
            AtomicFile.write(previousFile(), PropertyText.format(properties));
        } catch (IOException e) {
            throw new UserError("cannot write " + previousFile() + ": " + IoErrors.reason(e), ROOT_HINT);
        }
    }

    private Path previousFile() {
        return folder.resolve("previous");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), ROOT_HINT);
        }
    }
}
