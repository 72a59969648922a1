package io.wave.proxy.registry;

import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.proxy.fixture.PushedImages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Pulls through the proxy from a Docker registry that is started for the test class; a subclass is a {@link RegistryProxyTest}. */
abstract class LocalRegistryTest {

    static DockerRegistry registry;
    static PushedImages images;

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    @BeforeAll
    static void startRegistry() {
        registry = LocalServices.newRegistry();
        images = new PushedImages(registry.host());
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }
}
