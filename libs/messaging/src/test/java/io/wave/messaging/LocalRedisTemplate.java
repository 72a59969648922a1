package io.wave.messaging;

import io.wave.local.LocalServices;
import java.time.Duration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Connections to databases of the local Redis. */
final class LocalRedisTemplate {

    private LocalRedisTemplate() {}

    /** A template on this port, which may be a {@link Gate}. */
    static StringRedisTemplate connect(int port, int database) {
        var server = new RedisStandaloneConfiguration(LocalServices.redis().host(), port);
        server.setPassword(LocalServices.redis().password());
        server.setDatabase(database);
        var client = LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(1))
                .build();
        var connections = new LettuceConnectionFactory(server, client);
        connections.afterPropertiesSet();
        connections.start();
        return new StringRedisTemplate(connections);
    }
}
