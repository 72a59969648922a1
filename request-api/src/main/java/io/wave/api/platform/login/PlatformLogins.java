package io.wave.api.platform.login;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.platform.call.LoginTokens;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.call.SharedCalls;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Logins that can be refreshed. Promises:
 *
 * <ol>
 *   <li>A login is kept for 36 hours after a request or a call has used it, encrypted, for all replicas.
 *   <li>It is refreshed by one replica at a time; the others wait for the result.
 *   <li>Failures are remembered: a refresh token that the Platform does not accept is sent once a minute at most.
 *   <li>A login whose token is still valid is kept, even if the Platform refuses to refresh it.
 *   <li>A newer pair is never replaced by that of a request, unless the Platform does not accept it.
 * </ol>
 */
public final class PlatformLogins implements LoginTokens {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformLogins.class);
    private static final String REFRESHED = "refreshed";
    private static final String REFUSED = "refused";
    private static final String FAILED = "failed";
    private static final List<String> OUTCOMES = List.of(REFRESHED, REFUSED, FAILED);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SHARED = Duration.ofSeconds(10);
    private static final Duration WRITTEN = Duration.ofMinutes(10);
    private static final int MAX_ENTRIES = 10_000;

    private final LoginTable table;
    private final LoginExchange exchange;
    private final Duration claim;
    private final MeterRegistry meters;
    private final AsyncCache<Attempt, Secret> attempts;
    private final Cache<Offer, Boolean> written = Caffeine.newBuilder()
            .expireAfterWrite(WRITTEN)
            .maximumSize(MAX_ENTRIES)
            .build();

    /**
     * @param longest how long a refresh with one refresh token may take at the Platform
     * @param threads where logins are refreshed
     */
    PlatformLogins(LoginTable table, LoginExchange exchange, Duration longest, MeterRegistry meters, Executor threads) {
        this.table = table;
        this.exchange = exchange;
        this.claim = longest.multipliedBy(2).plus(AFTER_FAILURE);
        this.meters = meters;
        OUTCOMES.forEach(this::counter);
        this.attempts = Caffeine.newBuilder()
                .expireAfterWrite(SHARED)
                .maximumSize(MAX_ENTRIES)
                .executor(threads)
                .buildAsync();
    }

    /**
     * The refresh of a token.
     *
     * @param refused the token, which the Platform does not accept, unless it is ahead of time
     */
    private record Attempt(String key, Secret refused, boolean ahead) {}

    private record Offer(PlatformLogin login, Secret refresh) {}

    /** Stores a login that the Platform has not accepted yet, for a moment, so that it can be refreshed. */
    public void offer(PlatformLogin login, Secret refresh) {
        table.offer(table.key(login), LoginPair.of(login, refresh));
    }

    /** Keeps a login that the Platform has accepted. */
    public void keep(PlatformLogin login, Secret refresh) {
        var _ = written.get(new Offer(login, refresh), _ -> {
            offer(login, refresh);
            used(login);
            return true;
        });
    }

    @Override
    public Optional<Secret> replacement(PlatformLogin login) {
        return table.find(table.key(login)).map(stored -> stored.pair().token());
    }

    @Override
    public void used(PlatformLogin login) {
        table.used(table.key(login));
    }

    @Override
    public Optional<Secret> refresh(PlatformLogin login, Secret refused) {
        String key = table.key(login);
        return table.find(key).map(_ -> refresh(new Attempt(key, refused, false)));
    }

    /** Refreshes a login whose token is not valid any more. */
    void refresh(StoredLogin login) {
        refresh(new Attempt(login.key(), login.pair().token(), false));
    }

    /** Refreshes a login whose token is still valid: it is kept if the Platform does not accept the refresh token. */
    void refreshAhead(StoredLogin login) {
        refresh(new Attempt(login.key(), login.pair().token(), true));
    }

    private Secret refresh(Attempt attempt) {
        return SharedCalls.join(attempts.get(attempt, this::attempt));
    }

    /** Refreshes the login, or waits while another replica does. */
    private Secret attempt(Attempt attempt) {
        for (long polls = claim.dividedBy(POLL); polls > 0; polls--) {
            Optional<StoredLogin> found = table.find(attempt.key());
            if (found.isPresent()) {
                StoredLogin login = found.get();
                if (!login.pair().token().equals(attempt.refused())) {
                    return login.pair().token();
                }
                login.failure().ifPresent(PlatformLogins::fail);
                if (table.claim(login, claim)) {
                    return exchange(login, attempt.ahead());
                }
            }
            pause();
        }
        throw ApiException.unavailable(
                "towerRefreshToken: the login is being refreshed, which takes too long; try again",
                AFTER_FAILURE,
                null);
    }

    private static void fail(StoredLogin.Failure failure) {
        throw failure.refused()
                ? ApiException.tokenInvalid(failure.message())
                : ApiException.unavailable(failure.message(), AFTER_FAILURE, null);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("the service stops; try again", AFTER_FAILURE, stopping);
        }
    }

    private Secret exchange(StoredLogin login, boolean ahead) {
        try {
            LoginPair renewed = exchange.refresh(login.pair());
            table.refreshed(login, renewed);
            counter(REFRESHED).increment();
            return renewed.token();
        } catch (ApiException failure) {
            boolean refused = failure.status() == HttpStatus.UNAUTHORIZED;
            if (refused && ahead) {
                table.release(login);
            } else {
                StoredLogin.Failure remembered = new StoredLogin.Failure(refused, String.valueOf(failure.getMessage()));
                table.failed(login, remembered, refused ? AFTER_REFUSAL : AFTER_FAILURE);
            }
            counter(refused ? REFUSED : FAILED).increment();
            LOG.atInfo()
                    .addKeyValue("endpoint", login.pair().endpoint())
                    .addKeyValue("reason", failure.getMessage())
                    .log("The login of a Platform user could not be refreshed");
            throw failure;
        }
    }

    private Counter counter(String outcome) {
        return Counter.builder("wave.platform.refreshes")
                .description("Refreshes of logins of Platform users")
                .tag("outcome", outcome)
                .register(meters);
    }
}
