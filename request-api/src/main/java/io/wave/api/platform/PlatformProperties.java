package io.wave.api.platform;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Seqera Platforms whose users this service accepts. There are none by default: who names a Platform here trusts it.
 *
 * @param endpoints URLs of the APIs of the Platforms, or {@code *} for any
 * @param deniedHosts texts that the host of an endpoint must not contain
 * @param licences what a Platform has to send as the last part of the path with which it connects, the SHA-256 checksum of its
 *     licence; by default anything
 * @param connector how Platforms are called: through the {@code socket} that they open to this service, or by {@code http}
 * @param timeout how long an answer is waited for
 * @param outageTolerance how long the users and credentials that a Platform has confirmed are used without asking it, while it is down;
 *     what it refuses ends at once
 * @param keyLease age at which the key pair of a Platform is replaced, when the Platform connects again
 * @param pingInterval how often a connected Platform is asked whether it is there; it is disconnected if nothing arrives from it
 *     during three intervals
 * @param maxSockets number of Platforms that may be connected to one replica
 */
@Validated
@ConfigurationProperties("wave.platform")
public record PlatformProperties(
        @DefaultValue List<String> endpoints,
        @DefaultValue List<String> deniedHosts,
        @DefaultValue List<String> licences,
        @DefaultValue("socket") Connector connector,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("1h") Duration outageTolerance,
        @DefaultValue("1d") Duration keyLease,
        @DefaultValue("30s") Duration pingInterval,
        @DefaultValue("100") int maxSockets) {

    private static final String ANY = "*";

    /** How Platforms are called. */
    public enum Connector {
        SOCKET,
        HTTP
    }

    /** @throws IllegalArgumentException if an endpoint is not a URL, or a duration or number is out of range */
    public PlatformProperties {
        endpoints = endpoints.stream().map(PlatformProperties::canonical).toList();
        deniedHosts =
                deniedHosts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        licences = List.copyOf(licences);
        require("timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(30));
        require("outage-tolerance", outageTolerance, Duration.ZERO, Duration.ofDays(1));
        require("key-lease", keyLease, Duration.ofMinutes(1), Duration.ofDays(30));
        require("ping-interval", pingInterval, Duration.ofMillis(100), Duration.ofMinutes(5));
        if (connector == Connector.HTTP && endpoints.contains(ANY)) {
            throw new IllegalArgumentException(
                    "wave.platform.endpoints: must not be '*' with wave.platform.connector=http, since callers could have any host"
                            + " called; name the endpoints");
        }
        if (maxSockets < 1) {
            throw new IllegalArgumentException("wave.platform.max-sockets: must be at least 1");
        }
    }

    private static String canonical(String endpoint) {
        try {
            return endpoint.equals(ANY) ? ANY : PlatformEndpoint.parse(endpoint).base();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("wave.platform.endpoints: " + invalid.getMessage(), invalid);
        }
    }

    private static void require(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "wave.platform.%s: must be between %s and %s".formatted(key, text(min), text(max)));
        }
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * The Platform that is meant by an endpoint, with the scheme that the operator has chosen: a caller cannot have a token sent by
     * plain HTTP.
     *
     * @return empty if its users are not accepted
     */
    public Optional<PlatformEndpoint> find(PlatformEndpoint endpoint) {
        Optional<PlatformEndpoint> named = endpoints.stream()
                .filter(allowed -> !allowed.equals(ANY))
                .map(PlatformEndpoint::new)
                .filter(allowed -> allowed.location().equals(endpoint.location()))
                .findFirst();
        return named.or(() -> endpoints.contains(ANY) ? Optional.of(endpoint) : Optional.empty())
                .filter(found -> deniedHosts.stream().noneMatch(found.host()::contains));
    }

    @Override
    public String toString() {
        return "PlatformProperties[endpoints=%s, connector=%s]".formatted(endpoints, connector);
    }
}
