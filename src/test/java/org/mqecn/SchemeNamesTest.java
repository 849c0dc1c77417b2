// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;

@Tag("architecture")
@DisplayName("A scheme or buffer policy is one C file")
class SchemeNamesTest {
    private static final List<Path> SCHEMES = List.of(Path.of("kmod/schemes"), Path.of("kmod/buffers"));
    private static final List<String> PRODUCT =
            List.of("kmod", "src/main", "cli", "man", "debian", "ansible", "scenarios", "testbeds", "ranks");

    /** What `make generate` makes, which says what the C files declare. */
    private static final Set<String> GENERATED = Set.of(
            "cli/complete.sh",
            "testbeds/testbed.schema.json",
            "kmod/test/syzkaller/socket_netlink_route_sched_dwrr_names.txt");

    /** Files that use a scheme, as a user does who asks for it by name: {@code FILE SCHEME}. */
    private static final Set<String> USERS = Set.of(
            "src/main/java/org/mqecn/sonic/RedSettings.java red",
            "scenarios/buffer-policies.yaml abm",
            "scenarios/buffer-policies.yaml dynamic-thresholds",
            "scenarios/buffer-policies.yaml traffic-aware",
            "scenarios/ecn-sharp.yaml ecn-sharp",
            "scenarios/mq-forms.yaml mq-ecn-general",
            "scenarios/mq-forms.yaml red",
            "scenarios/mq-min.yaml per-queue-min",
            "scenarios/mq-sim-dwrr.yaml per-queue-min",
            "scenarios/mq-sim-ecn-star.yaml per-queue-min",
            "scenarios/pi2.yaml pi2",
            "scenarios/pie.yaml pie",
            "scenarios/red-equilibrium.yaml red",
            "scenarios/red-equilibrium.yaml tcn-probabilistic",
            "scenarios/service-pool.yaml service-pool");

    @Test
    @DisplayName("no other file of the product names it, its parameters or its statistics")
    void noOtherFileNamesASchemeOfAModule() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (DwrrScheme scheme : shipped()) {
                if (!USERS.contains(file + " " + scheme.name())
                        && names(scheme).matcher(text).find()) {
                    found.add(file + " names " + scheme.name());
                }
            }
        }
        assertEquals(List.of(), found);
    }

    /** Exceptions that are none any more are to be removed. */
    @Test
    @DisplayName("each exception is one")
    void exceptionsAreNeeded() throws IOException {
        for (String user : USERS) {
            String[] parts = user.split(" ");
            Pattern names = names(ModuleSchemes.find(parts[1]).orElseThrow());
            assertFalse(
                    names.matcher(Files.readString(Path.of(parts[0])))
                            .results()
                            .toList()
                            .isEmpty(),
                    user);
        }
    }

    private static List<DwrrScheme> shipped() {
        return ModuleSchemes.all().stream()
                .filter(scheme -> ModuleSchemes.isShipped(scheme.name()))
                .toList();
    }

    /**
     * A key, the name where schemes are named, or a constant made of it. The bare word is not enough: 'red' is also a qdisc
     * of tc and a colour.
     */
    private static Pattern names(DwrrScheme scheme) {
        String name = Pattern.quote(scheme.name());
        String constant = scheme.name().toUpperCase(Locale.ROOT).replace('-', '_');
        String keys = Stream.concat(
                        scheme.settings().stream().map(setting -> setting.key()),
                        scheme.counters().stream().map(counter -> counter.key()))
                .filter(key -> key.contains("-"))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(
                "(?<![\\w-])(%s)(?![\\w-])|(?:scheme|buffer-mode)[\"':= ]+%s(?![\\w-])|(ECN_|EcnScheme[.]|SCHEME_)%s\\b"
                        .formatted(keys.isEmpty() ? "(?!)" : keys, name, constant));
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("Makefile"), Path.of("README.md"), Path.of("pom.xml")));
        for (String folder : PRODUCT) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(Files::isRegularFile)
                        .filter(file -> SCHEMES.stream().noneMatch(file::startsWith))
                        .filter(file -> !file.toString().matches(".*[.](o|ko|so|cmd|mod|mod[.]c)|.*/[.].*"))
                        .filter(file -> !GENERATED.contains(file.toString()))
                        .forEach(files::add);
            }
        }
        return files;
    }
}
