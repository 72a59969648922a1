package io.wave.api.platform.call;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Which replicas a Platform is connected to, in Redis. A replica that ends without a word is found dead by the next call. */
record ConnectedReplicas(StringRedisTemplate redis) {

    private static final Duration KEPT = Duration.ofDays(1);

    private static String key(String location) {
        return "platform-replicas:"
                + Digest.of(location.getBytes(StandardCharsets.UTF_8)).hex();
    }

    void add(String location, String replica) {
        redis.opsForSet().add(key(location), replica);
        redis.expire(key(location), KEPT);
    }

    void remove(String location, String replica) {
        redis.opsForSet().remove(key(location), replica);
    }

    List<String> of(String location) {
        Set<String> members = redis.opsForSet().members(key(location));
        return members == null ? List.of() : List.copyOf(members);
    }
}
