package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObjectStoreConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(ObjectStoreConfiguration.class);

    @TempDir
    Path folder;

    @Test
    void defaultIsBelowTheDataFolder() {
        runner.withPropertyValues("WAVE_DATA_DIR=" + folder).run(context -> {
            assertThat(context).hasSingleBean(FolderObjectStore.class);
            assertThat(folder.resolve("objects")).isDirectory();
        });
    }

    @Test
    void pathIsAFolder() {
        runner.withPropertyValues("wave.store.location=" + folder.resolve("elsewhere"))
                .run(context -> assertThat(folder.resolve("elsewhere")).isDirectory());
    }

    @Test
    void s3LocationIsBucket() {
        runner.withPropertyValues("wave.store.location=s3://bucket/prefix")
                .run(context -> assertThat(context).hasSingleBean(S3ObjectStore.class));
    }

    @Test
    void incompleteKeyPairIsRejected() {
        runner.withPropertyValues("wave.store.location=s3://bucket", "wave.store.s3.access-key=key")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("wave.store.s3.secret-key"));
    }
}
