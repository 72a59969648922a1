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
 * Rejects hosts at private addresses while a request is validated, so that the error names the field. Unknown hosts are
 * accepted here, since those who connect later may know them.
 */
@Component
public class HostCheck {

    private final EgressPolicy policy;
    private final RegistriesProperties registries;

    public HostCheck(EgressPolicy policy, RegistriesProperties registries) {
        this.policy = policy;
        this.registries = registries;
    }

    /**
     * Checks the registry of an image.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if it is at a private address
     */
    public void require(String field, ImageReference image) {
        require(field, registries.endpoint(image.registry(), image.repository()).base());
    }

    /**
     * Checks the host of an {@code http(s)} URL.
     *
     * @throws ApiException 400 if it is at a private address, or if no server can have its port
     */
    public void require(String field, URI url) {
        UrlPort.require(field, url.toString());
        require(field, Destination.of(url));
    }

    /**
     * Checks a host.
     *
     * @throws ApiException 400 if it is at a private address
     */
    public void require(String field, Destination destination) {
        try {
            policy.require(destination);
        } catch (ForbiddenAddressException forbidden) {
            throw refused(field, forbidden);
        } catch (UnknownHostException mayBeKnownElsewhere) {
            // Reported when someone connects.
        }
    }

    /**
     * Checks the host of a registry that is contacted immediately.
     *
     * @throws ApiException 400 if it is at a private address or unknown
     */
    public void requireKnown(String field, String registry) {
        try {
            policy.require(Destination.of(registries.endpoint(registry, "").base()));
        } catch (ForbiddenAddressException forbidden) {
            throw refused(field, forbidden);
        } catch (UnknownHostException unknown) {
            throw ApiException.invalid(field, "unknown host '%s'".formatted(registry));
        }
    }

    private static ApiException refused(String field, ForbiddenAddressException forbidden) {
        return ApiException.invalid(field, String.valueOf(forbidden.getMessage()));
    }
}
