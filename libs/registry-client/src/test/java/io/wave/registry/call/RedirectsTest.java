package io.wave.registry.call;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static io.wave.registry.Scripts.REPOSITORY;
import static io.wave.registry.Scripts.blobPath;
import static io.wave.registry.Scripts.redirect;
import static io.wave.registry.Scripts.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);
    private static final String PATH = blobPath(CONTENT);

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ScriptedRegistry elsewhere = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of(registry.host(), user("user", "secret")));

    @AfterEach
    void stop() {
        registry.close();
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectToAnotherOriginIsReturned(int status) {
        String location = "http://%s/object?X-Signature=a%%2Fb%%3D".formatted(elsewhere.host());
        registry.on(PATH, redirect(status, location));

        assertThat(blob()).isEqualTo(new BlobResponse.Redirect(URI.create(location), status));
        assertThat(elsewhere.calls()).isEmpty();
    }

    @Test
    void redirectWithinTheRegistryIsFollowed() {
        registry.on(PATH, redirect(307, "/objects/1")).on("/objects/1", ScriptedAnswer.content("a/b", CONTENT));

        assertThat(Clients.bytes(((BlobResponse.Body) blob()).content())).isEqualTo(CONTENT);
    }

    @Test
    void contentRedirectsAreFollowedWithoutCredentials() {
        registry.on(PATH, refusal("Basic realm=\"x\""), redirect(302, "http://%s/one".formatted(elsewhere.host())));
        elsewhere.on("/one", redirect(302, "two?a=b")).on("/two", ScriptedAnswer.content("a/b", CONTENT));

        assertThat(content()).isEqualTo(CONTENT);
        assertThat(registry.calls().getLast().header("Authorization")).isPresent();
        assertThat(elsewhere.calls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.header("Authorization")).isEmpty());
    }

    /** Like presigned URLs of object stores, which are valid for one method. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 500, 501, 503})
    void redirectTargetNeedNotSupportHead(int refusal) {
        registry.on(PATH, redirect(307, "http://%s/object".formatted(elsewhere.host())));
        elsewhere.on("/object", ScriptedAnswer.content("a/b", CONTENT).refusingHead(refusal));

        assertThat(await(client.headBlob(registry.host(), REPOSITORY, DIGEST, TENANT)))
                .isEqualTo(new BlobHead(CONTENT.length, "a/b"));
        assertThat(elsewhere.count("HEAD", "/object")).isZero();
    }

    @Test
    void redirectLoopFails() {
        registry.on(PATH, redirect(307, "/other")).on("/other", redirect(307, PATH));

        assertThatThrownBy(this::content)
                .hasMessageContaining("too many redirects or a redirect loop at '127.0.0.1'")
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(RegistryFailure.INVALID_ANSWER));
    }

    @Test
    void tenRedirectsAreFollowed() {
        registry.on(PATH, redirect(307, "/1"));
        for (int i = 1; i < 10; i++) {
            registry.on("/" + i, redirect(307, "/" + (i + 1)));
        }
        registry.on("/10", ScriptedAnswer.content("a/b", CONTENT));
        assertThat(content()).isEqualTo(CONTENT);

        registry.on("/10", redirect(307, "/11")).on("/11", ScriptedAnswer.content("a/b", CONTENT));
        assertThatThrownBy(this::content).hasMessageContaining("too many redirects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://somewhere/x", "http://", "file:///etc/passwd", "http://a b/"})
    void invalidLocationIsReported(String location) {
        registry.on(PATH, redirect(307, location));

        assertThatThrownBy(this::content)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("invalid redirect location");
        assertThatThrownBy(this::blob)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("invalid redirect location");
    }

    private BlobResponse blob() {
        return await(client.blob(registry.host(), REPOSITORY, DIGEST, null, TENANT));
    }

    private byte[] content() {
        return await(client.content(registry.host(), REPOSITORY, DIGEST, 1000, TENANT));
    }
}
