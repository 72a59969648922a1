package io.wave.builder.containerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.builder.context.InvalidContextException;
import io.wave.builder.image.SampleSpec;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.image.ImageReference;
import io.wave.registry.config.RegistriesProperties;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedImagesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM docker-archive:/etc/passwd",
                "FROM containers-storage:[vfs@/var/lib/x]image",
                "\ufeffFROM \\\n dir:/srv",
                "ARG I=oci-archive:/srv/x.tar\nFROM ${I}",
                "FROM base\nCOPY --from=oci-archive:/x.tar / /",
                "FROM base\nADD --from=dir:/srv / /",
                "FROM base\nRUN --mount=type=bind,from=oci:/srv,target=/x true",
            })
    void onlyImagesInRegistriesAreAllowed(String file) {
        assertThatThrownBy(() -> NamedImages.of(SampleSpec.of(file)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("containerFile: line ")
                .hasMessageContaining("only images in registries are allowed");
    }

    @Test
    void findsImagesAndAddedSources() {
        NamedImages named = NamedImages.of(SampleSpec.of("""
                ARG TAG=1
                FROM registry.test/base:$TAG AS base
                FROM base
                COPY --from=registry.test/tools /x /x
                COPY --from=base /y /y
                ADD https://files.test/a b /z/
                RUN --mount=type=bind,from=registry.test/mounted,target=/m true
                """));
        assertThat(named.images())
                .extracting(ImageReference::name)
                .containsExactlyInAnyOrder("registry.test/base", "registry.test/tools", "registry.test/mounted");
        assertThat(named.added()).containsExactly("https://files.test/a", "b");
        assertThat(named.servers()).containsExactly("files.test:443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM 127.0.0.1:5000/base",
                "FROM base\nADD http://10.0.0.1/b /x/",
                "FROM base\nADD b http://127.0.0.1:1/b /x/",
                "ARG H=127.0.0.1\nFROM base\nARG H\nADD http://$H/b /x/",
            })
    void privateAddressesInTheContainerFileAreDenied(String file) {
        ReachableSources sources = new ReachableSources(
                new EgressPolicy(new EgressProperties(true, List.of("docker.io")), Set.of()),
                new RegistriesProperties(Map.of()));
        NamedImages named = NamedImages.of(SampleSpec.of(file));
        assertThatThrownBy(() -> sources.require(named))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("containerFile: host '");
    }
}
