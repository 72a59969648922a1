package io.wave.job.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.job.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    /** From the commands of a worker down to the table: a package uses only those listed after it. */
    @ArchTest
    static final ArchRule packagesDependDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("commands")
            .definedBy("io.wave.job.engine")
            .layer("scheduler")
            .definedBy("io.wave.job.engine.scheduler..", "io.wave.job.engine.restore..")
            .layer("attempt")
            .definedBy("io.wave.job.engine.attempt..")
            .layer("process")
            .definedBy("io.wave.job.engine.process..")
            .layer("container")
            .definedBy("io.wave.job.engine.container..")
            .layer("guard")
            .definedBy("io.wave.job.engine.guard..")
            .layer("folder")
            .definedBy("io.wave.job.engine.folder..")
            .layer("store")
            .definedBy("io.wave.job.engine.store..")
            .layer("runner")
            .definedBy("io.wave.job.engine.runner..")
            .layer("plan")
            .definedBy("io.wave.job.engine.plan..")
            .whereLayer("commands")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("scheduler")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("attempt")
            .mayOnlyBeAccessedByLayers("commands", "scheduler")
            .whereLayer("process")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("container")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("guard")
            .mayOnlyBeAccessedByLayers("process")
            .whereLayer("folder")
            .mayOnlyBeAccessedByLayers("process", "guard")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("commands", "scheduler", "attempt")
            .whereLayer("runner")
            .mayOnlyBeAccessedByLayers("commands", "scheduler", "attempt", "process", "container");

    @ArchTest
    static final ArchRule theEngineKnowsNoRunner = noClasses()
            .that()
            .resideOutsideOfPackages("io.wave.job.engine.process..", "io.wave.job.engine.container..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wave.job.engine.process..", "io.wave.job.engine.container..")
            .because("a runner is chosen by configuration");

    @ArchTest
    static final ArchRule onlyTheTableKnowsSql = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(JobTable|JobRowMapper|JobEngineConfiguration)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.springframework.jdbc..");
}
