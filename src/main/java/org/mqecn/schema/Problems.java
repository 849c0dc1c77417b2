// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.mqecn.value.UserError;

/** Collects what is wrong in one file, so that all of it is told at once. */
public final class Problems {
    private final List<Problem> list = new ArrayList<>();

    public void error(SourceLocation location, String failure, String remedy) {
        list.add(new Problem(location, false, failure, remedy));
    }

    public void error(SourceLocation location, UserError error) {
        error(location, error.getMessage(), error.remedy());
    }

    /** Something that works, though hardly as its author means it. */
    public void warning(SourceLocation location, String failure, String remedy) {
        list.add(new Problem(location, true, failure, remedy));
    }

    /** Those of a part that was read by itself. */
    public void addAll(Problems others) {
        list.addAll(others.list);
    }

    /** Does something; what it throws stands at a place. */
    public void capture(SourceLocation location, Runnable task) {
        capture(
                location,
                () -> {
                    task.run();
                    return null;
                },
                null);
    }

    /** Works something out; where that throws, the error stands at a place and something else is taken. */
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
     * What is told of a file that cannot be used where one error is enough: the first, and how to see the others.
     *
     * @param problems of the file, with one error at least
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

    /** In the order of the file. */
    public List<Problem> list() {
        return list.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::location))
                .toList();
    }
}
