package io.wave.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(
        packages = {"io.wave.registry", "io.wave.egress"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class RegistryClientArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    /** From the client down to failures and addresses: an endpoint is called through the client or through a push. */
    @ArchTest
    static final ArchRule packagesDependDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("client")
            .definedBy("io.wave.registry")
            .layer("push")
            .definedBy("io.wave.registry.push..")
            .layer("endpoints")
            .definedBy("io.wave.registry.manifest..", "io.wave.registry.blob..")
            .layer("call")
            .definedBy("io.wave.registry.call..")
            .layer("auth")
            .definedBy("io.wave.registry.auth..")
            .layer("exchange")
            .definedBy("io.wave.registry.http..", "io.wave.registry.retry..")
            .layer("login")
            .definedBy("io.wave.registry.login..")
            .layer("document")
            .definedBy("io.wave.registry.document..")
            .layer("target")
            .definedBy("io.wave.registry.access..", "io.wave.registry.config..")
            .layer("error")
            .definedBy("io.wave.registry.error..")
            .whereLayer("client")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("push")
            .mayOnlyBeAccessedByLayers("client")
            .whereLayer("endpoints")
            .mayOnlyBeAccessedByLayers("client", "push")
            .whereLayer("call")
            .mayOnlyBeAccessedByLayers("client", "push", "endpoints")
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("client", "call")
            .whereLayer("login")
            .mayOnlyBeAccessedByLayers("client", "auth")
            .whereLayer("exchange")
            .mayOnlyBeAccessedByLayers("client", "push", "endpoints", "call", "auth");

    @ArchTest
    static final ArchRule egressRulesKnowNoRegistry = noClasses()
            .that()
            .resideInAPackage("io.wave.egress..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.wave.registry..");
}
