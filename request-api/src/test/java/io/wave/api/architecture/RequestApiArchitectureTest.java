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
import jakarta.persistence.Entity;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.wave.api", importOptions = ImportOption.DoNotIncludeTests.class)
class RequestApiArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule entitiesStayInTheirPackage =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule controllersStayInTheirPackage =
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule callersAreHandedDown = noClasses()
            .that()
            .resideOutsideOfPackages("io.wave.api.security", "io.wave.api.security.caller")
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
            .because("a value that cannot work is refused at the start, by the name of its key");

    @ArchTest
    static final ArchRule onlyBuildsAndUsageHearEvents = methods()
            .that()
            .areAnnotatedWith(KafkaListener.class)
            .should()
            .beDeclaredInClassesThat()
            .resideInAnyPackage("io.wave.api.build", "io.wave.api.usage");
}
