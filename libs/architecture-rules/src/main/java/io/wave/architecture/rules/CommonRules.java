package io.wave.architecture.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Rules for every module, included in its architecture test by
 * {@code @ArchTest static final ArchTests COMMON = ArchTests.in(CommonRules.class)}.
 */
public final class CommonRules {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.wave.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesAreSpecific = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)$")
            .because("such names are not specific");

    @ArchTest
    static final ArchRule requestApiUsesNoOtherService = noService("api", "proxy", "builder", "standalone");

    @ArchTest
    static final ArchRule registryProxyUsesNoOtherService = noService("proxy", "api", "builder", "standalone");

    @ArchTest
    static final ArchRule buildOrchestratorUsesNoOtherService = noService("builder", "api", "proxy", "standalone");

    @ArchTest
    static final ArchRule librariesUseNoService = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.wave.api..",
                    "io.wave.proxy..",
                    "io.wave.builder..",
                    "io.wave.standalone..",
                    "io.wave.benchmark..",
                    "io.wave.trials..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.wave.api..", "io.wave.proxy..", "io.wave.builder..", "io.wave.standalone..")
            .because("dependencies go from services to libraries")
            .allowEmptyShould(true);

    private CommonRules() {}

    private static ArchRule noService(String service, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "io.wave." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("io.wave." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("services communicate through HTTP, topics and Redis keys")
                .allowEmptyShould(true);
    }
}
