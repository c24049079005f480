// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command lays out what the analysis says; it does not look behind it. */
@AnalyzeClasses(packages = "org.forgetmenot", importOptions = DoNotIncludeTests.class)
final class CliArchitectureTest {
    @ArchTest
    static final ArchRule THE_COMMAND_ANALYSES_NOTHING = noClasses()
            .that()
            .resideInAPackage("org.forgetmenot.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.forgetmenot.session..", "org.forgetmenot.lifecycle..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND = classes()
            .that()
            .resideInAPackage("org.forgetmenot.cli..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("org.forgetmenot.cli..");

    @ArchTest
    static final ArchRule ONE_CLASS_LISTENS_TO_NETWORKS = noClasses()
            .that()
            .resideInAPackage("org.forgetmenot.cli..")
            .and()
            .doNotHaveFullyQualifiedName("org.forgetmenot.cli.LiveCapture")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pcap4j..", "com.sun.jna..");
}
