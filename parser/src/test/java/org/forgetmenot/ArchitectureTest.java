// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data goes one way: a stage knows the stages before it and nothing of those after it. */
@AnalyzeClasses(packages = "org.forgetmenot", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule DATA_GOES_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.forgetmenot..")
            .withOptionalLayers(true)
            .layer("wire")
            .definedBy("org.forgetmenot.wire..")
            .layer("event")
            .definedBy("org.forgetmenot.event..")
            .layer("format")
            .definedBy("org.forgetmenot.format..")
            .layer("session")
            .definedBy("org.forgetmenot.session..")
            .layer("lifecycle")
            .definedBy("org.forgetmenot.lifecycle..")
            .layer("detect")
            .definedBy("org.forgetmenot.detect..")
            .layer("report")
            .definedBy("org.forgetmenot.report..")
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("detect")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("lifecycle")
            .mayOnlyBeAccessedByLayers("detect", "report")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("lifecycle", "detect", "report")
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("session", "lifecycle", "detect", "report")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("format", "session", "lifecycle", "detect", "report")
            .whereLayer("wire")
            .mayOnlyBeAccessedByLayers("event", "format", "session", "lifecycle", "detect", "report");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("org.forgetmenot.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule DIALECTS_KNOW_NOTHING_OF_A_DISPLAY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "javax.swing..", "picocli..", "com.fasterxml.jackson.databind..");

    /** It comes with JNA and an old logger, and is loaded for nothing but TCP. */
    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_PCAP4J = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.forgetmenot.format.pcap.Dissector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcap4j..");
}
