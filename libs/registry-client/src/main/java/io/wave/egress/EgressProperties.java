package io.wave.egress;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hosts that users' names and URLs may lead to. The registries of {@code wave.registries} and {@code wave.build} are
 * always allowed.
 *
 * @param enabled whether to block private addresses: loopback, private networks and cloud metadata services
 * @param allowed exceptions: {@code host}, {@code host:port}, an address, or a CIDR block such as {@code 10.0.0.0/8}
 */
@ConfigurationProperties("wave.security.ssrf-protection")
public record EgressProperties(
        @DefaultValue("true") boolean enabled, @DefaultValue List<String> allowed) {}
