// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mqecn.host.AtomicFile;
import org.mqecn.schema.Problem;
import org.mqecn.schema.SourceLocation;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Writes and reads run files and summaries: the only place that knows their form. */
public final class ResultFiles {
    /** Version of the format. It grows when a field changes its name or its meaning. */
    public static final int FORMAT = 3;

    private static final String FORMAT_FIELD = "format";
    /** Its fields only tell where a run comes from. */
    private static final String HEADER = "header";

    private static final String RUN_FILE = "run file";
    private static final String SUMMARY = "summary of an experiment";
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

    /** A digest of all that does not depend on when and where a run was made. */
    public static String digestWithoutHeader(RunFile run) {
        try {
            return ContentDigest.of(JSON.writeValueAsBytes(run.withHeader(null)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
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
        return read(
                file,
                RunFile.class,
                RUN_FILE,
                ResultSchema.ofRunFile(),
                violation -> !violation.missing() || !violation.path().equals(HEADER));
    }

    /** @throws UserError if the file is no summary, or one of another format */
    public static ExperimentSummary readSummary(Path file) {
        return read(
                file, ExperimentSummary.class, SUMMARY, ResultSchema.ofSummary(), violation -> !violation.missing());
    }

    /** Whether a file is a result file by its name. */
    public static boolean isResult(Path file) {
        return file.toString().endsWith(ResultLayout.SUFFIX);
    }

    /**
     * All problems of a run file or a summary.
     *
     * @throws UserError if it is no JSON, or of another format
     */
    public static List<Problem> problems(Path file) {
        JsonNode document = readDocument(file, "result file");
        return SchemaViolation.of(isSummary(document) ? ResultSchema.ofSummary() : ResultSchema.ofRunFile(), document)
                .stream()
                .map(violation -> new Problem(location(file, violation), false, describe(violation), ""))
                .toList();
    }

    /** What a valid result file is, for people. */
    public static String summarize(Path file) {
        if (isSummary(readDocument(file, "result file"))) {
            ExperimentSummary summary = readSummary(file);
            return "summary of scenario " + summary.scenario() + ", "
                    + summary.runs().size() + " of " + summary.planned() + " runs";
        }
        RunFile run = readRun(file);
        return (run.valid() ? "run" : "invalid run") + " of scenario " + run.scenario() + ", " + run.label();
    }

    private static boolean isSummary(JsonNode document) {
        return document.has("planned");
    }

    private static <T> T read(
            Path file, Class<T> type, String noun, Map<String, Object> schema, Predicate<SchemaViolation> refused) {
        JsonNode document = readDocument(file, noun);
        SchemaViolation.of(schema, document).stream()
                .filter(refused)
                .findFirst()
                .ifPresent(violation -> {
                    throw UserError.usage(
                            location(file, violation) + ": not a " + noun + ": " + describe(violation), REMEDY);
                });
        try {
            return JSON.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException cause ? ": " + cause.getMessage() : "";
            throw UserError.usage(file + " is not a " + noun + reason, REMEDY);
        }
    }

    private static UserError notA(String noun, Path file, SourceLocation location, String reason) {
        return UserError.usage(
                file + " is not a " + noun + ": line " + location.line() + ", column " + location.column() + ": "
                        + reason,
                REMEDY);
    }

    private static String describe(SchemaViolation violation) {
        return (violation.path().isEmpty() ? "" : violation.path() + ": ") + violation.failure();
    }

    /** The line and column of a value. */
    private static SourceLocation location(Path file, SchemaViolation violation) {
        try (JsonParser json = JSON.createParser(file.toFile())) {
            while (json.nextToken() != null) {
                if (json.getParsingContext().pathAsPointer().equals(violation.pointer())
                        && json.currentToken() != JsonToken.FIELD_NAME) {
                    return location(file, json.currentTokenLocation());
                }
            }
        } catch (IOException e) {
            // It could be read a moment ago; the location only helps to find the value.
        }
        return new SourceLocation(file.toString(), 1, 1);
    }

    private static SourceLocation location(Path file, JsonLocation location) {
        return new SourceLocation(file.toString(), location.getLineNr(), location.getColumnNr());
    }

    /** Another format may have the same names with another meaning: its version is looked up first. */
    private static JsonNode readDocument(Path file, String noun) {
        JsonNode document;
        try {
            document = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw notA(
                    noun,
                    file,
                    location(file, e.getLocation()),
                    e instanceof JsonEOFException ? "the file ends too early" : "not valid JSON");
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
        JsonNode format = document.path(FORMAT_FIELD);
        if (!format.isInt()) {
            throw UserError.usage(file + " is not a " + noun + ": it has no field '" + FORMAT_FIELD + "'", REMEDY);
        }
        if (format.asInt() != FORMAT) {
            throw UserError.usage(
                    file + " has format " + format + "; this version of mqecn reads format " + FORMAT,
                    REMEDY + ", or read it with the version that wrote it");
        }
        return document;
    }
}
