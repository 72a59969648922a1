package io.wave.api.platform.user;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.platform.call.Outages;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.call.SharedCalls;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The users of tokens, for all replicas encrypted in Redis, and in memory for a minute. They are stored under a keyed hash of Platform
 * and token, which reveals neither. After ten minutes a Platform is asked again; if it is down, its last answer is used for as long as
 * {@link Outages#tolerance} says. Each user is loaded once at a time on a replica; failures are not kept.
 */
final class UserCache {

    private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration IN_MEMORY = Duration.ofMinutes(1);
    private static final int MAX_ENTRIES = 10_000;

    private final StringRedisTemplate redis;
    private final SecretCipher cipher;
    private final byte[] key;
    private final Outages outages;
    private final Clock clock;
    private final AsyncCache<String, PlatformUser> users;

    UserCache(StringRedisTemplate redis, RootKey rootKey, Outages outages, Clock clock, Executor threads) {
        this.redis = redis;
        this.cipher = new SecretCipher(rootKey, RootKey.Purpose.PLATFORM_USERS);
        this.key = rootKey.derive(RootKey.Purpose.PLATFORM_USERS);
        this.outages = outages;
        this.clock = clock;
        this.users = Caffeine.newBuilder()
                .expireAfterWrite(IN_MEMORY)
                .maximumSize(MAX_ENTRIES)
                .executor(threads)
                .buildAsync();
    }

    /**
     * A user, as it is stored.
     *
     * @param confirmedAt when the Platform said so, in seconds since 1970
     */
    private record Confirmed(@Nullable PlatformUser user, long confirmedAt) {}

    /** The user of a login; loads it unless it is known. */
    PlatformUser get(PlatformLogin login, Supplier<PlatformUser> load) {
        String name = name(login);
        return SharedCalls.join(users.get(name, _ -> confirmed(login, name, load)));
    }

    /** Forgets the user of a login. */
    void forget(PlatformLogin login) {
        String name = name(login);
        users.asMap().remove(name);
        delete(name);
    }

    private String name(PlatformLogin login) {
        String text = login.endpoint().location() + "\n" + login.token().value();
        return "platform-user:" + HexFormat.of().formatHex(RootKey.mac(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private PlatformUser confirmed(PlatformLogin login, String name, Supplier<PlatformUser> load) {
        Optional<Confirmed> known = shared(name);
        Optional<PlatformUser> user = known.map(Confirmed::user);
        if (user.isPresent() && known.filter(this::isFresh).isPresent()) {
            return user.get();
        }
        return outages.ask(login.endpoint(), () -> store(name, load.get()), () -> user, () -> delete(name));
    }

    private boolean isFresh(Confirmed known) {
        return Instant.ofEpochSecond(known.confirmedAt()).plus(FRESH).isAfter(clock.instant());
    }

    private Optional<Confirmed> shared(String name) {
        try {
            return Optional.ofNullable(redis.opsForValue().get(name))
                    .flatMap(encrypted -> cipher.decrypt(name, encrypted))
                    .map(text -> JSON.readValue(text, Confirmed.class));
        } catch (DataAccessException | JacksonException unavailable) {
            return Optional.empty();
        }
    }

    private PlatformUser store(String name, PlatformUser user) {
        String json =
                JSON.writeValueAsString(new Confirmed(user, clock.instant().getEpochSecond()));
        try {
            redis.opsForValue().set(name, cipher.encrypt(name, json), FRESH.plus(outages.tolerance()));
        } catch (DataAccessException unavailable) {
            LOG.atDebug().log("Redis is unavailable: other replicas ask the Platform themselves");
        }
        return user;
    }

    private void delete(String name) {
        try {
            redis.delete(name);
        } catch (DataAccessException unavailable) {
            LOG.atDebug().log("Redis is unavailable: a user of a Platform is forgotten later");
        }
    }
}
