package io.wave.proxy.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.wave.architecture.rules.CommonRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

@AnalyzeClasses(packages = "io.wave.proxy", importOptions = ImportOption.DoNotIncludeTests.class)
class RegistryProxyArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    /** Each package with those that it may use. */
    private static final Map<String, List<String>> DEPENDENCIES = new TreeMap<>(Map.ofEntries(
            Map.entry("address", List.of()),
            Map.entry("background", List.of()),
            Map.entry("cache", List.of("redis")),
            Map.entry("requestapi", List.of()),
            Map.entry("response", List.of()),
            Map.entry("connection", List.of("address")),
            Map.entry("event", List.of("background")),
            Map.entry("redis", List.of("background")),
            Map.entry("token", List.of("address", "background", "cache", "redis", "requestapi")),
            Map.entry("hold", List.of("background", "redis", "requestapi", "token")),
            Map.entry("image", List.of("cache", "event", "redis", "response", "token")),
            Map.entry("blob", List.of("address", "image", "response")),
            Map.entry("http", List.of("address", "connection", "hold", "response")),
            Map.entry("registry", List.of("address", "blob", "event", "hold", "http", "image", "response", "token")),
            Map.entry("gateway", List.of("address", "http", "requestapi", "response"))));

    @ArchTest
    static final ArchRule noBlockingCalls = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(Publisher.class))).and(target(nameMatching("block.*"))))
            .because("an event loop that waits serves nobody");

    @ArchTest
    static final ArchRule onlyBackgroundRunnerSubscribes = noClasses()
            .that()
            .doNotHaveSimpleName("BackgroundRunner")
            .should()
            .callMethodWhere(target(owner(assignableTo(Publisher.class))).and(target(nameMatching("subscribe"))))
            .because("a pipeline ends in the handler's return value; work in the background has one owner");

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = layers();

    private static ArchRule layers() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String layer : DEPENDENCIES.keySet()) {
            layers = layers.layer(layer).definedBy("io.wave.proxy." + layer);
        }
        for (Map.Entry<String, List<String>> layer : DEPENDENCIES.entrySet()) {
            String[] used = layer.getValue().toArray(String[]::new);
            layers = used.length == 0
                    ? layers.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(layer.getKey()).mayOnlyAccessLayers(used);
        }
        return layers.ensureAllClassesAreContainedInArchitectureIgnoring(resideInAPackage("io.wave.proxy"));
    }
}
