package io.wave.api.platform.login;

import com.nimbusds.jose.jwk.JWKSet;
import io.wave.local.fake.PlatformStub;
import io.wave.local.fake.PlatformStub.Answer;
import io.wave.local.fake.PlatformStub.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Platform with one user who has one session: each refresh replaces both of its tokens. */
final class SessionPlatform implements PlatformStub.Answers {

    static final String REFRESH = "/oauth/access_token";

    private final List<Call> refreshes = new CopyOnWriteArrayList<>();
    private volatile String access = "access-" + UUID.randomUUID();
    private volatile String refresh = "refresh=&+" + UUID.randomUUID();
    private volatile String former = refresh;
    private volatile String renewed = "";
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable Answer broken;
    private volatile Answer keys = new Answer(404, "");

    String access() {
        return access;
    }

    String refresh() {
        return refresh;
    }

    /** The requests for new tokens. */
    List<Call> refreshes() {
        return refreshes;
    }

    /** What a refresh makes of the access token. */
    void renewTo(String token) {
        renewed = token;
    }

    /** The Platform has lost the last refresh, and with it the tokens that it gave out. */
    void loseLastRefresh() {
        refresh = former;
        expire();
    }

    /** Refreshes take this long. */
    void slowDown(Duration time) {
        delay = time;
    }

    /** Ends the access token. */
    void expire() {
        access = "access-" + UUID.randomUUID();
    }

    /** Ends the session. */
    void revoke() {
        expire();
        refresh = "refresh-" + UUID.randomUUID();
    }

    /** Refreshes are answered like this. */
    void breakRefreshes(Answer answer) {
        broken = answer;
    }

    /** Publishes keys. */
    void publish(JWKSet published) {
        keys = new Answer(200, published.toString());
    }

    /** Refreshes work again. */
    void repair() {
        broken = null;
    }

    @Override
    public Answer to(String uri, String auth) {
        if (!auth.equals("Bearer " + access)) {
            return new Answer(401, "{}");
        }
        return new Answer(
                200,
                uri.endsWith("/user-info")
                        ? "{\"user\":{\"id\":1,\"userName\":\"ann\",\"email\":\"ann@lab.test\"}}"
                        : "{\"credentials\":[]}");
    }

    @Override
    public Answer to(Call call) {
        if (call.uri().endsWith("/.well-known/jwks.json")) {
            return keys;
        }
        return call.uri().endsWith(REFRESH) ? refreshed(call) : to(call.uri(), call.auth());
    }

    private synchronized Answer refreshed(Call call) {
        refreshes.add(call);
        Answer instead = broken;
        if (instead != null) {
            return instead;
        }
        String expected =
                "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(refresh, StandardCharsets.UTF_8);
        if (!call.body().equals(expected)) {
            return new Answer(401, "{}");
        }
        expire();
        access = renewed.isEmpty() ? access : renewed;
        former = refresh;
        refresh = "refresh-" + UUID.randomUUID();
        new CompletableFuture<Void>()
                .completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Answer(
                200, "{}", List.of("JWT=%s; Path=/; HttpOnly".formatted(access), "JWT_REFRESH_TOKEN=" + refresh));
    }
}
