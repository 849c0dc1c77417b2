// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.SchemeTemplate;
import org.mqecn.port.SchemeRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "new",
        description = {
            "Begin a marking scheme or a buffer policy: a folder with one that works, its model, a scenario and a README.",
            "",
            "See docs/your-own-scheme.md.%n"
        })
final class SchemeNewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the scheme and of the folder.")
    private String name;

    @Option(
            names = "--for",
            paramLabel = "ecn-scheme|buffer-mode",
            converter = RoleConverter.class,
            description =
                    "What the scheme is for: which packets are marked, or how much of the buffer each queue may fill "
                            + "(default: ecn-scheme).")
    private SchemeRole role = SchemeRole.MARKING;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    private static final class RoleConverter implements ITypeConverter<SchemeRole> {
        @Override
        public SchemeRole convert(String value) {
            return SchemeRole.parse(value);
        }
    }

    @Override
    public Integer call() throws IOException {
        List<String> files = new SchemeTemplate(name, role)
                .write(Path.of("")).stream().map(Path::toString).toList();
        if (output.isJson()) {
            try (JsonWriter json = new JsonWriter(spec.commandLine().getOut())) {
                json.object(() -> json.stringArray("files", files));
            }
        } else {
            files.forEach(spec.commandLine().getOut()::println);
        }
        return ExitCode.SUCCESS;
    }
}
