package io.wave.api.platform.login;

import com.nimbusds.jwt.JWTParser;
import io.wave.api.platform.call.PlatformSender;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import io.wave.messaging.loop.RepeatedTask;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps logins fresh, so that a refresh token does not end while nobody uses it, and deletes those that nothing needs any more. A login
 * that ends before the next check is refreshed; one that does not say when it ends is tried out at the Platform.
 */
final class LoginMonitor implements RepeatedTask {

    /** Between two checks of a login. */
    static final Duration INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(LoginMonitor.class);
    /** Until a login is checked again whose check has failed, or whose replica has died. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    /** A login has to live this much longer than until the next check. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final int MAX_CHECKS = 25;
    private static final int MAX_DELETIONS = 1000;

    private final LoginTable table;
    private final PlatformLogins logins;
    private final PlatformSender sender;
    private final Executor threads;
    private final Clock clock;

    LoginMonitor(LoginTable table, PlatformLogins logins, PlatformSender sender, Executor threads, Clock clock) {
        this.table = table;
        this.logins = logins;
        this.sender = sender;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public boolean run() {
        int deleted = table.deleteExpired(MAX_DELETIONS);
        List<StoredLogin> due = table.due(MAX_CHECKS, AFTER_FAILURE);
        due.stream()
                .map(login -> CompletableFuture.runAsync(() -> check(login), threads))
                .toList()
                .forEach(CompletableFuture::join);
        return deleted == MAX_DELETIONS || due.size() == MAX_CHECKS;
    }

    private void check(StoredLogin login) {
        try {
            if (!isFresh(login)) {
                logins.refresh(login.key(), login.pair().token());
            }
            table.checked(login.key());
        } catch (ApiException logged) {
            LOG.atDebug()
                    .addKeyValue("endpoint", login.pair().endpoint())
                    .log("A login of a Platform user is checked again later");
        }
    }

    private boolean isFresh(StoredLogin login) {
        Secret token = login.pair().token();
        return end(token)
                .map(end -> end.isAfter(clock.instant().plus(INTERVAL).plus(MARGIN)))
                .orElseGet(() ->
                        sender.get(login.pair().platform(), "/user-info", token).code() != 401);
    }

    /** When a token ends, as it says; this is not verified. */
    private static Optional<Instant> end(Secret token) {
        try {
            return Optional.ofNullable(
                            JWTParser.parse(token.value()).getJWTClaimsSet().getExpirationTime())
                    .map(Date::toInstant);
        } catch (ParseException | RuntimeException opaque) {
            return Optional.empty();
        }
    }
}
