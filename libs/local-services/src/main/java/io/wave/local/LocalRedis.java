package io.wave.local;

import io.wave.local.server.RedisServer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** Says where the Redis of a test is. */
record LocalRedis(RedisServer server, int database) implements DataRedisConnectionDetails {

    @Override
    public String getPassword() {
        return server.password();
    }

    @Override
    public Standalone getStandalone() {
        return Standalone.of(server.host(), server.port(), database);
    }
}
