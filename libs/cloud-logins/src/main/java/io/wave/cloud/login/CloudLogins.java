package io.wave.cloud.login;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.login.LoginExchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Exchanges credentials for the logins of clouds.
 *
 * <ol>
 *   <li>Concurrent calls that need the same login share one request.
 *   <li>A login is renewed before it ends. While the cloud is unavailable, it is used until its end.
 *   <li>Failures are not kept.
 *   <li>A login that a registry rejects is replaced, unless it was given out within the last minute.
 *   <li>Logins are kept in memory only, and are never shared between different credentials.
 * </ol>
 */
public final class CloudLogins implements LoginExchange {

    private static final Logger LOG = LoggerFactory.getLogger(CloudLogins.class);
    private static final int MAX_LOGINS = 10_000;
    private static final Duration EXPIRY = Duration.ofHours(12);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration REPLACEABLE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final List<LoginProvider> providers;
    private final Clock clock;
    private final Executor threads;
    private final AsyncCache<Key, CloudLogin> logins;

    /** @param threads for requests, which block */
    public CloudLogins(List<LoginProvider> providers, Clock clock, Executor threads) {
        this.providers = List.copyOf(providers);
        this.clock = clock;
        this.threads = threads;
        this.logins = Caffeine.newBuilder()
                .maximumSize(MAX_LOGINS)
                .expireAfterWrite(EXPIRY)
                .buildAsync();
    }

    private record Key(LoginProvider provider, String scope, Credentials credentials) {

        CloudLogin request(RegistryTarget target) {
            return provider.request(target);
        }
    }

    @Override
    public Mono<Credentials> login(RegistryTarget target) {
        return exchanged(target, known -> clock.instant().isBefore(known.renewal()));
    }

    @Override
    public Mono<Credentials> fresh(RegistryTarget target) {
        return exchanged(target, known -> known.isNewerThan(FRESH, clock.instant()));
    }

    @Override
    public Mono<Credentials> replacement(RegistryTarget target, Credentials rejected) {
        return key(target)
                .map(key -> Mono.defer(() -> replacement(target, key, rejected)))
                .orElseGet(Mono::empty);
    }

    private Mono<Credentials> replacement(RegistryTarget target, Key key, Credentials rejected) {
        return get(
                        target,
                        key,
                        known -> !known.login().equals(rejected) || known.isNewerThan(REPLACEABLE, clock.instant()))
                .filter(login -> !login.equals(rejected));
    }

    private Mono<Credentials> exchanged(RegistryTarget target, Predicate<CloudLogin> usable) {
        return Mono.defer(() -> key(target).map(key -> get(target, key, usable)).orElseGet(() -> NONE.login(target)));
    }

    private Optional<Key> key(RegistryTarget target) {
        return target.credentials()
                .flatMap(credentials -> providers.stream()
                        .flatMap(provider ->
                                provider.scope(target).map(scope -> new Key(provider, scope, credentials)).stream())
                        .findFirst());
    }

    private Mono<Credentials> get(RegistryTarget target, Key key, Predicate<CloudLogin> usable) {
        return Mono.fromFuture(() -> future(target, key, usable), true)
                .map(CloudLogin::login)
                .onErrorMap(LoginException.class, failure -> translated(target, failure));
    }

    private CompletableFuture<CloudLogin> future(RegistryTarget target, Key key, Predicate<CloudLogin> usable) {
        CompletableFuture<CloudLogin> known = logins.getIfPresent(key);
        if (known != null && isUsable(known, usable)) {
            return known;
        }
        return logins.asMap()
                .compute(
                        key,
                        (_, found) -> found != null && isUsable(found, usable) ? found : requested(target, key, found));
    }

    private static boolean isUsable(CompletableFuture<CloudLogin> known, Predicate<CloudLogin> usable) {
        return !known.isDone() || (!known.isCompletedExceptionally() && usable.test(known.join()));
    }

    private CompletableFuture<CloudLogin> requested(
            RegistryTarget target, Key key, @Nullable CompletableFuture<CloudLogin> former) {
        return CompletableFuture.supplyAsync(() -> key.request(target), threads)
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> kept(former, cause(failure)));
    }

    private static RuntimeException cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return switch (cause) {
            case TimeoutException late ->
                new LoginException(Reason.UNAVAILABLE, "the cloud of the registry did not respond in time", late);
            case RuntimeException known -> known;
            case null, default -> new CompletionException(failure);
        };
    }

    /** The former login, if the cloud is only unavailable and the login has not ended. */
    private CloudLogin kept(@Nullable CompletableFuture<CloudLogin> former, RuntimeException failure) {
        Instant now = clock.instant();
        if (former != null
                && !former.isCompletedExceptionally()
                && failure instanceof LoginException known
                && known.reason() == Reason.UNAVAILABLE
                && former.join().end().isAfter(now)) {
            LOG.atWarn()
                    .log(
                            "A login of a registry cannot be renewed, the former one is used until it ends: {}",
                            known.getMessage());
            return former.join().postponed(now);
        }
        throw failure;
    }

    private static RegistryException translated(RegistryTarget target, LoginException failure) {
        String message = target + ": " + failure.getMessage();
        return switch (failure.reason()) {
            case REJECTED -> new RegistryException(OciErrorCode.UNAUTHORIZED, 401, message);
            case DENIED -> new RegistryException(OciErrorCode.DENIED, 403, message);
            case MISCONFIGURED ->
                new RegistryException(RegistryFailure.REFUSED, OciErrorCode.UNAVAILABLE, 401, message, null, failure);
            case UNAVAILABLE ->
                new RegistryException(RegistryFailure.LOGIN, OciErrorCode.UNAVAILABLE, 0, message, null, failure);
        };
    }
}
