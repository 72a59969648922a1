package io.wave.registry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Registry clients with limits that suit tests. */
final class Clients {

    static final RegistryAccess TENANT = new RegistryAccess("tenant");

    private Clients() {}

    static RegistryClient of(Map<String, RegistryEntry> registries) {
        return of(registries, Duration.ofSeconds(20));
    }

    static RegistryClient of(Map<String, RegistryEntry> registries, Duration timeout) {
        var limits = new RegistryClientProperties(Duration.ofSeconds(5), timeout, timeout, 2, 100);
        return new RegistryClient(
                new RegistriesProperties(registries),
                limits,
                JsonMapper.builder().build(),
                Clock.systemUTC());
    }

    /** What a call gives, which must be something. */
    static <T> T await(Mono<T> call) {
        return call.blockOptional(Duration.ofSeconds(30)).orElseThrow();
    }

    static byte[] bytes(Flux<ByteBuf> content) {
        return await(content.collect(ByteArrayOutputStream::new, (all, buffer) -> {
                    all.writeBytes(ByteBufUtil.getBytes(buffer));
                    buffer.release();
                })
                .map(ByteArrayOutputStream::toByteArray));
    }

    static RegistryEntry user(String name, String password) {
        return new RegistryEntry(name, password, false, null);
    }
}
