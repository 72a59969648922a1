package io.wave.mirroring.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkopeoOutputTest {

    private static final String HEX = "a".repeat(64);

    private final List<Digest> begun = new ArrayList<>();
    private final SkopeoOutput output = new SkopeoOutput(begun::add);

    @Test
    void blobsAreFoundInChunks() {
        keep("Copying blob sha");
        keep("256:" + HEX + "\nCopying config sha256:" + "b".repeat(64));
        assertThat(new String(output.rest(), StandardCharsets.UTF_8))
                .isEqualTo("Copying config sha256:" + "b".repeat(64));
        assertThat(begun).containsExactly(new Digest(HEX), new Digest("b".repeat(64)));
    }

    @Test
    void blobThatIsPresentIsFoundToo() {
        keep("Copying blob sha256:" + HEX + " skipped: already exists  \n");
        assertThat(begun).containsExactly(new Digest(HEX));
    }

    @Test
    void failureIsTheFatalMessage() {
        keep(
                "time=\"2026-11-29T14:27:25Z\" level=fatal msg=\"copying image 1/3: Get \\\"http://r.test/v2/\\\": refused\"\n");
        assertThat(output.failure()).hasValue("copying image 1/3: Get \"http://r.test/v2/\": refused");
        output.restarted();
        assertThat(output.failure()).isEmpty();
    }

    @Test
    void secretsOfUrlsAreMasked() {
        String kept = keep(
                "time=\"t\" level=fatal msg=\"Get https://user:secret@s3.test/blob?X-Amz-Signature=secret: EOF\"\n");
        assertThat(kept).doesNotContain("secret").contains("s3.test/blob");
        assertThat(output.failure().orElseThrow()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toomanyrequests: You have reached your pull rate limit",
                "reading blob: received unexpected HTTP status: 503 Service Unavailable",
                "writing blob: Patch \"https://r.test\": read tcp: connection reset by peer",
                "pinging container registry r.test: dial tcp 10.0.0.1:443: connect: connection refused",
                "Get \"https://r.test/v2/\": net/http: TLS handshake timeout",
                "reading blob: unexpected EOF"
            })
    void overloadPasses(String words) {
        assertThat(SkopeoFailure.isTemporary(words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reading manifest 1 in r.test/a: unauthorized: authentication required",
                "reading manifest 1 in r.test/a: manifest unknown",
                "requested access to the resource is denied",
                "dial tcp: lookup no.test: no such host",
                "Digest of source image's manifest would not match destination reference",
                "Copying blob sha256:5035030000000000000000000000000000000000000000000000000000000000"
            })
    void otherFailuresDoNot(String words) {
        assertThat(SkopeoFailure.isTemporary(words)).isFalse();
    }

    private String keep(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(output.keep(bytes, bytes.length), StandardCharsets.UTF_8);
    }
}
