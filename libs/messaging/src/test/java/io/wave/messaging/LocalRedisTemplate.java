package io.wave.messaging;

import io.wave.local.LocalServices;
import java.time.Duration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Connections to a database of the local Redis. */
public record LocalRedisTemplate(StringRedisTemplate template, LettuceConnectionFactory connections)
        implements AutoCloseable {

    /** Connects to this port, which may be a {@link Gate}'s. */
    public static LocalRedisTemplate connect(int port, int database) {
        var server = new RedisStandaloneConfiguration(LocalServices.redis().host(), port);
        server.setPassword(LocalServices.redis().password());
        server.setDatabase(database);
        var client = LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(1))
                .build();
        var connections = new LettuceConnectionFactory(server, client);
        connections.afterPropertiesSet();
        connections.start();
        return new LocalRedisTemplate(new StringRedisTemplate(connections), connections);
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
