package io.wave.builder.containerfile;

import io.wave.builder.context.InvalidContextException;
import io.wave.containerfile.RemoteLocation;
import io.wave.egress.Destination;
import io.wave.egress.EgressPolicy;
import io.wave.egress.ForbiddenAddressException;
import io.wave.image.ImageReference;
import io.wave.registry.config.RegistriesProperties;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether connections to the servers that a container file refers to are allowed. */
public final class ReachableSources {

    private final EgressPolicy policy;
    private final RegistriesProperties registries;

    public ReachableSources(EgressPolicy policy, RegistriesProperties registries) {
        this.policy = policy;
        this.registries = registries;
    }

    /**
     * Resolves and checks all servers.
     *
     * @throws InvalidContextException if a server has a private address
     */
    public void require(NamedImages named) {
        Set<Destination> servers = Stream.concat(
                        named.images().stream().map(this::registry),
                        named.added().stream().flatMap(text -> server(text).stream()))
                .collect(Collectors.toSet());
        for (Destination server : servers) {
            try {
                policy.require(server);
            } catch (ForbiddenAddressException forbidden) {
                throw new InvalidContextException("containerFile: " + forbidden.getMessage());
            } catch (UnknownHostException unknown) {
                // The builder reports it, together with the failed step.
            }
        }
    }

    private Destination registry(ImageReference image) {
        return Destination.of(
                registries.endpoint(image.registry(), image.repository()).base());
    }

    private static Optional<Destination> server(String text) {
        return RemoteLocation.of(text).flatMap(location -> {
            String scheme = location.scheme().equals("https") ? "https" : "http";
            try {
                URI url = URI.create(scheme + "://" + location.authority());
                return url.getHost() == null ? Optional.empty() : Optional.of(Destination.of(url));
            } catch (IllegalArgumentException noServer) {
                return Optional.empty();
            }
        });
    }
}
