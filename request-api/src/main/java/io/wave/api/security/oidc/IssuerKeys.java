package io.wave.api.security.oidc;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the issuer. They are loaded when the first token arrives, after five minutes, and when a token has a key that is
 * not known, but never more often than the interval allows, whatever tokens arrive and whether the issuer responds. While it
 * does not, the keys that it had are used for an hour.
 */
public final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(1);
    /** Shortest time between attempts while there are no usable keys; also when clients should try again. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private final KeySource source;
    private final Duration interval;
    private final Ticker ticker;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile State state = new State(null, 0, null);

    /**
     * @param interval shortest time between two loads of the keys
     */
    public IssuerKeys(KeySource source, Duration interval, Ticker ticker) {
        this.source = source;
        this.interval = interval;
        this.ticker = ticker;
    }

    /**
     * @param keys the keys that were loaded last
     * @param loadedAt when, in nanoseconds
     * @param attempt the last attempt to load them
     */
    private record State(
            @Nullable JWKSet keys, long loadedAt, @Nullable Attempt attempt) {}

    private record Attempt(long at, boolean failed) {}

    /**
     * The keys with which a token may have been signed.
     *
     * @throws IssuerUnavailableException if the issuer may have such a key and does not respond
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws IssuerUnavailableException {
        State known = isOlderThan(FRESH, state) ? load(isOlderThan(USABLE, state)) : state;
        List<JWK> found = select(selector, known);
        if (!found.isEmpty()) {
            return found;
        }
        State latest = load(true);
        List<JWK> added = select(selector, latest);
        if (added.isEmpty() && hasFailed(latest)) {
            throw new IssuerUnavailableException("keys of the issuer unavailable");
        }
        return added;
    }

    private List<JWK> select(JWKSelector selector, State from) {
        JWKSet keys = from.keys();
        return keys == null || isOlderThan(USABLE, from) ? List.of() : selector.select(keys);
    }

    private boolean isOlderThan(Duration age, State from) {
        return from.keys() == null || ticker.read() - from.loadedAt() >= age.toNanos();
    }

    private static boolean hasFailed(State from) {
        return from.attempt() != null && from.attempt().failed();
    }

    /**
     * Loads the keys, unless that was tried within the interval.
     *
     * @param waits whether to wait while another caller loads them
     */
    private State load(boolean waits) {
        if (waits) {
            loading.lock();
        } else if (!loading.tryLock()) {
            return state;
        }
        try {
            if (isDue(state)) {
                state = attempt(state);
            }
            return state;
        } finally {
            loading.unlock();
        }
    }

    private boolean isDue(State from) {
        Attempt last = from.attempt();
        return last == null || ticker.read() - last.at() >= pause(from).toNanos();
    }

    /** Without any keys all tokens wait for the issuer, so it is tried more often. */
    private Duration pause(State from) {
        return isOlderThan(USABLE, from) && interval.compareTo(RETRY) > 0 ? RETRY : interval;
    }

    private State attempt(State before) {
        try {
            JWKSet loaded = source.keys();
            if (hasFailed(before)) {
                LOG.info("The keys of {} have been loaded again", source.owner());
            }
            long now = ticker.read();
            return new State(loaded, now, new Attempt(now, false));
        } catch (IOException unavailable) {
            LOG.atWarn()
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("The keys of {} cannot be loaded, it is tried again later", source.owner());
            return new State(before.keys(), before.loadedAt(), new Attempt(ticker.read(), true));
        }
    }
}
