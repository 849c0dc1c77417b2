// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.nio.file.Path;
import java.util.List;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.Yaml;
import org.mqecn.value.UserError;

/**
 * The copy of a scenario in a directory of results, for those who need one of its runs or only their names. To resolve the
 * testbed of a run takes about a millisecond, so that of thousands it takes longer than many a run. The scenario was read as
 * a whole, with all its errors, before the copy was written.
 */
public final class ScenarioCopy {
    private static final String ABOUT = "'mqecn run --help'";

    private final String file;
    private final Problems problems;
    private final ScenarioReader reader;
    private final List<PlannedCase> cases;

    private ScenarioCopy(String file, ScenarioReader reader, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.reader = reader;
        this.cases = reader.plannedCases();
    }

    /**
     * Reads a copy.
     *
     * @throws UserError if it cannot be read
     */
    public static ScenarioCopy read(Path file) {
        Problems problems = new Problems();
        return Yaml.read(file.toString(), TextFile.read(file, ABOUT), problems)
                .flatMap(document -> ScenarioReader.ofCopy(document, problems))
                .map(reader -> new ScenarioCopy(file.toString(), reader, problems))
                .filter(copy -> !problems.hasErrors())
                .orElseThrow(() -> Problems.toUserError(file.toString(), problems.list()));
    }

    /** Name of the scenario. */
    public String scenario() {
        return reader.name();
    }

    /** Names of the runs, in the order of {@link Scenario#cases}. */
    public List<String> caseNames() {
        return cases.stream().map(PlannedCase::name).toList();
    }

    /**
     * Reads a run, as {@link Scenario#cases} has it.
     *
     * @param number from 0
     * @throws UserError if there is none, or if it has errors
     */
    public ScenarioCase readCase(int number) {
        if (number < 0 || number >= cases.size()) {
            throw UserError.usage("there is no run " + number + " in " + file, "it has " + cases.size() + " runs");
        }
        return reader.read(cases.get(number)).orElseThrow(() -> Problems.toUserError(file, problems.list()));
    }
}
