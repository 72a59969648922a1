package io.wave.containerfile;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.containerfile", importOptions = ImportOption.DoNotIncludeTests.class)
class ContainerFileArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    /** A file consists of stages, a stage of instructions, an instruction of words. */
    @ArchTest
    static final ArchRule packagesDependDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("file")
            .definedBy("io.wave.containerfile")
            .layer("stage")
            .definedBy("io.wave.containerfile.stage..")
            .layer("instruction")
            .definedBy("io.wave.containerfile.instruction..")
            .layer("syntax")
            .definedBy("io.wave.containerfile.syntax..")
            .whereLayer("file")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("stage")
            .mayOnlyBeAccessedByLayers("file")
            .whereLayer("instruction")
            .mayOnlyBeAccessedByLayers("file", "stage");
}
