// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.mqecn.host.AtomicFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * What was submitted: enough to resume, and for the jobs to refuse to run something else.
 *
 * @param environment that the runs must have
 * @param scenario digest of the scenario's copy: tasks are numbers of its trials
 * @param arraySize tasks of an array at most
 */
public record SlurmSubmission(String environment, String scenario, int arraySize, SlurmOptions options) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads that of a folder of results; empty if there is none. */
    static Optional<SlurmSubmission> read(SlurmFolder folder) {
        if (!Files.exists(folder.submission())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(folder.submission().toFile(), SlurmSubmission.class));
        } catch (JsonProcessingException e) {
            throw new UserError(
                    folder.submission() + " is not that of 'mqecn run --engine slurm'", "delete " + folder.path());
        } catch (IOException e) {
            throw new UserError("cannot read " + folder.submission() + ": " + IoErrors.reason(e), "");
        }
    }

    /** @throws UserError if it cannot be written */
    void write(SlurmFolder folder) {
        try {
            AtomicFile.write(
                    folder.submission(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + folder.submission() + ": " + IoErrors.reason(e),
                    "'mqecn run --cancel " + folder.results() + "' cancels the jobs");
        }
    }

    static void delete(SlurmFolder folder) {
        try {
            Files.deleteIfExists(folder.submission());
        } catch (IOException e) {
            throw new UserError("cannot delete " + folder.submission() + ": " + IoErrors.reason(e), "");
        }
    }
}
