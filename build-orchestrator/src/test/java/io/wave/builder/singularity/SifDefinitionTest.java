package io.wave.builder.singularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SifDefinitionTest {

    private static final RegistriesProperties REGISTRIES = new RegistriesProperties(
            Map.of("registry.test", new RegistryEntry(null, null, false, "http://mirror.test:5000")));

    @Test
    void contextPathIsInsertedIntoFile() {
        SifDefinition definition = new SifDefinition("""
                BootStrap: docker
                From: ubuntu:24.04
                %files
                    {{wave_context_dir}}/conda.yml /scratch/conda.yml
                  {{wave_context_dir}}/layer-0a/* /
                """);
        assertThat(definition.written(Path.of("/work/job/context"), REGISTRIES)).isEqualTo("""
                BootStrap: docker
                From: ubuntu:24.04
                %files
                    /work/job/context/conda.yml /scratch/conda.yml
                  /work/job/context/layer-0a/* /
                """);
    }

    @Test
    void baseImagesAreNamedByTheirRegistry() {
        SifDefinition definition = new SifDefinition("""
                Bootstrap: docker
                from: registry.test/team/base:1
                Stage: build

                Bootstrap: localimage
                From: ./Some Image.sif
                """);
        assertThat(definition.written(Path.of("/c"), REGISTRIES)).isEqualTo("""
                Bootstrap: docker
                from: mirror.test:5000/team/base:1
                Stage: build

                Bootstrap: localimage
                From: ./Some Image.sif
                """);
        assertThat(definition.bases()).containsExactly(ImageReference.parse("registry.test/team/base:1"));
    }
}
