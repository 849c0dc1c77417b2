// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports run one way, native code and processes have one place each. */
final class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.mqecn");
    }

    private static void holds(ArchRule rule) {
        rule.check(classes);
    }

    @Test
    void packagesAreFreeOfCycles() {
        holds(slices().matching("org.mqecn.(*)..").should().beFreeOfCycles());
    }

    @Test
    void portIsPure() {
        holds(noClasses().that().resideInAPackage("org.mqecn.port..")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.mqecn.port..", "java.lang..", "java.util..",
                    "java.math.."));
    }

    @Test
    void documentsAndTopologiesArePure() {
        holds(noClasses().that().resideInAPackage("org.mqecn.document..").and().doNotHaveSimpleName("TextFile")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.mqecn.document..", "org.mqecn.port..",
                    "org.snakeyaml.engine..", "java.lang..", "java.util..", "java.math..", "java.time.."));
        holds(noClasses().that().resideInAPackage("org.mqecn.topology..")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.mqecn.topology..", "org.mqecn.document..",
                    "org.mqecn.port..", "java.."));
        holds(noClasses().that().resideOutsideOfPackage("org.mqecn.document..")
            .should().dependOnClassesThat().resideInAPackage("org.snakeyaml.."));
    }

    @Test
    void netlinkKnowsOnlyPorts() {
        holds(noClasses().that().resideInAPackage("org.mqecn.netlink..")
            .should().dependOnClassesThat().resideInAnyPackage("org.mqecn.host..", "org.mqecn.lab..",
                    "org.mqecn.traffic..", "org.mqecn.experiment..", "org.mqecn.figure..", "org.mqecn.cli.."));
    }

    @Test
    void hostIsBelowTheLab() {
        holds(noClasses().that().resideInAPackage("org.mqecn.host..")
            .should().dependOnClassesThat().resideInAnyPackage("org.mqecn.lab..", "org.mqecn.traffic..",
                    "org.mqecn.experiment..", "org.mqecn.figure..", "org.mqecn.cli.."));
    }

    @Test
    void nothingCallsTheCommandLine() {
        holds(noClasses().that().resideOutsideOfPackage("org.mqecn.cli..")
            .should().dependOnClassesThat().resideInAPackage("org.mqecn.cli.."));
    }

    @Test
    void nativeCodeHasOneBorder() {
        holds(noClasses()
            .that().resideOutsideOfPackages("org.mqecn.netlink..", "org.mqecn.host..")
            .should().dependOnClassesThat().resideInAPackage("com.sun.jna.."));
    }

    @Test
    void onlyHostStartsProcesses() {
        holds(noClasses().that().resideOutsideOfPackage("org.mqecn.host..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.commons.exec..")
            .orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
            .orShould().callMethod(Runtime.class, "exec", String[].class));
    }
}
