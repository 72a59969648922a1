package io.wave.proxy.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;
import org.reactivestreams.Publisher;

@AnalyzeClasses(packages = "io.wave.proxy", importOptions = ImportOption.DoNotIncludeTests.class)
class RegistryProxyArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.proxy",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of()),
                    Map.entry("address", Set.of()),
                    Map.entry("background", Set.of()),
                    Map.entry("cache", Set.of("redis")),
                    Map.entry("requestapi", Set.of()),
                    Map.entry("response", Set.of()),
                    Map.entry("connection", Set.of("address")),
                    Map.entry("event", Set.of("background")),
                    Map.entry("redis", Set.of("background")),
                    Map.entry("token", Set.of("address", "background", "cache", "redis", "requestapi")),
                    Map.entry("hold", Set.of("background", "redis", "requestapi", "token")),
                    Map.entry("image", Set.of("cache", "event", "redis", "response", "token")),
                    Map.entry("blobcache", Set.of("background")),
                    Map.entry("peer", Set.of("blobcache", "redis")),
                    Map.entry("blob", Set.of("address", "blobcache", "cache", "image", "peer", "response")),
                    Map.entry("http", Set.of("address", "connection", "hold", "response")),
                    Map.entry(
                            "registry",
                            Set.of("address", "blob", "event", "hold", "http", "image", "response", "token")),
                    Map.entry("gateway", Set.of("address", "http", "requestapi", "response"))));

    @ArchTest
    static final ArchRule noBlockingCalls = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(Publisher.class))).and(target(nameMatching("block.*"))))
            .because("blocking calls stall the event loop");

    @ArchTest
    static final ArchRule onlyBackgroundRunnerSubscribes = noClasses()
            .that()
            .doNotHaveSimpleName("BackgroundRunner")
            .should()
            .callMethodWhere(target(owner(assignableTo(Publisher.class))).and(target(nameMatching("subscribe"))))
            .because("a pipeline is the return value of its handler; background tasks have one owner");
}
