package io.wave.cloud;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.config.RegistryEntry.Identity;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IdentityCheckTest {

    private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @ParameterizedTest
    @CsvSource({
        ECR + ", AWS,",
        ECR + "/team, AWS,",
        "public.ecr.aws, AWS,",
        "docker.io, AWS, https://" + ECR + "/docker-hub",
        "europe-docker.pkg.dev, GOOGLE,",
        "gcr.io/project, GOOGLE,",
        "eu.gcr.io, GOOGLE,",
        "example.azurecr.io, AZURE,"
    })
    void registriesOfTheirCloud(String key, Identity identity, String endpoint) {
        assertThatCode(() -> check(key, identity, endpoint)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, AWS,",
        ECR + ", GOOGLE,",
        "gcr.io.attacker.test, GOOGLE,",
        "attacker-docker.pkg.dev.test, GOOGLE,",
        "example.azurecr.io, AWS,",
        "example.azurecr.io.test, AZURE,",
        "azurecr.io, AZURE,"
    })
    void registriesOfAnother(String key, Identity identity, String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(key, identity, endpoint))
                .withMessageStartingWith("wave.registries.%s.identity: ".formatted(key));
    }

    private static void check(String key, Identity identity, String endpoint) {
        new ApplicationContextRunner()
                .withUserConfiguration(CloudLoginsConfiguration.class)
                .withBean(
                        RegistriesProperties.class,
                        () -> new RegistriesProperties(Map.of(key, RegistryEntry.of(identity, endpoint))))
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        throw rootOf(context.getStartupFailure());
                    }
                });
    }

    private static RuntimeException rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
