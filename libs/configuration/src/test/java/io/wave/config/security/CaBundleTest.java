package io.wave.config.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CaBundleTest {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(WaveSecurityConfiguration.class))
            .withPropertyValues("wave.security.key=dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=");

    @TempDir
    private Path folder;

    @Test
    void withoutOneThoseOfTheRuntimeAreTrusted() {
        service.run(
                context -> assertThat(context.getBean(TrustedCertificates.class).managers())
                        .isEmpty());
    }

    @Test
    void missingFile() {
        assertRefused(folder.resolve("none.pem"), "cannot be read");
    }

    @Test
    void fileThatIsNoPem() throws IOException {
        assertRefused(Files.writeString(folder.resolve("key.pem"), "secret"), "has no certificates in PEM");
    }

    @Test
    void cutCertificate() throws IOException {
        Path cut = folder.resolve("cut.pem");
        Files.writeString(cut, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertRefused(cut, "has an invalid certificate");
    }

    private void assertRefused(Path bundle, String problem) {
        service.withPropertyValues("wave.security.ca-bundle=" + bundle).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("wave.security.ca-bundle: '%s' %s".formatted(bundle, problem));
        });
    }
}
