// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemeDeclarationTest {
    private static final String SOURCE =
            """
            // SPDX-License-Identifier: GPL-2.0-only
            static const struct dwrr_scheme_param my_params[] = {
            	{ "my-thresh", "backlog above " "which packets are marked", DWRR_UNIT_BYTES, true,
            	  .min = 1, .max = S32_MAX, .def = 30000 },
            	{ "my-interval", "time", DWRR_UNIT_NS,
            	  .max = 10 * NSEC_PER_USEC, .def = 2000 },
            	{ "my-gentle", "whether", DWRR_UNIT_SWITCH, .max = 1, .def = 1 },
            	{}
            };

            static const struct dwrr_scheme_stat my_stats[] = {
            	{ "my-average", "average", DWRR_UNIT_BYTES },
            	{}
            };

            static struct dwrr_scheme_ops my_scheme = {
            	.name	= "my-scheme",
            	.text	= "Marks",
            	.params	= my_params,
            	.stats	= my_stats,
            };
            """;

    @Test
    void readsWhatASchemeDeclares() {
        MarkingScheme scheme = new SchemeDeclaration(SOURCE).read();
        assertEquals("my-scheme", scheme.name());
        assertEquals("", scheme.paper());
        assertEquals(
                List.of(
                        SchemeSetting.of(
                                "my-scheme",
                                "my-thresh",
                                "backlog above which packets are marked",
                                SchemeUnit.BYTES,
                                true,
                                1,
                                Integer.MAX_VALUE,
                                30000),
                        SchemeSetting.of("my-scheme", "my-interval", "time", SchemeUnit.NS, false, 0, 10_000, 2000),
                        SchemeSetting.of("my-scheme", "my-gentle", "whether", SchemeUnit.SWITCH, false, 0, 1, 1)),
                scheme.settings());
        assertEquals(List.of(SchemeCounter.of("my-scheme", "my-average", SchemeUnit.BYTES)), scheme.counters());
        assertEquals("on", scheme.settings().get(2).example());
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String wrong : List.of(
                SOURCE.replace("dwrr_scheme_ops", "ops"),
                SOURCE.replace("S32_MAX", "MY_MAX"),
                SOURCE.replace("UNIT_NS", "UNIT_HOURS"),
                SOURCE.replace("my_params[]", "other[]"))) {
            assertThrows(IllegalStateException.class, () -> new SchemeDeclaration(wrong).read(), wrong);
        }
    }

    /** The resource has every file, and no two schemes share a key. */
    @Test
    void knowsTheSchemesOfThisVersion() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kmod/schemes"))) {
            assertEquals(
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.matches("[a-z0-9-]+[.]c"))
                            .sorted()
                            .toList(),
                    ModuleSchemes.all().stream()
                            .map(scheme -> scheme.name() + ".c")
                            .toList());
        }
        List<String> keys = QdiscKind.DWRR.settings().stream().map(Setting::key).toList();
        assertEquals(keys.stream().distinct().toList(), keys);
        assertTrue(ModuleSchemes.all().stream()
                .flatMap(scheme -> scheme.settings().stream())
                .allMatch(setting -> setting.defaultValue() >= setting.spec().min()
                        && setting.defaultValue() <= setting.spec().max()));
    }
}
