// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.mqecn.port.PortConfig;
import org.mqecn.port.Setting;

/** Prints configurations of ports as tables or JSON. */
public final class ConfigView {
    private final PrintWriter out;
    private final Optional<String> key;

    /** @param key key of the only setting to show; empty for all */
    public ConfigView(PrintWriter out, Optional<String> key) {
        this.out = out;
        this.key = key;
    }

    private List<Setting> settings(PortConfig config) {
        return key.map(name -> List.of(config.kind().require(name)))
                .orElse(config.kind().settings());
    }

    /** @param bare whether to print the value alone in the text format */
    public void print(List<TitledConfig> configs, boolean json, boolean bare) throws IOException {
        if (json) {
            printJson(configs);
            return;
        }
        String separator = "";
        for (TitledConfig titled : configs) {
            if (bare) {
                out.println(
                        argumentText(titled.config(), settings(titled.config()).get(0)));
            } else {
                out.print(separator);
                out.println(titled.title());
                printPort(titled.config());
                printQueues(titled.config());
                if (!titled.device().isEmpty() && !titled.config().isComplete()) {
                    out.println(
                            "This port impersonates tbf: other settings come from the dwrr.* sysctls, see 'mqecn get'.");
                }
            }
            separator = System.lineSeparator();
        }
    }

    /** In the syntax of {@code mqecn set}: {@code 995mbit}, {@code 0:1538 1:3076}. */
    private static String argumentText(PortConfig config, Setting setting) {
        if (!setting.isPerQueue()) {
            return valueText(setting, config.value(setting, 0));
        }
        return String.join(
                " ",
                IntStream.range(0, config.queues().size())
                        .mapToObj(queue -> queue + ":" + valueText(setting, config.value(setting, queue)))
                        .toList());
    }

    private static String valueText(Setting setting, OptionalLong value) {
        return value.isEmpty() ? "-" : setting.quantity().format(value.getAsLong());
    }

    private void printPort(PortConfig config) {
        TextTable textTable = new TextTable().textColumn("key").textColumn("value");
        settings(config).stream()
                .filter(setting ->
                        !setting.isPerQueue() && config.value(setting, 0).isPresent())
                .forEach(setting -> textTable.addRow(List.of(
                        setting.key(),
                        valueText(setting, config.value(setting, 0))
                                + (setting.quantity().unit().equals("bytes") ? " bytes" : ""))));
        textTable.print(out);
    }

    private void printQueues(PortConfig config) {
        List<Setting> shown = settings(config).stream()
                .filter(setting ->
                        setting.isPerQueue() && config.value(setting, 0).isPresent())
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        TextTable textTable = new TextTable().textColumn("queue");
        shown.forEach(setting ->
                textTable.numberColumn(setting.key(), setting.quantity().unit()));
        for (int queue = 0; queue < config.queues().size(); queue++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(queue)));
            for (Setting setting : shown) {
                row.add(valueText(setting, config.value(setting, queue)));
            }
            textTable.addRow(row);
        }
        textTable.print(out);
    }

    private void printJson(List<TitledConfig> configs) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (TitledConfig titled : configs) {
                    json.object(() -> writeConfig(json, titled));
                }
            });
        }
    }

    private void writeConfig(JsonWriter json, TitledConfig titled) throws IOException {
        if (!titled.device().isEmpty()) {
            json.field("device", titled.device());
            json.field("kind", titled.config().kind().keyword());
        }
        json.fields(titled.config().toPlainMap(settings(titled.config())));
    }
}
