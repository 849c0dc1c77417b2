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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.UserError;

class SchemeDeclarationTest {
    private static final String SOURCE =
            """
            // SPDX-License-Identifier: GPL-2.0-only
            static const struct dwrr_scheme_param my_params[] = {
            	{ "my-thresh", "backlog above " "which packets are marked", DWRR_UNIT_BYTES, true,
            	  .min = 1, .max = S32_MAX, .def = 30000 },
            	{ "my-interval", "time", DWRR_UNIT_NS,
            	  .max = 10 * NSEC_PER_USEC, .def = 2000,
            	  .not_below = "my-least", .only_with = "my-gentle", .is_thresh = true },
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
        DwrrScheme scheme = new SchemeDeclaration("my-scheme.c", SOURCE).read();
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
                                30000,
                                ParameterRelations.NONE),
                        SchemeSetting.of(
                                "my-scheme",
                                "my-interval",
                                "time",
                                SchemeUnit.NS,
                                false,
                                0,
                                10_000,
                                2000,
                                new ParameterRelations("my-least", "my-gentle", true)),
                        SchemeSetting.of(
                                "my-scheme",
                                "my-gentle",
                                "whether",
                                SchemeUnit.SWITCH,
                                false,
                                0,
                                1,
                                1,
                                ParameterRelations.NONE)),
                scheme.settings());
        assertEquals(List.of(SchemeCounter.of("my-scheme", "my-average", SchemeUnit.BYTES)), scheme.counters());
        assertEquals("on", scheme.settings().get(2).example());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dwrr_scheme_ops | ops           | 1: there is no 'static struct dwrr_scheme_ops NAME = {'",
                "S32_MAX         | MY_MAX        | 3: 'MY_MAX' is neither a number nor one of",
                "UNIT_NS         | UNIT_HOURS    | 5: there is no unit DWRR_UNIT_HOURS",
                "my_params[]     | other[]       | 1: there is no list 'my_params[] = {'",
                ".def = 2000     | .def = 20000  | 5: the default of my-interval (20000) is out of its range (0 to 10000)",
                ".def = 2000     | .def = 7, .def = 20000 | 5: the default of my-interval (20000) is out of its range",
                "my-interval     | My_Interval   | 5: 'My_Interval' is no name",
                "\"my-scheme\"   | \"my scheme\"   | 17: the name 'my scheme' has not 1 to 31 lower-case letters",
            })
    void refusesWhatItCannotRead(String right, String wrong, String message) {
        String source = SOURCE.replace(right, wrong);
        UserError error = assertThrows(UserError.class, () -> new SchemeDeclaration("my-scheme.c", source).read());
        assertTrue(error.getMessage().startsWith("my-scheme.c:" + message), error::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"my-scheme\" | \"ecn-sharp\"  | there is another scheme with the name ecn-sharp",
                "\"my-scheme\" | \"tcn\"        | there is another scheme with the name tcn",
                "my-thresh     | ins-target     | there is another setting with the name ins-target",
                "my-thresh     | queue-thresh   | there is another setting with the name queue-thresh",
                "my-thresh     | my-interval    | there is another setting with the name my-interval",
                "my-thresh     | parent         | the parameter 'parent' has a word of tc or mqecn as its name",
            })
    void refusesNamesThatAreTaken(String right, String wrong, String message) {
        SchemeLibrary.SchemeFile file = new SchemeLibrary.SchemeFile("my-scheme.c", SOURCE.replace(right, wrong));
        assertEquals(
                "my-scheme.c: " + message,
                assertThrows(UserError.class, () -> ModuleSchemes.read(file)).getMessage());
    }

    /** The resource has every file, and no two schemes share a key. */
    @Test
    void knowsTheSchemesOfThisVersion() throws IOException {
        try (Stream<Path> schemes = Files.list(Path.of("kmod/schemes"));
                Stream<Path> buffers = Files.list(Path.of("kmod/buffers"))) {
            assertEquals(
                    Stream.concat(schemes, buffers)
                            .map(file -> file.getFileName().toString())
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
