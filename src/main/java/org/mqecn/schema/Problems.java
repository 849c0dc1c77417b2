// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mqecn.value.UserError;

/** Collects the problems of one file, so that all are reported at once. */
public final class Problems {
    private final List<Problem> list = new ArrayList<>();

    public void error(SourceLocation location, String failure, String remedy) {
        list.add(new Problem(location, false, failure, remedy));
    }

    public void error(SourceLocation location, UserError error) {
        error(location, error.getMessage(), error.remedy());
    }

    /** Adds an error of which an earlier one may be the cause, only if there is none. */
    public void errorIfFirst(SourceLocation location, String failure, String remedy) {
        if (!hasErrors()) {
            error(location, failure, remedy);
        }
    }

    /** Adds a warning: the file can be used, but probably not as intended. */
    public void warning(SourceLocation location, String failure, String remedy) {
        list.add(new Problem(location, true, failure, remedy));
    }

    /** Adds the problems of a part that was read separately. */
    public void addAll(Problems others) {
        list.addAll(others.list);
    }

    /** Runs a task; a usage error that it throws becomes a problem at a location. */
    public void capture(SourceLocation location, Runnable task) {
        capture(
                location,
                () -> {
                    task.run();
                    return null;
                },
                null);
    }

    /** Computes a value; a usage error becomes a problem at a location, and a fallback is returned. */
    public <T> T capture(SourceLocation location, Supplier<T> task, T otherwise) {
        try {
            return task.get();
        } catch (UserError e) {
            error(location, e);
            return otherwise;
        }
    }

    public boolean hasErrors() {
        return list.stream().anyMatch(problem -> !problem.warning());
    }

    /**
     * The first error as an exception, with a hint on how to see the others.
     *
     * @param problems problems of the file, with at least one error
     */
    public static UserError toUserError(String file, List<Problem> problems) {
        List<Problem> errors =
                problems.stream().filter(problem -> !problem.warning()).toList();
        Problem first = errors.get(0);
        String others = errors.size() == 1
                ? ""
                : (first.remedy().isEmpty() ? "" : "; ") + "'mqecn validate " + file + "' shows the other "
                        + (errors.size() - 1);
        return UserError.usage(first.message(), first.remedy() + others);
    }

    /**
     * All errors as one exception: with its remedy if it is the only one, otherwise a line for each.
     *
     * @param errors at least one
     * @param kind makes the exception of a message and a remedy
     */
    public static UserError toUserError(List<Problem> errors, BiFunction<String, String, UserError> kind) {
        if (errors.size() == 1) {
            return kind.apply(errors.get(0).message(), errors.get(0).remedy());
        }
        return kind.apply(
                errors.size() + " errors",
                errors.stream()
                        .map(error -> error.message() + (error.remedy().isEmpty() ? "" : "; " + error.remedy()))
                        .collect(Collectors.joining("\n  ")));
    }

    /** The problems in the order of the file. */
    public List<Problem> list() {
        return list.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::location))
                .toList();
    }
}
