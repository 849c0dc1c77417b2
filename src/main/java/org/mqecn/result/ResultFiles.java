// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mqecn.host.AtomicFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Writes and reads run files and summaries: the only place that knows their form. */
public final class ResultFiles {
    /** Version of the format. It grows when a field changes its name or its meaning. */
    public static final int FORMAT = 3;

    private static final String FORMAT_FIELD = "format";
    private static final String REMEDY = "delete it and let 'mqecn run' make it again";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(RoundedDoubles.module())
            .build();

    private ResultFiles() {}

    /** Writes a run file: all of it or nothing. The same run gives the same bytes. */
    public static void write(Path file, RunFile run) throws IOException {
        AtomicFile.write(file, JSON.writer(new RunFilePrinter()).writeValueAsString(run) + "\n");
    }

    /** Writes a summary: all of it or nothing. */
    public static void write(Path file, ExperimentSummary summary) throws IOException {
        AtomicFile.write(file, toJson(summary) + "\n");
    }

    /** A summary as it is written to its file. */
    public static String toJson(ExperimentSummary summary) {
        try {
            return JSON.writer(new DefaultPrettyPrinter()).writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The string that stands for a constant in files. */
    static String toJsonName(Object constant) {
        return JSON.convertValue(constant, String.class);
    }

    /** @throws UserError if the file is no run file, or one of another format */
    public static RunFile readRun(Path file) {
        return read(file, RunFile.class, "run file");
    }

    /** @throws UserError if the file is no summary, or one of another format */
    public static ExperimentSummary readSummary(Path file) {
        return read(file, ExperimentSummary.class, "summary of an experiment");
    }

    private static <T> T read(Path file, Class<T> type, String noun) {
        try {
            requireFormat(file, noun);
            return JSON.readValue(file.toFile(), type);
        } catch (JsonProcessingException e) {
            throw new UserError(file + " is not a " + noun + ": " + e.getOriginalMessage(), REMEDY);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }

    /** Another format may have the same names with another meaning: its version is looked up before anything is read. */
    private static void requireFormat(Path file, String noun) throws IOException {
        try (JsonParser json = JSON.createParser(file.toFile())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    if (field.equals(FORMAT_FIELD)) {
                        int format = json.getValueAsInt();
                        if (format != FORMAT) {
                            throw new UserError(
                                    file + " has format " + format + "; this version of mqecn reads format " + FORMAT,
                                    REMEDY + ", or read it with the version that wrote it");
                        }
                        return;
                    }
                    json.skipChildren();
                }
            }
        }
        throw new UserError(file + " is not a " + noun + ": it has no field '" + FORMAT_FIELD + "'", REMEDY);
    }
}
