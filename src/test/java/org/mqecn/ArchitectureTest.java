// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packages, also sub-packages, import only lower layers; native code and processes are in one package each. */
@Tag("architecture")
final class ArchitectureTest {
    /** From the bottom up: a package imports only packages in the lines above. {@code docs/architecture.md} draws it. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("statistics", "value"),
            List.of("figure.chart", "port", "schema", "socket", "web"),
            List.of("netlink", "topology"),
            List.of("host", "sonic"),
            List.of(
                    "doctor",
                    "lab",
                    "monitor",
                    "rank",
                    "testbed.graph",
                    "testbed.state",
                    "traffic",
                    "traffic.flow",
                    "traffic.video"),
            List.of("result"),
            List.of("figure", "testbed.ovs", "testbed.resources"),
            List.of("dashboard", "experiment.scenario", "testbed.vm"),
            List.of("testbed", "testbed.verify"),
            List.of("experiment.run"),
            List.of("experiment.engine"),
            List.of("experiment.slurm"),
            List.of("experiment.runner"),
            List.of("cli.view", "experiment.cpu"),
            List.of("cli.common"),
            List.of(
                    "cli.experiment",
                    "cli.lab",
                    "cli.module",
                    "cli.operations",
                    "cli.port",
                    "cli.rank",
                    "cli.scheme",
                    "cli.sonic",
                    "cli.testbed",
                    "cli.traffic"),
            List.of("cli"));

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("org.mqecn");
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }

    private static String name(JavaClass type) {
        return type.getPackageName().replaceFirst("^org\\.mqecn\\.", "");
    }

    private static int layer(JavaClass type) {
        for (int i = 0; i < LAYERS.size(); i++) {
            if (LAYERS.get(i).contains(name(type))) {
                return i;
            }
        }
        throw new AssertionError("package " + name(type) + " is in no layer of ArchitectureTest");
    }

    @Test
    void importsPointDownwards() {
        check(classes().that().resideInAPackage("org.mqecn..").should(new ArchCondition<>("import only lower layers") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(each -> each.getTargetClass().getPackageName().startsWith("org.mqecn."))
                        .filter(each -> !name(each.getTargetClass()).equals(name(type)))
                        .filter(each -> layer(each.getTargetClass()) >= layer(type))
                        .forEach(each -> events.add(SimpleConditionEvent.violated(type, each.getDescription())));
            }
        }));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("org.mqecn.(**)").should().beFreeOfCycles());
        check(slices().matching("org.mqecn.(*)..").should().beFreeOfCycles());
    }

    @Test
    void noTwoClassesShareAName() {
        Map<String, List<String>> byName = classes.stream()
                .filter(type ->
                        !type.isAnonymousClass() && type.getPackageName().startsWith("org.mqecn"))
                .filter(type ->
                        !type.getSimpleName().isEmpty() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        byName.remove("Builder");
        byName.values().removeIf(names -> names.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @Test
    void valueIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage("org.mqecn.value..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "do more than compute",
                        type -> !type.getPackageName()
                                        .matches("(org.mqecn.value|java.(lang|util|math|security|nio.charset))(\\..*)?")
                                && !type.isEquivalentTo(Duration.class)
                                && !type.isAssignableTo(Exception.class))));
    }

    @Test
    void portIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage("org.mqecn.port..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "do more than compute",
                        type -> !type.getPackageName().matches("(org.mqecn.(port|value)|java.(lang|util|math))(\\..*)?")
                                && !type.isEquivalentTo(Duration.class))));
    }

    @Test
    void schemaAndTopologyArePure() {
        check(noClasses()
                .that()
                .resideInAPackage("org.mqecn.schema..")
                .and()
                .doNotHaveSimpleName("TextFile")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "org.mqecn.schema..",
                        "org.mqecn.value..",
                        "org.snakeyaml.engine..",
                        "java.lang..",
                        "java.util..",
                        "java.math..",
                        "java.time.."));
        check(noClasses()
                .that()
                .resideInAPackage("org.mqecn.topology..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "org.mqecn.topology..",
                        "org.mqecn.schema..",
                        "org.mqecn.port..",
                        "org.mqecn.value..",
                        "java.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.mqecn.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml.."));
    }

    @Test
    void onlySocketAndNetlinkUseJna() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.mqecn.netlink..", "org.mqecn.socket..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.mqecn.socket..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are JNA's, but for its error",
                        type -> type.getPackageName().startsWith("com.sun.jna")
                                && !type.getSimpleName().equals("LastErrorException"))));
    }

    @Test
    void onlyStatisticsUsesItsLibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.mqecn.statistics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.statistics.."));
    }

    @Test
    void onlyHostStartsProcesses() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.mqecn.host..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.exec..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class));
    }
}
