package io.wave.egress;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where users' names and URLs may lead. The registries under {@code wave.registries} and those of {@code wave.build} are
 * reached wherever they are.
 *
 * @param enabled whether private addresses are refused: those of this machine, of private networks and of cloud metadata
 * @param allowed exceptions: {@code host}, {@code host:port}, an address, or a block such as {@code 10.0.0.0/8}
 */
@ConfigurationProperties("wave.security.ssrf-protection")
public record EgressProperties(
        @DefaultValue("true") boolean enabled, @DefaultValue List<String> allowed) {}
