package io.wave.api.credential;

import io.wave.api.image.Destinations;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.Guesses;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tries credentials at their registry. That they were not taken, for whatever reason, is an answer and no error. */
@Component
class CredentialChecks {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialChecks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REGISTRY = "registry";

    private final RegistryClient registries;
    private final Destinations destinations;
    private final Guesses guesses;

    CredentialChecks(RegistryClient registries, Destinations destinations, Guesses guesses) {
        this.registries = registries;
        this.destinations = destinations;
        this.guesses = guesses;
    }

    /** @throws ApiException 400 if the registry is no name, unknown, or at a private address */
    boolean areTaken(GivenCredentials given, Caller caller) {
        String registry = registry(given.registry());
        destinations.requireKnown(REGISTRY, registry);
        return guesses.ofRegistryCredentials(caller, () -> areTaken(registry, given));
    }

    private boolean areTaken(String registry, GivenCredentials given) {
        return registries
                .takes(registry, given.credentials())
                .timeout(PATIENCE)
                .doOnError(failure -> LOG.atInfo()
                        .addKeyValue("registry", registry)
                        .log("Credentials could not be tried: {}", failure.getMessage()))
                .onErrorReturn(false)
                .blockOptional()
                .orElse(false);
    }

    /** The registry's name, of which users type anything from {@code docker.io} to {@code https://index.docker.io/v1/}. */
    static String registry(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        String address = text.substring(text.contains("://") ? text.indexOf("://") + 3 : 0);
        String name = address.split("/", 2)[0];
        if (!ImageReference.looksLikeRegistry(name)) {
            throw noRegistry(typed);
        }
        try {
            return ImageReference.parse(name + "/any/image").registry();
        } catch (IllegalArgumentException noName) {
            throw noRegistry(typed);
        }
    }

    private static ApiException noRegistry(String typed) {
        return ApiException.invalid(REGISTRY, "must name a registry: '%s'".formatted(typed));
    }
}
