// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports run one way, native code and processes have one place each. */
@AnalyzeClasses(packages = "org.mqecn", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES = slices().matching("org.mqecn.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PORT_IS_PURE = noClasses().that().resideInAPackage("org.mqecn.port..")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.mqecn.port..", "java.lang..", "java.util..",
                    "java.math..");

    @ArchTest
    static final ArchRule NETLINK_KNOWS_ONLY_PORTS = noClasses().that().resideInAPackage("org.mqecn.netlink..")
            .should().dependOnClassesThat().resideInAnyPackage("org.mqecn.host..", "org.mqecn.lab..",
                    "org.mqecn.traffic..", "org.mqecn.experiment..", "org.mqecn.figure..", "org.mqecn.cli..");

    @ArchTest
    static final ArchRule HOST_IS_BELOW_THE_LAB = noClasses().that().resideInAPackage("org.mqecn.host..")
            .should().dependOnClassesThat().resideInAnyPackage("org.mqecn.lab..", "org.mqecn.traffic..",
                    "org.mqecn.experiment..", "org.mqecn.figure..", "org.mqecn.cli..");

    @ArchTest
    static final ArchRule NOTHING_CALLS_THE_COMMAND_LINE = noClasses().that().resideOutsideOfPackage("org.mqecn.cli..")
            .should().dependOnClassesThat().resideInAPackage("org.mqecn.cli..");

    @ArchTest
    static final ArchRule NATIVE_CODE_HAS_ONE_BORDER = noClasses()
            .that().resideOutsideOfPackages("org.mqecn.netlink..", "org.mqecn.host..")
            .should().dependOnClassesThat().resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule ONLY_HOST_STARTS_PROCESSES = noClasses().that().resideOutsideOfPackage("org.mqecn.host..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.commons.exec..")
            .orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
            .orShould().callMethod(Runtime.class, "exec", String[].class);
}
