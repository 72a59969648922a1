package io.wave.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wave", importOptions = ImportOption.DoNotIncludeTests.class)
class CommonModelArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnTheJdkAndAnnotationsOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax.crypto..", "io.wave..", "org.jspecify..", "com.fasterxml.jackson.annotation..")
            .because("every module depends on it, so what it drags in reaches all");

    @ArchTest
    static final ArchRule packagesFormNoCycles = slices().matching("io.wave.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a cycle is one package in two folders");
}
