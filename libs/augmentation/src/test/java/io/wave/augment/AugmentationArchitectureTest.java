package io.wave.augment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wave.augment", importOptions = ImportOption.DoNotIncludeTests.class)
class AugmentationArchitectureTest {

    @ArchTest
    static final ArchRule layingOverIsPure = noClasses()
            .that()
            .resideInAnyPackage("io.wave.augment", "io.wave.augment.manifest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wave.augment.derive..", "io.wave.registry..", "reactor..", "io.netty..")
            .because("equal documents in must be equal documents out, whoever asks");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.wave.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aLibraryWithoutAFramework =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
            .because("what a function is about has a name of its own");
}
