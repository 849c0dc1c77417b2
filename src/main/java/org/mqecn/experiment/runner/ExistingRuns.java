// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.SchemeInputs;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlDifference;
import org.mqecn.schema.YamlNode;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The runs that a folder of results has before an experiment begins: trials of the experiment, which are not run again,
 * and runs of other experiments, which must be neither replaced nor mixed with it by accident.
 */
public final class ExistingRuns {
    private static final String ANY_ENVIRONMENT = "";

    /** What happens to runs of another experiment. */
    public enum Policy {
        REFUSE,
        /** They stay and are part of the results. */
        ADD,
        OVERWRITE
    }

    /** A run of another experiment. */
    private record OtherTrial(Map<String, String> parameters, int repetition, String text) implements Trial {}

    /**
     * A run of another experiment.
     *
     * @param replaced whether a trial of this experiment has the same name
     * @param difference from this experiment
     */
    private record OtherRun(TrialResult result, boolean replaced, String difference) {}

    private final ResultLayout files;
    private final Experiment<?> experiment;
    private final Map<String, Trial> trials = new HashMap<>();
    private final String environment;
    private final List<TrialResult> completed = new ArrayList<>();
    private final List<OtherRun> others = new ArrayList<>();

    /** No runs yet. */
    ExistingRuns(ResultLayout files, Experiment<?> experiment, String environment) {
        this.files = files;
        this.experiment = experiment;
        experiment.trials().forEach(trial -> trials.put(trial.name(), trial));
        this.environment = environment;
    }

    /**
     * Reads the runs of a folder.
     *
     * @param environment of new runs
     * @throws UserError if one is not readable, or if the policy does not permit those of other experiments
     */
    public static ExistingRuns read(ResultLayout files, Experiment<?> experiment, String environment, Policy policy) {
        ExistingRuns existing = new ExistingRuns(files, experiment, environment);
        if (policy != Policy.OVERWRITE) {
            existing.readAll();
            existing.checkOthers(policy);
        }
        return existing;
    }

    /**
     * Checks a folder as {@link #read} does, without knowing where new runs will be: a kernel may have to be built first.
     *
     * @throws UserError if the policy does not permit the runs of other experiments
     */
    static void check(ResultLayout files, Experiment<?> experiment, Policy policy) {
        read(files, experiment, ANY_ENVIRONMENT, policy);
    }

    private void readAll() {
        try {
            for (String name : Files.exists(files.runs()) ? files.runNames() : List.<String>of()) {
                add(name, ResultFiles.readRun(files.run(name)));
            }
        } catch (IOException e) {
            throw new UserError("cannot read the runs in " + files.folder() + ": " + IoErrors.describe(e), "");
        }
    }

    /** Adds a run of the folder. */
    void add(String name, RunFile run) {
        Optional<Trial> planned = Optional.ofNullable(trials.get(name));
        if (planned.filter(trial -> hasOtherScheme(run, trial)).isPresent()) {
            return; // to be run again
        }
        Optional<String> difference = difference(run, planned);
        if (difference.isEmpty()) {
            completed.add(TrialResult.of(planned.orElseThrow(), run));
        } else {
            Trial trial = new OtherTrial(run.parameters(), run.repetition(), run.document());
            others.add(new OtherRun(TrialResult.of(trial, run), planned.isPresent(), difference.get()));
        }
    }

    /** Whether nothing but the source of a marking scheme changed since the run. */
    private static boolean hasOtherScheme(RunFile run, Trial planned) {
        return !run.document().equals(planned.text())
                && documentDifference(run.document(), planned.text()).isPresent()
                && documentDifference(withoutSchemes(run.document()), withoutSchemes(planned.text()))
                        .isEmpty();
    }

    private static String withoutSchemes(String document) {
        return Yaml.read(ResultLayout.SCENARIO, document, new Problems())
                .map(SchemeInputs::removeFrom)
                .map(Yaml::write)
                .orElse(document);
    }

    /** The first value in which a run differs from this experiment. */
    private Optional<String> difference(RunFile run, Optional<? extends Trial> planned) {
        if (!run.scenario().equals(experiment.name())) {
            return Optional.of("the scenario is " + run.scenario() + " there and " + experiment.name() + " here");
        }
        if (planned.isEmpty()) {
            return Optional.of(scenarioText()
                    .flatMap(text -> documentDifference(text, experiment.text()))
                    .orElse("the run of " + run.label() + " is not one of these cases"));
        }
        return documentDifference(run.document(), planned.get().text())
                .or(() -> Optional.of(run.headerOrEmpty().environment())
                        .filter(there -> !environment.equals(ANY_ENVIRONMENT) && !there.equals(environment))
                        .map(there -> "it ran in '" + there + "', not in '" + environment + "'"));
    }

    private Optional<String> scenarioText() {
        try {
            return Files.exists(files.scenario()) ? Optional.of(Files.readString(files.scenario())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> documentDifference(String there, String here) {
        if (there.equals(here)) {
            return Optional.empty();
        }
        Optional<YamlNode> old = Yaml.read(ResultLayout.SCENARIO, there, new Problems());
        Optional<YamlNode> now = Yaml.read(ResultLayout.SCENARIO, here, new Problems());
        return old.isEmpty() || now.isEmpty()
                ? Optional.of("the documents of their runs differ")
                : YamlDifference.first(ScenarioFile.withoutFolder(old.get()), ScenarioFile.withoutFolder(now.get()))
                        .map(YamlDifference::describe);
    }

    /** @throws UserError if the policy does not permit the runs of other experiments */
    void checkOthers(Policy policy) {
        Optional<OtherRun> replaced = others.stream().filter(OtherRun::replaced).findFirst();
        Optional<OtherRun> refused = policy == Policy.ADD
                ? replaced
                : replaced.or(() -> others.stream().findFirst());
        if (refused.isPresent()) {
            throw UserError.usage(
                    files.folder() + " has results of another experiment: "
                            + refused.get().difference(),
                    "name another folder with --out DIR, delete these results with --overwrite"
                            + (replaced.isPresent()
                                    ? "; --add cannot keep them: the new runs have the same names"
                                    : ", or keep them beside the new ones with --add"));
        }
    }

    /** The results of trials of the experiment. */
    List<TrialResult> completed() {
        return List.copyOf(completed);
    }

    /** The results of other experiments that are kept. */
    List<TrialResult> others() {
        return others.stream().map(OtherRun::result).toList();
    }

    /** The trials that have not run yet, in the order in which they will run. */
    public <T extends Trial> List<T> remaining(Experiment<T> same, Shard shard) {
        List<T> left = new ArrayList<>(shard.select(same));
        Set<String> done =
                completed.stream().map(result -> result.trial().name()).collect(Collectors.toSet());
        left.removeIf(trial -> done.contains(trial.name()));
        Collections.shuffle(left, new Random(same.seed()));
        return left;
    }
}
