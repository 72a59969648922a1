package io.wave.augment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.augment", importOptions = ImportOption.DoNotIncludeTests.class)
class AugmentationArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule overlaysArePure = noClasses()
            .that()
            .resideInAnyPackage("io.wave.augment", "io.wave.augment.manifest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wave.augment.derive..", "io.wave.registry..", "reactor..", "io.netty..")
            .because("equal documents in must be equal documents out, whoever asks");

    @ArchTest
    static final ArchRule aLibraryWithoutAFramework =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");
}
