package io.wave.architecture.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

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

    /** The packages of the services below {@code io.wave}. */
    private static final List<String> SERVICES = List.of("api", "proxy", "builder", "mirroring", "standalone");

    @ArchTest
    static final ArchRule requestApiUsesNoOtherService = noOtherService("api");

    @ArchTest
    static final ArchRule registryProxyUsesNoOtherService = noOtherService("proxy");

    @ArchTest
    static final ArchRule buildOrchestratorUsesNoOtherService = noOtherService("builder");

    @ArchTest
    static final ArchRule mirrorWorkerUsesNoOtherService = noOtherService("mirroring");

    @ArchTest
    static final ArchRule librariesUseNoService = noClasses()
            .that()
            .resideOutsideOfPackages(Stream.concat(SERVICES.stream(), Stream.of("benchmark", "trials"))
                    .map(CommonRules::packagesOf)
                    .toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES.stream().map(CommonRules::packagesOf).toArray(String[]::new))
            .because("dependencies go from services to libraries")
            .allowEmptyShould(true);

    private CommonRules() {}

    private static String packagesOf(String service) {
        return "io.wave." + service + "..";
    }

    private static ArchRule noOtherService(String service) {
        String[] packages = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(CommonRules::packagesOf)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packagesOf(service))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("services communicate through HTTP, topics and Redis keys")
                .allowEmptyShould(true);
    }
}
