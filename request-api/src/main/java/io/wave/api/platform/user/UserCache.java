package io.wave.api.platform.user;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The users of tokens, in memory and, for all replicas, encrypted in Redis. They are stored under a keyed hash of Platform and token,
 * which reveals neither. Each is loaded once at a time on a replica; failures are not kept.
 */
final class UserCache {

    private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_ENTRIES = 10_000;

    private final StringRedisTemplate redis;
    private final SecretCipher cipher;
    private final byte[] key;
    private final AsyncCache<String, PlatformUser> users;

    UserCache(StringRedisTemplate redis, RootKey rootKey, Executor threads) {
        this.redis = redis;
        this.cipher = new SecretCipher(rootKey, RootKey.Purpose.PLATFORM_USERS);
        this.key = rootKey.derive(RootKey.Purpose.PLATFORM_USERS);
        this.users = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MAX_ENTRIES)
                .executor(threads)
                .buildAsync();
    }

    /** The user of a login; loads it unless it is known. */
    PlatformUser get(PlatformLogin login, Supplier<PlatformUser> load) {
        String text = login.endpoint().location() + "\n" + login.token().value();
        String name =
                "platform-user:" + HexFormat.of().formatHex(RootKey.mac(key, text.getBytes(StandardCharsets.UTF_8)));
        try {
            return users.get(name, _ -> shared(name).orElseGet(() -> store(name, load.get())))
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    private Optional<PlatformUser> shared(String name) {
        try {
            return Optional.ofNullable(redis.opsForValue().get(name))
                    .flatMap(encrypted -> cipher.decrypt(name, encrypted))
                    .map(text -> JSON.readValue(text, PlatformUser.class));
        } catch (DataAccessException | JacksonException unavailable) {
            return Optional.empty();
        }
    }

    private PlatformUser store(String name, PlatformUser user) {
        try {
            redis.opsForValue().set(name, cipher.encrypt(name, JSON.writeValueAsString(user)), KEPT);
        } catch (DataAccessException unavailable) {
            LOG.atDebug().log("Redis is unavailable: other replicas ask the Platform themselves");
        }
        return user;
    }
}
