package io.wave.api.access;

import io.wave.registry.config.TenantCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Warns of registries of API tokens that cannot have an effect. */
@Component
class TokenRegistriesCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRegistriesCheck.class);

    TokenRegistriesCheck(TenantCredentials credentials) {
        credentials
                .registriesWithoutEffect()
                .forEach((token, registries) -> LOG.atWarn()
                        .addKeyValue("registries", registries)
                        .log(
                                "wave.tokens.static.{}.registries: without effect for {}, since wave.registries has no credentials for"
                                        + " it; add them there, or correct the name",
                                token,
                                String.join(", ", registries)));
    }
}
