// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** Puts each field of a run file and each row of its tables on a line of its own, so that line tools can read it. */
final class RunFilePrinter extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1;
    private static final String ROWS = "rows";

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        breakLine(json, isOutermost(json.getOutputContext()));
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        super.writeObjectEntrySeparator(json);
        breakLine(json, isOutermost(json.getOutputContext()));
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        breakLine(json, isTable(json.getOutputContext()));
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        super.writeArrayValueSeparator(json);
        breakLine(json, isTable(json.getOutputContext()));
    }

    private static boolean isOutermost(JsonStreamContext context) {
        return context.getParent().inRoot();
    }

    private static boolean isTable(JsonStreamContext context) {
        return context.inArray() && ROWS.equals(context.getParent().getCurrentName());
    }

    private static void breakLine(JsonGenerator json, boolean here) throws IOException {
        if (here) {
            json.writeRaw('\n');
        }
    }
}
