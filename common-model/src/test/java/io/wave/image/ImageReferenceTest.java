package io.wave.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "busybox,                                    docker.io/library/busybox:latest",
        "foo/busybox:bar,                            docker.io/foo/busybox:bar",
        "docker.io/busybox,                          docker.io/library/busybox:latest",
        "index.docker.io/library/busybox:1,          docker.io/library/busybox:1",
        "registry-1.docker.io/busybox,               docker.io/library/busybox:latest",
        "quay.io/busybox,                            quay.io/busybox:latest",
        "quay.io/a/b/c:v1.1,                         quay.io/a/b/c:v1.1",
        "myregistryhost:5000/fedora/httpd:version1.0, myregistryhost:5000/fedora/httpd:version1.0",
        "localhost/x,                                localhost/x:latest",
        "localhost:5000/x,                           localhost:5000/x:latest",
        "x,                                          docker.io/library/x:latest",
        "3com.example.org/x,                         3com.example.org/x:latest",
        "8.8.8.8/x,                                  8.8.8.8/x:latest",
        "[2001:db8::1]:5000/x,                       [2001:db8::1]:5000/x:latest",
        "localhost:1/x,                              localhost:1/x:latest",
        "localhost:65535/x,                          localhost:65535/x:latest",
    })
    void completesShortNames(String text, String canonical) {
        assertThat(ImageReference.parse(text)).hasToString(canonical);
    }

    @Test
    void parsesTagAndDigest() {
        ImageReference image = ImageReference.parse("canonical/ubuntu:22.04@" + DIGEST);
        assertThat(image.repository()).isEqualTo("canonical/ubuntu");
        assertThat(image.reference()).isEqualTo(Digest.parse(DIGEST));
        assertThat(image).hasToString("docker.io/canonical/ubuntu:22.04@" + DIGEST);
        assertThat(image.at(new Tag("x"))).hasToString("docker.io/canonical/ubuntu:x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:0/x",
                "localhost:00000/x",
                "localhost:05000/x",
                "quay.io:65536/x",
                "8.8.8.8:99999/x",
                "[::1]:70000/x"
            })
    void portsOfOtherNumbersAreNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(text))
                .withMessage("invalid name '%s': the port of '%s' must be from 1 to 65535, without leading zeros"
                        .formatted(text, text.substring(0, text.indexOf('/'))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://x/y",
                "docker://quay.io/x",
                "a b",
                "http:foo/x",
                "docker:quay.io/x",
                "foo:",
                "Foo",
                "foo/",
                "foo//bar",
                "foo@sha256:12345",
                "ubuntu:sha256:12",
                "foo.com:port/x",
                "foo.com/",
                "../x",
                "-x",
                "x@md5:1",
                "my_registry.io/x",
                "1.2.3/x",
                "127.1/x",
                "0x7f.1/x",
                "0177.0.0.1/x",
                "256.0.0.1/x",
                "80:80/x",
                "foo.1/x",
                "[1:2]/x",
                "[:::]:80/x"
            })
    void rejectsInvalidNames(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(text))
                .withMessageStartingWith("invalid name");
    }

    @Test
    void invalidRepositoriesGetARule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("Alpine"))
                .withMessage("invalid name 'Alpine': invalid repository 'library/Alpine': must be in lower case");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("quay.io/a/b+c"))
                .withMessageEndingWith(
                        "invalid repository 'a/b+c': use lowercase letters and digits, separated by '/', '.',"
                                + " '_', '__' or '-'");
    }
}
