package io.wave.registry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.login.LoginExchange;
import io.wave.tracing.Traces;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registry clients with limits for tests. */
public final class Clients {

    public static final RegistryAccess TENANT = new RegistryAccess("tenant");

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(2);

    private Clients() {}

    public static RegistryClient of(Map<String, RegistryEntry> registries) {
        return of(registries, TIMEOUT);
    }

    public static RegistryClient of(Map<String, RegistryEntry> registries, Duration timeout) {
        return of(registries, timeout, timeout, timeout, open());
    }

    /** With these timeouts for bodies; the response headers may take as long as on a busy machine. */
    public static RegistryClient reading(Duration idleTimeout, Duration readerTimeout) {
        return of(Map.of(), LONG, idleTimeout, readerTimeout, open());
    }

    private static EgressPolicy open() {
        return new EgressPolicy(new EgressProperties(false, List.of()), List.of());
    }

    /** A client that may only connect to private addresses of configured registries. */
    public static RegistryClient guarded(Map<String, RegistryEntry> registries) {
        var configured = new RegistriesProperties(registries);
        var policy = new EgressPolicy(
                new EgressProperties(true, List.of()), configured.destinations().toList());
        return with(registries, policy);
    }

    /** A client with this policy. */
    public static RegistryClient with(Map<String, RegistryEntry> registries, EgressPolicy policy) {
        return of(registries, TIMEOUT, TIMEOUT, TIMEOUT, policy);
    }

    /** A client that exchanges credentials. */
    public static RegistryClient exchanging(Map<String, RegistryEntry> registries, LoginExchange exchange) {
        return of(registries, TIMEOUT, TIMEOUT, TIMEOUT, open(), exchange);
    }

    private static RegistryClient of(
            Map<String, RegistryEntry> registries,
            Duration timeout,
            Duration idleTimeout,
            Duration readerTimeout,
            EgressPolicy policy) {
        return of(registries, timeout, idleTimeout, readerTimeout, policy, LoginExchange.NONE);
    }

    private static RegistryClient of(
            Map<String, RegistryEntry> registries,
            Duration timeout,
            Duration idleTimeout,
            Duration readerTimeout,
            EgressPolicy policy,
            LoginExchange exchange) {
        var limits = new RegistryClientProperties(
                Duration.ofSeconds(5),
                timeout,
                idleTimeout,
                2,
                100,
                readerTimeout,
                timeout,
                DataSize.ofMegabytes(32),
                0,
                LONG,
                Duration.ZERO);
        return of(registries, limits, policy, exchange);
    }

    /** A client that does not retry, and does not call a registry for this time after so many calls without an answer. */
    public static RegistryClient withBreaker(int failures, Duration pause) {
        var limits = new RegistryClientProperties(
                TIMEOUT,
                TIMEOUT,
                TIMEOUT,
                0,
                100,
                TIMEOUT,
                TIMEOUT,
                DataSize.ofMegabytes(32),
                failures,
                pause,
                Duration.ZERO);
        return of(Map.of(), limits, open(), LoginExchange.NONE);
    }

    private static RegistryClient of(
            Map<String, RegistryEntry> registries,
            RegistryClientProperties limits,
            EgressPolicy policy,
            LoginExchange exchange) {
        var configured = new RegistriesProperties(registries);
        return new RegistryClient(
                configured,
                JobCredentials.configured(configured),
                limits,
                policy,
                exchange,
                TokenSharing.NONE,
                Traces.NONE,
                Clock.systemUTC());
    }

    /** The result of a call, which must not be empty. */
    public static <T> T await(Mono<T> call) {
        return call.blockOptional(LONG).orElseThrow();
    }

    public static byte[] bytes(Flux<ByteBuf> content) {
        return await(content.collect(ByteArrayOutputStream::new, (all, buffer) -> {
                    all.writeBytes(ByteBufUtil.getBytes(buffer));
                    buffer.release();
                })
                .map(ByteArrayOutputStream::toByteArray));
    }

    public static RegistryEntry user(String name, String password) {
        return new RegistryEntry(name, password, false, null);
    }
}
