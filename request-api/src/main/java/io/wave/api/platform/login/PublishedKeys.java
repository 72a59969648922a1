package io.wave.api.platform.login;

import com.nimbusds.jose.jwk.JWKSet;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.security.oidc.KeySource;
import io.wave.api.web.problem.ApiException;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys that a Platform publishes: below the endpoint of its API, or of its host. There are none in any other answer.
 *
 * @param get gets the document with a URL from the Platform
 */
record PublishedKeys(PlatformEndpoint endpoint, Function<String, PairingMessage.Reply> get) implements KeySource {

    private static final String PATH = "/.well-known/jwks.json";
    private static final int MAX_LENGTH = 1024 * 1024;

    @Override
    public JWKSet keys() throws IOException {
        try {
            return Stream.of(
                            endpoint.base() + PATH,
                            URI.create(endpoint.base()).resolve(PATH).toString())
                    .distinct()
                    .map(get)
                    .flatMap(reply -> parsed(reply).stream())
                    .findFirst()
                    .orElseGet(JWKSet::new);
        } catch (ApiException unavailable) {
            throw new IOException(unavailable.getMessage(), unavailable);
        }
    }

    private static Optional<JWKSet> parsed(PairingMessage.Reply reply) {
        if (reply.code() != 200 || reply.text().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(JWKSet.parse(reply.text()));
        } catch (ParseException | RuntimeException notKeys) {
            return Optional.empty();
        }
    }

    @Override
    public String owner() {
        return "the Platform " + endpoint;
    }
}
