package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
    @CsvSource(
            nullValues = "-",
            value = {
                "http://h/x, http, h",
                "HTTPS://u:p@h:8080?x, https, h:8080",
                "http://h\\@i/x, http, i",
                "git://h/o/r.git#v, git, h",
                "git+ssh://git@h:22/x, ssh, h:22",
                "git@h:o/r.git, ssh, h",
                "git@h:r.git, ssh, h",
                "http:///x, http, ''",
                "+://h, '', h",
            })
    void serversOfUrls(String url, String scheme, String authority) {
        assertThat(RemoteLocation.of(url)).hasValueSatisfying(found -> {
            assertThat(found.scheme()).isEqualTo(scheme);
            assertThat(found.authority()).isEqualTo(authority);
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://h/x, h, -",
                "http://My_Host.com:80/x, My_Host.com, 80",
                "http://10.0.0.1/x, 10.0.0.1, -",
                "http://1.pool.ntp.org./x, 1.pool.ntp.org., -",
                "http://[::1]:80/x, ::1, 80",
                "http://[::1]/x, ::1, -",
                "http://[::1/x, -, -",
                "http://[]/x, -, -",
                "http:///x, -, -",
                "http://2130706433/x, -, -",
                "http://0x7f.1/x, -, -",
                "http://127.1/x, -, -",
                "http://010.0.0.1/x, -, -",
                "http://10.0.0.256/x, -, -",
                "http://10.0.0.1\\@h/x, h, -",
                "http://10.0.0.1\\/x, -, -",
                "http://h%2e/x, -, -",
                "http://h\u3002i/x, -, -",
            })
    void hostsAndPorts(String url, @Nullable String host, @Nullable Integer port) {
        RemoteLocation location = RemoteLocation.of(url).orElseThrow();
        assertThat(location.host()).isEqualTo(Optional.ofNullable(host));
        assertThat(location.port()).isEqualTo(port == null ? OptionalInt.empty() : OptionalInt.of(port));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://h/x, -",
                "http://h:/x, -",
                "http://h:PORT/x, -",
                "http://h:80/x, 80",
                "http://h:080/x, 080",
                "http://u:1@h:99999999999/x, 99999999999",
                "http://[::1]:65536/x, 65536",
            })
    void portsAsWritten(String url, @Nullable String port) {
        assertThat(RemoteLocation.of(url).orElseThrow().writtenPort()).isEqualTo(Optional.ofNullable(port));
    }

    @Test
    void urlsInATextAreFound() {
        String text =
                "a[url=http://h1/x,b=c] --index-url=https://u@h2:1 git+https://h3 'http://h4' ://h5 x http://http://h6";
        assertThat(RemoteLocation.allIn(text))
                .extracting(RemoteLocation::authority)
                .containsExactly("h1", "h2:1", "h3", "h4", "http:", "h6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a:b", "a@b", "./http://x", "a b://c", "<<EOF", ""})
    void paths(String path) {
        assertThat(RemoteLocation.of(path)).isEmpty();
    }
}
