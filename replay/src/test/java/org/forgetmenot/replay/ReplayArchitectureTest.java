// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A server is one whoever asks it; readers of captures do not know that captures can be played. */
@AnalyzeClasses(
        packages = "org.forgetmenot",
        importOptions = {DoNotIncludeTests.class, ReplayArchitectureTest.NoTestJars.class})
final class ReplayArchitectureTest {
    /** The parser's tests come as a jar, which {@link DoNotIncludeTests} does not take for tests. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule NOBODY_BEFORE_IT_KNOWS_THE_REPLAY = noClasses()
            .that()
            .resideOutsideOfPackage("org.forgetmenot.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.forgetmenot.replay..");

    @ArchTest
    static final ArchRule THE_PARSER_KNOWS_NO_SERVER = noClasses()
            .that()
            .resideOutsideOfPackages("org.forgetmenot.replay..", "org.forgetmenot.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.forgetmenot.server..");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("org.forgetmenot.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_IN_THE_REPLAY = slices().matching("org.forgetmenot.replay.(*)")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);
}
