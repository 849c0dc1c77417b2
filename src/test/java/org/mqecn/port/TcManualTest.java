// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The manual pages of the tc plugins give each option with its range. */
final class TcManualTest {
    @ParameterizedTest
    @EnumSource
    void givesEveryOptionWithItsRange(QdiscKind kind) throws IOException {
        String manual = Files.readString(Path.of("man/tc-" + kind.keyword() + ".8"));
        List<String> entries = Arrays.stream(manual.split("\\.SH OPTIONS")[1].split("\\.SH ")[0].split("\\.TP\n"))
                .map(entry -> entry.replaceAll("\\s+", " "))
                .toList();
        for (Setting setting : kind.settings()) {
            if (setting instanceof SchemeSetting) {
                continue; // 'tc qdisc add dwrr ecn-scheme NAME help' describes it
            }
            String entry = entries.stream()
                    .filter(each -> each.matches("\\.BR? ?I? ?" + setting.key() + " .*"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no entry of " + setting.key()));
            String range = setting == DwrrSetting.ECN_SCHEME
                    ? "none | per-queue | per-port | mq-ecn | tcn | codel"
                    : setting == DwrrSetting.BUFFER_MODE
                            ? "shared | static"
                            : setting.quantity().isKeyword()
                                    ? setting.quantity().placeholder().replace("|", " | ")
                                    : setting.range();
            assertTrue(entry.contains(range), entry + "\n lacks the range " + range);
        }
    }
}
