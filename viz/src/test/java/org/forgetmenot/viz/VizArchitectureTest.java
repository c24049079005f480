// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Pictures are drawn from plain records; what they show was found elsewhere. */
@AnalyzeClasses(packages = "org.forgetmenot", importOptions = DoNotIncludeTests.class)
final class VizArchitectureTest {
    @ArchTest
    static final ArchRule PICTURES_KNOW_PLAIN_RECORDS_ALONE = classes()
            .that()
            .resideInAPackage("org.forgetmenot.viz..")
            .should()
            .onlyDependOnClassesThat(describe(
                    "are not ours, or are of viz, or are plain records and the words for them",
                    VizArchitectureTest::isPlain));

    @ArchTest
    static final ArchRule PICTURES_ANALYSE_NOTHING = noClasses()
            .that()
            .resideInAPackage("org.forgetmenot.viz..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.forgetmenot.session..",
                    "org.forgetmenot.lifecycle..",
                    "org.forgetmenot.replay..",
                    "org.forgetmenot.server..");

    private static boolean isPlain(JavaClass known) {
        String type = known.getBaseComponentType().getName();
        return !type.startsWith("org.forgetmenot.")
                || type.startsWith("org.forgetmenot.viz.")
                || type.equals("org.forgetmenot.report.Words")
                || type.equals("org.forgetmenot.report.Safe")
                || type.equals("org.forgetmenot.report.InputText")
                || known.getBaseComponentType().isRecord()
                || known.getBaseComponentType().isEnum();
    }
}
