// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** Completion in the shells themselves, as {@code make install} places it. */
@Tag("tools")
final class ShellCompletionTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();

    /** A shell, and a program for it that prints the candidates of the line {@code $1}, one a line. */
    enum Shell {
        BASH(
                """
                . "$CLI/mqecn.bash"
                COMP_LINE=$1 COMP_POINT=${#1}
                read -ra COMP_WORDS <<<"$1"
                [[ $1 == *' ' ]] && COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                [[ $(complete -p mqecn) == *'-F _mqecn mqecn' ]] && _mqecn
                printf '%s\\n' "${COMPREPLY[@]}"
                """),
        /** Types the line and a tab in an interactive shell whose compadd writes the candidates to a file. */
        ZSH(
                """
                zmodload zsh/zpty
                export OUT=$PWD/candidates
                : >$OUT
                mkdir -p functions
                cp "$CLI/mqecn.zsh" functions/_mqecn
                zpty z zsh -f -i
                zpty -w z "fpath=($PWD/functions \\$fpath); autoload -Uz compinit; compinit -u -D; echo READY''1"
                zpty -r -m z line '*READY1*'
                zpty -w z 'compadd() { builtin compadd -O hits "$@"; print -l -- $hits >>$OUT; builtin compadd "$@" }'
                zpty -w -n z "$1"$'\\t'
                zpty -w z "; echo DONE''1"
                zpty -r -m z line '*DONE1*'
                zpty -d z
                cat $OUT
                """),
        FISH(
                """
                source "$CLI/mqecn.fish"
                complete -C "$argv[1]" | string split -f 1 \\t
                """);

        private final String program;

        Shell(String program) {
            this.program = program;
        }

        String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @TempDir
    private Path folder;

    private List<String> complete(Shell shell, String line) throws IOException {
        Path script = Files.writeString(folder.resolve(shell.keyword() + ".script"), shell.program);
        return run(List.of(shell.keyword(), script.toString(), line));
    }

    private List<String> run(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "CLI=" + CHECKOUT.resolve("cli"),
                "PATH=" + CHECKOUT.resolve("cli") + ":" + System.getenv("PATH"),
                "HOME=" + folder));
        command.addAll(words);
        CommandResult result = new CommandRunner().capture(Command.of(command), folder);
        assertEquals("", result.errors());
        return result.output()
                .lines()
                .map(line -> line.split("\t")[0].strip())
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void candidates(Shell shell) throws IOException {
        Files.createDirectories(folder.resolve("results/mq-fig6-quick"));
        Files.createFile(folder.resolve("results/mq-fig6-quick/scenario.yaml"));
        assertCandidates(shell, "mqecn testb", "testbed");
        assertCandidates(shell, "mqecn help rank ve", "verify");
        assertCandidates(shell, "mqecn run mq-fig", "mq-fig1 mq-fig2 mq-fig3 mq-fig6 mq-fig7 mq-fig8");
        assertCandidates(shell, "mqecn testbed up -f lea", "leaf-spine");
        assertCandidates(shell, "mqecn set ecn-scheme mq", "mq-ecn mq-ecn-general");
        assertCandidates(shell, "mqecn get queue-t", "queue-thresh");
        assertCandidates(shell, "mqecn report results/mq", "results/mq-fig6-quick");
        assertCandidates(shell, "mqecn install lo --rank-from pr", "priority");
        assertCandidates(shell, "mqecn stats --wat", "--watch");
    }

    private void assertCandidates(Shell shell, String line, String expected) throws IOException {
        assertEquals(Arrays.asList(expected.split(" ")), complete(shell, line), shell + ": " + line);
    }

    /** In a mount namespace with two running testbeds, of which one has a virtual machine. */
    @Test
    void hostsOfRunningTestbeds() throws IOException {
        Path script = Files.writeString(folder.resolve("bash.script"), Shell.BASH.program);
        String running =
                """
                mount -t tmpfs none /run && mount -t tmpfs none /var/lib
                mkdir -p /run/netns /var/lib/mqecn/testbeds/star /var/lib/mqecn/testbeds/video /run/mqecn/testbeds/video
                touch /run/netns/star-h1 /run/netns/star-s1 /run/netns/other-h9 /run/mqecn/testbeds/video/client1.pid
                for line in 'mqecn testbed exec ' 'mqecn testbed console cl' 'mqecn stats -n star-' 'mqecn testbed down -f v'; do
                    bash "$0" "$line"
                done
                """;
        assertEquals(
                List.of("client1", "client1", "h1", "s1", "star-h1", "star-s1", "video"),
                run(List.of("unshare", "-rm", "sh", "-euc", running, script.toString())));
    }
}
