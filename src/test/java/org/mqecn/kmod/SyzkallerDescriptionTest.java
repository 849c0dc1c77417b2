// SPDX-License-Identifier: Apache-2.0
package org.mqecn.kmod;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.GoldenFile;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.value.Keyword;

/** syzkaller's own compiler is not to be had here; the kernel's policies are the table to which the descriptions keep. */
@DisplayName("The descriptions for syzkaller")
class SyzkallerDescriptionTest {
    private static final Path KMOD = Path.of("kmod");
    private static final Path FOLDER = KMOD.resolve("test/syzkaller");
    private static final String PREFIX = "socket_netlink_route_sched_";
    private static final String NAMES = PREFIX + "dwrr_names.txt";

    /** An entry of a policy: the attribute and what is said of its type. */
    private static final Pattern POLICY = Pattern.compile(
            "^\\t\\[((?:TCA_)?(?:DWRR|EIFFEL)_\\w+)]\\s*=\\s*([^;]*?)[,}]\\s*(?:/\\*.*)?$", Pattern.MULTILINE);

    private static final Pattern POLICIES =
            Pattern.compile("struct nla_policy \\w+\\[[^]]*] = \\{\\n(.*?)\\n};", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("^\\t(\\w+)\\t+(nlattr|nlnest)\\[\\1, (.*)]$", Pattern.MULTILINE);
    private static final Pattern CONSTANT = Pattern.compile("\\b(?:TCA_)?(?:DWRR|EIFFEL)_[A-Z0-9_]+\\b");

    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dwrr", "eiffel"})
    @DisplayName("have each attribute of the kernel's policies, and no other, with its type")
    void attributesHaveTheTypesOfThePolicies(String kind) throws IOException {
        Map<String, String> policies = new TreeMap<>();
        for (String file : List.of("netlink.c", "describe.c")) {
            Path source = KMOD.resolve(kind).resolve(file);
            if (Files.exists(source)) {
                matches(POLICIES, Files.readString(source))
                        .flatMap(policy -> matches(POLICY, policy.group(1)))
                        .forEach(entry -> policies.put(entry.group(1), policyType(entry.group(2))));
            }
        }
        Map<String, String> described = new TreeMap<>();
        matches(ATTRIBUTE, description(kind))
                .forEach(entry -> described.put(entry.group(1), describedType(entry.group(2), entry.group(3))));
        matches(Pattern.compile("nlnest\\[(\\w+), array\\[nlnest\\[(\\w+), "), description(kind))
                .forEach(entry -> described.put(entry.group(2), "nested"));
        assertTrue(policies.size() >= 20, policies::toString);
        assertEquals(policies, described);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dwrr", "eiffel"})
    @DisplayName("have the range of each number, and all constants of each choice")
    void rangesAndChoicesAreThoseOfTheHeader(String kind) throws IOException {
        String header = Files.readString(KMOD.resolve("uapi").resolve(kind + ".h"));
        for (MatchResult entry : matches(ATTRIBUTE, description(kind)).toList()) {
            String name = entry.group(1).replaceFirst("^TCA_", "");
            if (header.contains("#define " + name + "_MIN") && !entry.group(3).startsWith("array")) {
                boolean isSet = header.contains(entry.group(1) + ",")
                        && header.matches("(?s).*" + entry.group(1) + ",\\s*/\\* u\\d\\d: set.*");
                assertTrue(isSet || entry.group(3).endsWith("[" + name + "_MIN:" + name + "_MAX]"), entry::group);
            }
        }
        for (MatchResult choice : matches(Pattern.compile("^(\\w+) = ([A-Z].*)$", Pattern.MULTILINE), description(kind))
                .toList()) {
            String constants = matches(
                            Pattern.compile("enum " + choice.group(1) + " \\{(.*?)\\n};", Pattern.DOTALL), header)
                    .flatMap(body -> matches(Pattern.compile("^\\t([A-Z]\\w+),", Pattern.MULTILINE), body.group(1)))
                    .map(constant -> constant.group(1))
                    .collect(joining(", "));
            assertEquals(constants, choice.group(2));
        }
    }

    @Test
    @DisplayName("have the names of all schemes and parameters")
    void namesAreThoseOfTheSchemes() {
        List<DwrrScheme> modules = ModuleSchemes.all().stream()
                .filter(scheme -> ModuleSchemes.isShipped(scheme.name()))
                .toList();
        Stream<String> schemes = Stream.concat(
                Stream.of(EcnScheme.values())
                        .filter(scheme -> scheme != EcnScheme.MODULE)
                        .map(Keyword::keyword),
                modules.stream().map(DwrrScheme::name));
        Stream<String> parameters =
                modules.stream().flatMap(scheme -> scheme.settings().stream()).map(setting -> setting.key());
        GoldenFile.assertEquals(
                FOLDER.resolve(NAMES),
                """
                # SPDX-License-Identifier: GPL-2.0-only

                # Written by 'make generate' from the schemes.

                dwrr_scheme_names = %s
                dwrr_param_names = %s
                """
                        .formatted(quoted(schemes), quoted(parameters)));
    }

    @Tag("tools")
    @ParameterizedTest
    @ValueSource(strings = {"dwrr", "eiffel"})
    @DisplayName("have the values of the header's constants")
    void constantsHaveTheValuesOfTheHeader(String kind) throws IOException {
        SortedSet<String> constants = new TreeSet<>();
        matches(CONSTANT, description(kind).replaceAll("(?m)^#.*|\\$\\w+", ""))
                .forEach(match -> constants.add(match.group()));
        String program = "#include <stdio.h>\n#include \"%s\"\nint main(void)\n{\n"
                        .formatted(KMOD.resolve("uapi").resolve(kind + ".h").toAbsolutePath())
                + constants.stream()
                        .map(name -> "\tprintf(\"%s = %%lld\\n\", (long long)%s);\n".formatted(name, name))
                        .collect(joining())
                + "}\n";
        Path binary = folder.resolve(kind);
        Path source = Files.writeString(folder.resolve(kind + ".c"), program);
        capture("cc", "-o", binary.toString(), source.toString());
        GoldenFile.assertEquals(
                FOLDER.resolve(PREFIX + kind + ".txt.const"),
                """
                # SPDX-License-Identifier: GPL-2.0-only
                # Written by 'make generate' from uapi/%s.h.
                arches = 386, amd64, arm, arm64, loong64, mips64le, ppc64le, riscv64, s390x
                """
                                .formatted(kind)
                        + capture(binary.toString()));
    }

    private static String policyType(String text) {
        if (text.contains("EXACT_LEN")) {
            return "bytes";
        }
        return matches(Pattern.compile("NLA_(NUL_STRING|U32|U64|FLAG|NESTED)\\b|(?:DWRR|EIFFEL)_(U32)\\("), text)
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no type in " + text))
                .toLowerCase(Locale.ROOT)
                .replace("nul_", "");
    }

    private static String describedType(String function, String type) {
        if (function.equals("nlnest")) {
            return "nested";
        }
        if (type.matches("int(32|64).*")) {
            return "u" + type.substring(3, 5);
        }
        return type.matches("flags\\[\\w+, int32]")
                ? "u32"
                : type.startsWith("array[int8, ")
                        ? "bytes"
                        : type.startsWith("string[") ? "string" : type.equals("void") ? "flag" : type;
    }

    private static String description(String kind) throws IOException {
        return Files.readString(FOLDER.resolve(PREFIX + kind + ".txt"));
    }

    private static String quoted(Stream<String> names) {
        return names.map(name -> '"' + name + '"').collect(joining(", "));
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String capture(String... command) {
        CommandResult result = new CommandRunner().capture(List.of(command));
        assertTrue(result.succeeded(), result::errors);
        return result.output();
    }
}
