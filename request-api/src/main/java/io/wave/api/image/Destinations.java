package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.egress.Destination;
import io.wave.egress.EgressPolicy;
import io.wave.egress.ForbiddenAddressException;
import io.wave.image.ImageReference;
import io.wave.registry.config.RegistriesProperties;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.stereotype.Component;

/**
 * Says early, and by the field, what the policy for connections would refuse later: names and URLs that lead to private
 * addresses. A host that nobody knows passes here, since it may be known to those who will ask it.
 */
@Component
public class Destinations {

    private final EgressPolicy policy;
    private final RegistriesProperties registries;

    public Destinations(EgressPolicy policy, RegistriesProperties registries) {
        this.policy = policy;
        this.registries = registries;
    }

    /**
     * Checks where an image is.
     *
     * @param field what it is in the request, for the error
     * @throws ApiException 400 if that is a private address
     */
    public void require(String field, ImageReference image) {
        require(field, registries.endpoint(image.registry(), image.repository()).base());
    }

    /**
     * Checks where an {@code http(s)} URL with a host leads.
     *
     * @throws ApiException 400 if that is a private address
     */
    public void require(String field, URI url) {
        require(field, Destination.of(url));
    }

    /**
     * Checks where a host is.
     *
     * @throws ApiException 400 if that is a private address
     */
    public void require(String field, Destination destination) {
        try {
            policy.require(destination);
        } catch (ForbiddenAddressException forbidden) {
            throw refused(field, forbidden);
        } catch (UnknownHostException mayBeKnownElsewhere) {
            // Whoever connects will say so.
        }
    }

    /**
     * The same for a registry that is asked at once.
     *
     * @throws ApiException 400 if nobody knows it, too
     */
    public void requireKnown(String field, String registry) {
        try {
            policy.require(Destination.of(registries.endpoint(registry, "").base()));
        } catch (ForbiddenAddressException forbidden) {
            throw refused(field, forbidden);
        } catch (UnknownHostException unknown) {
            throw ApiException.invalid(field, "'%s' is an unknown host".formatted(registry));
        }
    }

    private static ApiException refused(String field, ForbiddenAddressException forbidden) {
        return ApiException.invalid(field, "is not allowed: " + forbidden.getMessage());
    }
}
