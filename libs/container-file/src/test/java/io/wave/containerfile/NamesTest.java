package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-archive:/etc/passwd",
                "DOCKER-Archive:x",
                "containers-storage:[overlay@/x]y",
                "dir:x",
                "oci:x",
                "oci-archive:/x",
                "docker-daemon:a:b",
                "ostree:x",
                "sif:/x.sif",
                "tarball:/x",
                " dir:/x",
                "atomic:x"
            })
    void localTransports(String name) {
        assertThat(LocalTransport.of(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alpine", "docker:dind", "dir", "localhost/oci:1", "h:5000/dir:1", "docker://h/x", "oras://h/x"})
    void imagesOfRegistries(String name) {
        assertThat(LocalTransport.of(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/x, http h",
        "HTTPS://u:p@h:8080?x, https h:8080",
        "http://h\\@i/x, http i",
        "git://h/o/r.git#v, git h",
        "ssh://git@h:22/x, ssh h:22",
        "git@h:o/r.git, ssh h",
        "http:///x, 'http '",
    })
    void serversOfUrls(String url, String server) {
        assertThat(RemoteLocation.of(url))
                .hasValueSatisfying(found ->
                        assertThat(found.scheme() + " " + found.authority()).isEqualTo(server));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a:b", "a@b", "./http://x", "a b://c", "<<EOF", ""})
    void paths(String path) {
        assertThat(RemoteLocation.of(path)).isEmpty();
    }
}
