package io.wave.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.MotoServer;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A pull with an access key, from a registry that answers like ECR, with logins of moto. */
class EcrPullIT {

    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String KEY = "wave.registries[%s].".formatted(HOST);
    private static final String SECRET = "a-secret-access-key";
    private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);
    private static final ScriptedAnswer REFUSAL = ScriptedAnswer.error(401, "UNAUTHORIZED")
            .with("WWW-Authenticate", "Basic realm=\"https://%s/\",service=\"ecr.amazonaws.com\"".formatted(HOST));

    private final ScriptedRegistry registry = ScriptedRegistry.start();

    @BeforeAll
    static void requireMoto() {
        assumeTrue(MotoServer.isInstalled(), "moto is not installed: scripts/moto installs it");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void loginIsSentToTheRegistryAndTheAccessKeyIsNot() {
        registry.on(
                        "/v2/team/app/manifests/1.0",
                        REFUSAL,
                        ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST)
                                .with(
                                        "Docker-Content-Digest",
                                        Digest.of(MANIFEST).toString()))
                .on("/v2/", REFUSAL, ScriptedAnswer.of(200));
        try (ConfigurableApplicationContext context = service()) {
            RegistryClient client = context.getBean(RegistryClient.class);

            client.resolve(ImageReference.parse(HOST + "/team/app:1.0"), new RegistryAccess("tenant"))
                    .block(WAIT);
            assertThat(client.accepts(HOST, new Credentials("AKIAIOSFODNN7EXAMPLE", SECRET))
                            .block(WAIT))
                    .isTrue();
        }

        assertThat(registry.calls()).hasSize(4);
        assertThat(sent(1)).startsWith("AWS:").doesNotContain(SECRET);
        assertThat(sent(3)).startsWith("AWS:").doesNotContain(SECRET);
    }

    private ConfigurableApplicationContext service() {
        return new SpringApplicationBuilder(RegistryClientConfiguration.class, CloudLoginsConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(
                        KEY + "username=AKIAIOSFODNN7EXAMPLE",
                        KEY + "password=" + SECRET,
                        KEY + "endpoint=http://" + registry.host(),
                        "wave.aws.endpoint=" + LocalServices.moto().endpoint())
                .run();
    }

    private String sent(int call) {
        String header = registry.calls().get(call).header("Authorization").orElse("");
        return new String(Base64.getDecoder().decode(header.replace("Basic ", "")), StandardCharsets.UTF_8);
    }
}
