package io.wave.job.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.wave.job.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.wave.job.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theEngineKnowsNoRunner = noClasses()
            .that()
            .resideInAPackage("io.wave.job.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wave.job.engine.process..")
            .because("a runner is chosen by configuration");

    @ArchTest
    static final ArchRule onlyTheTableKnowsSql = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(JobTable|JobRowMapper|JobEngineConfiguration)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)$")
            .because("such a name says nothing");
}
