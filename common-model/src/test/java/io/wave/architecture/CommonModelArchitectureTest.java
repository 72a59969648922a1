package io.wave.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave", importOptions = ImportOption.DoNotIncludeTests.class)
class CommonModelArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule dependsOnTheJdkAndAnnotationsOnly = classes()
            .that()
            .resideOutsideOfPackage("io.wave.architecture..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "io.wave..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..")
            .because("its dependencies are dependencies of all modules");
}
