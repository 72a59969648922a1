package io.wave.api.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import jakarta.persistence.Entity;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.wave.api", importOptions = ImportOption.DoNotIncludeTests.class)
class RequestApiArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.api",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of()),
                    Map.entry("access", Set.of("image", "job", "platform", "security.caller", "web.problem")),
                    Map.entry(
                            "build", Set.of("access", "build.index", "job", "persistence", "web.page", "web.problem")),
                    Map.entry("build.index", Set.of()),
                    Map.entry("build.steps", Set.of()),
                    Map.entry(
                            "build.view",
                            Set.of(
                                    "access",
                                    "build",
                                    "build.index",
                                    "build.steps",
                                    "job",
                                    "job.log",
                                    "scan",
                                    "security.caller",
                                    "security.limit",
                                    "web",
                                    "web.page",
                                    "web.problem")),
                    Map.entry("containerfile", Set.of("content", "web.problem")),
                    Map.entry("containerfile.conda", Set.of()),
                    Map.entry("containerfile.freeze", Set.of("containerfile", "image", "web.problem")),
                    Map.entry("containerfile.naming", Set.of("containerfile.conda")),
                    Map.entry("containerfile.packages", Set.of("image", "web.problem")),
                    Map.entry(
                            "containerfile.template",
                            Set.of("containerfile.conda", "containerfile.packages", "content", "web.problem")),
                    Map.entry("content", Set.of("image", "web.problem")),
                    Map.entry(
                            "dashboard",
                            Set.of("build.steps", "job.log", "security.caller", "web.page", "web.problem")),
                    Map.entry(
                            "credential",
                            Set.of("image", "security.caller", "security.limit", "security.token", "web.problem")),
                    Map.entry(
                            "history", Set.of("job", "persistence", "scan", "security.caller", "token", "web.problem")),
                    Map.entry("image", Set.of("web.cache", "web.problem")),
                    Map.entry(
                            "image.inspect",
                            Set.of(
                                    "access",
                                    "image",
                                    "platform.credential",
                                    "security.caller",
                                    "security.token",
                                    "web.page",
                                    "web.problem")),
                    Map.entry("job", Set.of("persistence", "security.caller", "web.problem")),
                    Map.entry("job.log", Set.of("persistence", "web.problem")),
                    Map.entry("job.profile", Set.of("security.caller", "web.problem")),
                    Map.entry("mail", Set.of("job", "security.token", "web", "web.page")),
                    Map.entry(
                            "mirror",
                            Set.of("access", "build", "job", "job.log", "persistence", "web.page", "web.problem")),
                    Map.entry(
                            "mirror.view",
                            Set.of(
                                    "access",
                                    "job",
                                    "job.log",
                                    "mirror",
                                    "scan",
                                    "security.caller",
                                    "security.limit",
                                    "web.page",
                                    "web.problem")),
                    Map.entry("persistence", Set.of()),
                    Map.entry("platform", Set.of("web.problem")),
                    Map.entry(
                            "platform.call", Set.of("platform", "platform.pairing", "security.caller", "web.problem")),
                    Map.entry(
                            "platform.credential",
                            Set.of(
                                    "access",
                                    "image",
                                    "platform",
                                    "platform.call",
                                    "platform.pairing",
                                    "platform.user",
                                    "security.caller",
                                    "web.problem")),
                    Map.entry(
                            "platform.login",
                            Set.of(
                                    "platform",
                                    "platform.call",
                                    "platform.pairing",
                                    "security.caller",
                                    "security.oidc",
                                    "web.problem")),
                    Map.entry("platform.pairing", Set.of("platform", "web.problem")),
                    Map.entry(
                            "platform.user",
                            Set.of(
                                    "platform",
                                    "platform.call",
                                    "platform.login",
                                    "platform.pairing",
                                    "security.caller",
                                    "security.limit",
                                    "security.oidc",
                                    "web.problem")),
                    Map.entry("retention", Set.of()),
                    Map.entry(
                            "scan",
                            Set.of("build", "containerfile", "image", "job", "persistence", "web.page", "web.problem")),
                    Map.entry(
                            "scan.harbor",
                            Set.of(
                                    "access",
                                    "image",
                                    "job",
                                    "scan",
                                    "security.caller",
                                    "security.limit",
                                    "web.json",
                                    "web.problem")),
                    Map.entry(
                            "scan.request",
                            Set.of(
                                    "access",
                                    "image",
                                    "job",
                                    "job.profile",
                                    "platform.credential",
                                    "scan",
                                    "security.caller",
                                    "security.limit",
                                    "security.token",
                                    "web",
                                    "web.json",
                                    "web.page",
                                    "web.problem")),
                    Map.entry(
                            "scan.view",
                            Set.of(
                                    "access",
                                    "job",
                                    "job.log",
                                    "scan",
                                    "security.caller",
                                    "security.limit",
                                    "web.page",
                                    "web.problem")),
                    Map.entry("security", Set.of("security.caller", "security.limit", "security.token", "web.problem")),
                    Map.entry("security.caller", Set.of("web.problem")),
                    Map.entry("security.limit", Set.of("security.caller", "web.problem")),
                    Map.entry("security.oidc", Set.of("security.caller", "web.problem")),
                    Map.entry(
                            "security.token",
                            Set.of(
                                    "platform.user",
                                    "security.caller",
                                    "security.limit",
                                    "security.oidc",
                                    "web.problem")),
                    Map.entry(
                            "submission",
                            Set.of(
                                    "access",
                                    "scan",
                                    "build",
                                    "containerfile.template",
                                    "content",
                                    "image",
                                    "job",
                                    "mirror",
                                    "platform.credential",
                                    "security.caller",
                                    "security.limit",
                                    "submission.plan",
                                    "submission.request",
                                    "submission.rules",
                                    "token",
                                    "token.workflow",
                                    "web.problem")),
                    Map.entry(
                            "submission.plan",
                            Set.of(
                                    "access",
                                    "containerfile",
                                    "containerfile.freeze",
                                    "containerfile.naming",
                                    "content",
                                    "image",
                                    "security.caller",
                                    "submission.request",
                                    "submission.rules")),
                    Map.entry(
                            "submission.request",
                            Set.of(
                                    "containerfile",
                                    "containerfile.naming",
                                    "containerfile.packages",
                                    "platform",
                                    "security.caller",
                                    "web.problem")),
                    Map.entry(
                            "submission.rules",
                            Set.of(
                                    "access",
                                    "build",
                                    "containerfile",
                                    "containerfile.conda",
                                    "containerfile.naming",
                                    "containerfile.packages",
                                    "containerfile.template",
                                    "content",
                                    "image",
                                    "job.profile",
                                    "scan",
                                    "security.caller",
                                    "security.token",
                                    "submission.request",
                                    "web.problem")),
                    Map.entry(
                            "token",
                            Set.of(
                                    "scan",
                                    "content",
                                    "job",
                                    "persistence",
                                    "security.caller",
                                    "submission.plan",
                                    "submission.request",
                                    "web")),
                    Map.entry(
                            "token.view",
                            Set.of(
                                    "scan",
                                    "job",
                                    "security.caller",
                                    "security.limit",
                                    "security.token",
                                    "token",
                                    "web",
                                    "web.json",
                                    "web.page",
                                    "web.problem")),
                    Map.entry(
                            "token.workflow",
                            Set.of(
                                    "platform",
                                    "platform.call",
                                    "platform.user",
                                    "security.caller",
                                    "token",
                                    "web.problem")),
                    Map.entry(
                            "usage",
                            Set.of(
                                    "scan",
                                    "build",
                                    "job",
                                    "mirror",
                                    "security.caller",
                                    "security.limit",
                                    "security.token",
                                    "web.problem")),
                    Map.entry("web", Set.of("web.body", "web.json")),
                    Map.entry("web.body", Set.of("security.caller", "web.problem")),
                    Map.entry("web.cache", Set.of()),
                    Map.entry("web.json", Set.of("web.problem")),
                    Map.entry("web.openapi", Set.of("security.caller", "web.problem")),
                    Map.entry("web.page", Set.of("web.problem")),
                    Map.entry("web.problem", Set.of())));

    @ArchTest
    static final ArchRule entitiesStayInTheirPackage =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule controllersStayInTheirPackage =
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule callersArePassedAsParameter = noClasses()
            .that()
            .resideOutsideOfPackages("io.wave.api.security", "io.wave.api.security.caller", "io.wave.api.security.oidc")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.security..")
            .because("the filter chain determines the caller, which is then passed on as a parameter");

    @ArchTest
    static final ArchRule configurationIsValidated = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .beRecords()
            .andShould()
            .beAnnotatedWith(Validated.class)
            .because("invalid values are rejected at startup with the name of the key");

    @ArchTest
    static final ArchRule onlyJobsAndUsageListenToKafka = methods()
            .that()
            .areAnnotatedWith(KafkaListener.class)
            .should()
            .beDeclaredInClassesThat()
            .resideInAnyPackage("io.wave.api.build", "io.wave.api.mirror", "io.wave.api.scan", "io.wave.api.usage");
}
