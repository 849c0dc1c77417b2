// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.value.Keyword;
import org.mqecn.value.UserError;

/**
 * The marking schemes and buffer policies that are kernel modules of their own, {@code sch_dwrr_NAME}. Each file in
 * {@code kmod/schemes} and {@code kmod/buffers} declares one; the build makes strings of them. Users add others, see
 * {@link SchemeLibrary}.
 */
public final class ModuleSchemes {
    private static final List<DwrrScheme> SHIPPED = SchemeSources.ALL.stream()
            .filter(source -> !source.isBlank())
            .map(source -> new SchemeDeclaration("kmod/schemes", source).read())
            .sorted(Comparator.comparing(DwrrScheme::name))
            .toList();

    private static final List<DwrrScheme> ALL = withAdded();

    private ModuleSchemes() {}

    /** A scheme as a value of the setting that selects it. */
    private record SchemeKeyword(String keyword, int ordinal) implements Keyword {}

    /** A file that became wrong, or that a new version of mqecn is in conflict with, does not keep others from working. */
    private static List<DwrrScheme> withAdded() {
        List<DwrrScheme> all = new ArrayList<>(SHIPPED);
        ServiceLoader.load(SchemeLibrary.class).stream()
                .flatMap(library -> library.get().files().stream())
                .forEach(file -> readValid(file, all).ifPresent(all::add));
        return List.copyOf(all);
    }

    private static Optional<DwrrScheme> readValid(SchemeLibrary.SchemeFile file, List<DwrrScheme> others) {
        try {
            return Optional.of(read(file, others));
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a scheme that is to be added, or to replace one that was added.
     *
     * @throws UserError if it is wrong, or has a name or a parameter that another one has
     */
    public static DwrrScheme read(SchemeLibrary.SchemeFile file) {
        String name = new SchemeDeclaration(file.path(), file.text()).read().name();
        DwrrScheme scheme = read(
                file,
                ALL.stream()
                        .filter(other ->
                                isShipped(other.name()) || !other.name().equals(name))
                        .toList());
        scheme.settings().forEach(setting -> requireUsable(file, setting));
        return scheme;
    }

    private static DwrrScheme read(SchemeLibrary.SchemeFile file, List<DwrrScheme> others) {
        DwrrScheme scheme = new SchemeDeclaration(file.path(), file.text()).read();
        if (Stream.concat(ownKeywords().map(Keyword::keyword), others.stream().map(DwrrScheme::name))
                .anyMatch(scheme.name()::equals)) {
            throw UserError.usage(
                    file.path() + ": there is another scheme with the name " + scheme.name(),
                    "choose another .name and name the file after it");
        }
        Set<String> keys = new HashSet<>();
        others.forEach(other -> other.settings().forEach(setting -> keys.add(setting.key())));
        for (SchemeSetting setting : scheme.settings()) {
            if (!keys.add(setting.key())) {
                throw taken(file, setting);
            }
        }
        return scheme;
    }

    private static UserError taken(SchemeLibrary.SchemeFile file, SchemeSetting setting) {
        return UserError.usage(
                file.path() + ": there is another setting with the name " + setting.key(), prefixed(setting));
    }

    private static String prefixed(SchemeSetting setting) {
        return "put the name of the scheme in front, for example " + setting.scheme() + "-" + setting.key();
    }

    /** Words without '-' are those of tc and of options. */
    private static void requireUsable(SchemeLibrary.SchemeFile file, SchemeSetting setting) {
        if (Arrays.stream(DwrrSetting.values()).anyMatch(own -> own.key().equals(setting.key()))) {
            throw taken(file, setting);
        }
        if (!setting.key().contains("-") || setting.key().equals("dry-run")) {
            throw UserError.usage(
                    file.path() + ": the parameter '" + setting.key() + "' has a word of tc or mqecn as its name",
                    prefixed(setting));
        }
    }

    /** Returns the schemes that belong to this version, by name, and then those that users added. */
    public static List<DwrrScheme> all() {
        return ALL;
    }

    public static Optional<DwrrScheme> find(String name) {
        return ALL.stream().filter(scheme -> scheme.name().equals(name)).findFirst();
    }

    /** Whether a scheme belongs to this version of mqecn. */
    public static boolean isShipped(String name) {
        return SHIPPED.stream().anyMatch(scheme -> scheme.name().equals(name));
    }

    private static List<DwrrScheme> all(SchemeRole role) {
        return ALL.stream().filter(scheme -> scheme.role() == role).toList();
    }

    /** The schemes of dwrr itself. */
    private static Stream<Keyword> ownKeywords() {
        return Arrays.stream(SchemeRole.values()).flatMap(ModuleSchemes::ownKeywords);
    }

    private static Stream<Keyword> ownKeywords(SchemeRole role) {
        Keyword[] all = role == SchemeRole.MARKING ? EcnScheme.values() : BufferMode.values();
        return Arrays.stream(all).limit(role.ownSchemes());
    }

    /** Whether a name is that of a scheme or policy of dwrr itself. */
    public static boolean isOwn(String name) {
        return ownKeywords().map(Keyword::keyword).anyMatch(name::equals);
    }

    /** Returns the value of the setting that selects a scheme. */
    public static long value(DwrrScheme scheme) {
        return scheme.role().ownSchemes() + all(scheme.role()).indexOf(scheme);
    }

    /** Returns the schemes of dwrr itself, with the kernel's numbers, and behind them those with modules. */
    static Keyword[] keywords(SchemeRole role) {
        List<DwrrScheme> modules = all(role);
        return Stream.concat(
                        ownKeywords(role),
                        IntStream.range(0, modules.size())
                                .mapToObj(i -> new SchemeKeyword(modules.get(i).name(), role.ownSchemes() + i)))
                .toArray(Keyword[]::new);
    }
}
