package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.DockerRegistry;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.PushedImages;
import io.wave.proxy.fixture.Tokens;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.UserLogins;
import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Requests that bring credentials along, for a registry that wants them. */
@RegistryProxyTest
class UserLoginsIT {

    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final Credentials LOGIN = new Credentials("user", "a secret: with /+ odd=chars");
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");
    private static final String ANN = UserLogins.TENANT_PREFIX + "ann";
    private static final String BEN = UserLogins.TENANT_PREFIX + "ben";

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Digest source;

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    @BeforeAll
    static void start() {
        try (DockerRegistry open = DockerRegistry.start(folder)) {
            source = new PushedImages(open.host()).image("private/app", "v1", false, "amd64");
        }
        registry = DockerRegistry.startProtected(folder, HTPASSWD);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void imageIsServedToItsUserOnly() {
        String sealed = sealed(LOGIN);
        RequestRecord anns = request(ANN, sealed);
        String manifest = new String(get(anns, "manifests/v1", 200), StandardCharsets.UTF_8);
        List<String> parts = DIGEST.matcher(manifest)
                .results()
                .map(MatchResult::group)
                .map(text -> "blobs/" + text.substring(text.indexOf("sha256"), text.length() - 1))
                .toList();
        assertThat(parts).isNotEmpty();
        parts.forEach(part -> get(anns, part, 200));
        for (RequestRecord other :
                List.of(request(BEN, null), request(BEN, sealed), request(RequestRecord.ANONYMOUS, sealed))) {
            get(other, "manifests/v1", 401, 403, 404);
            get(other, "manifests/" + source, 401, 403, 404);
            parts.forEach(part -> get(other, part, 401, 403, 404));
        }
    }

    /** A user who has replaced a password has the new one in new requests. */
    @Test
    void newestCredentialsOfAUserAreUsed() {
        String tenant = UserLogins.TENANT_PREFIX + "carol";
        UserLogins logins = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
        ImageReference image = image();
        logins.set(tenant, image, login(new Credentials("user", "replaced")));
        get(request(tenant, logins.seal(tenant, List.of(image))), "manifests/v1", 401, 403, 404);
        logins.set(tenant, image, login(LOGIN));
        get(request(tenant, logins.seal(tenant, List.of(image))), "manifests/v1", 200);
    }

    /** Such as those that were revoked in the middle of a run. */
    @Test
    void refusedCredentialsAreNamedAndNoOthersAreTried() {
        try (ScriptedRegistry scripted = ScriptedRegistry.start()) {
            scripted.on(
                    "/v2/private/app/manifests/" + source,
                    ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", "Basic realm=\"x\""));
            ImageReference image = ImageReference.parse(scripted.host() + "/private/app:v1");
            Map<String, Credentials> keptBy =
                    Map.of(ANN, new Credentials("ann", "revoked"), BEN, new Credentials("ben", "other"));
            for (String tenant : List.of(BEN, ANN)) {
                UserLogins logins = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
                Credentials kept = Objects.requireNonNull(keptBy.get(tenant));
                logins.set(tenant, image, Optional.of(new UserLogins.Login(scripted.host(), kept, Instant.EPOCH)));
                int before = scripted.calls().size();
                byte[] answer =
                        get(request(tenant, image, logins.seal(tenant, List.of(image))), "manifests/v1", 401, 403);
                assertThat(new String(answer, StandardCharsets.UTF_8))
                        .contains("%s does not accept the credentials that the user keeps in the Platform"
                                .formatted(scripted.host()))
                        .doesNotContain(kept.password());
                assertThat(scripted.calls().stream()
                                .skip(before)
                                .flatMap(call -> call.header("Authorization").stream()))
                        .isNotEmpty()
                        .containsOnly(basic(kept));
            }
        }
    }

    private static String basic(Credentials login) {
        byte[] text = (login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    private static @Nullable String sealed(Credentials credentials) {
        UserLogins logins = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
        logins.set(ANN, image(), login(credentials));
        return logins.seal(ANN, List.of(image()));
    }

    private static Optional<UserLogins.Login> login(Credentials credentials) {
        return Optional.of(new UserLogins.Login(registry.host(), credentials, Instant.EPOCH));
    }

    private static ImageReference image() {
        return ImageReference.parse(registry.host() + "/private/app:v1");
    }

    private RequestRecord request(String tenant, @Nullable String logins) {
        return request(tenant, image(), logins);
    }

    private RequestRecord request(String tenant, ImageReference image, @Nullable String logins) {
        Instant now = Instant.now();
        return new Tokens(redis)
                .store(new RequestRecord(
                                ContainerToken.random(new SecureRandom()),
                                tenant,
                                image,
                                null,
                                null,
                                null,
                                source,
                                false,
                                null,
                                now,
                                now.plusSeconds(600))
                        .bringing(logins));
    }

    private byte[] get(RequestRecord request, String path, Integer... statuses) {
        var answer = new ProxyClient(port).get("/v2/wt/%s/private/app/%s".formatted(request.token(), path));
        assertThat(answer.statusCode())
                .as(() -> path + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isIn((Object[]) statuses);
        return answer.body();
    }
}
