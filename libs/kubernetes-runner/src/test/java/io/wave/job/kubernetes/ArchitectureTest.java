package io.wave.job.kubernetes;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.job.kubernetes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    /** What decides is pure: only the package of the cluster calls it. */
    @ArchTest
    static final ArchRule packagesDependDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("configuration")
            .definedBy("io.wave.job.kubernetes")
            .layer("cluster")
            .definedBy("io.wave.job.kubernetes.cluster..")
            .layer("status")
            .definedBy("io.wave.job.kubernetes.status..")
            .layer("object")
            .definedBy("io.wave.job.kubernetes.object..")
            .whereLayer("configuration")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("configuration")
            .whereLayer("status")
            .mayOnlyBeAccessedByLayers("cluster");
}
