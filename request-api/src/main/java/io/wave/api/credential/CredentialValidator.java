package io.wave.api.credential;

import io.wave.api.image.HostCheck;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tests credentials against their registry. Credentials that are not accepted, for whatever reason, give the result
 * false, not an error.
 */
@Component
class CredentialValidator {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialValidator.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String REGISTRY = "registry";

    private final RegistryClient registries;
    private final HostCheck destinations;
    private final GuessLimiter guesses;

    CredentialValidator(RegistryClient registries, HostCheck destinations, GuessLimiter guesses) {
        this.registries = registries;
        this.destinations = destinations;
        this.guesses = guesses;
    }

    /** @throws ApiException 400 if the registry is invalid, unknown, or at a private address */
    boolean areValid(RegistryCredentials given, Caller caller) {
        String registry = registry(given.registry());
        destinations.requireKnown(REGISTRY, registry);
        return guesses.ofRegistryCredentials(caller, () -> areValid(registry, given));
    }

    private boolean areValid(String registry, RegistryCredentials given) {
        return registries
                .accepts(registry, given.credentials())
                .timeout(TIMEOUT)
                .doOnError(failure -> LOG.atInfo()
                        .addKeyValue("registry", registry)
                        .log("Cannot test registry credentials: {}", failure.getMessage()))
                .onErrorReturn(false)
                .blockOptional()
                .orElse(false);
    }

    /** The host of the registry, from texts such as {@code docker.io} or {@code https://index.docker.io/v1/}. */
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
        return ApiException.invalid(REGISTRY, "invalid registry '%s'".formatted(typed));
    }
}
