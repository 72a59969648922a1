package io.wave.api.security.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The OpenID Connect issuer whose JSON web tokens identify users, with the keys of Spring Security.
 *
 * @param issuerUri URL of the issuer, exactly as in the claim {@code iss} of its tokens; without it tokens are not
 *     accepted from any issuer
 * @param audiences a token must be for one of these, by its claim {@code aud}; required with an issuer
 * @param jwkSetUri URL of the issuer's keys, if it does not say so itself under
 *     {@code /.well-known/openid-configuration}
 * @param jwsAlgorithms accepted signature algorithms; by default all of RS, PS and ES with 256, 384 and 512 bits, and no
 *     others are possible
 */
@Validated
@ConfigurationProperties("spring.security.oauth2.resourceserver.jwt")
record IssuerProperties(
        @Nullable String issuerUri,
        @DefaultValue List<String> audiences,
        @Nullable String jwkSetUri,
        @DefaultValue List<String> jwsAlgorithms) {

    private static final String PREFIX = "spring.security.oauth2.resourceserver.jwt.";
    private static final Set<JWSAlgorithm> ASYMMETRIC = new LinkedHashSet<>(List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512));

    /** @throws IllegalArgumentException if a URL or algorithm is invalid, or a part is missing */
    IssuerProperties {
        if (issuerUri != null) {
            requireUrl("issuer-uri", issuerUri);
            if (audiences.isEmpty() || audiences.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException(
                        PREFIX + "audiences: required with issuer-uri, since the issuer also has tokens for others");
            }
        } else if (jwkSetUri != null || !audiences.isEmpty() || !jwsAlgorithms.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "issuer-uri: required with the other keys of " + PREFIX + "*");
        }
        if (jwkSetUri != null) {
            requireUrl("jwk-set-uri", jwkSetUri);
        }
        for (String algorithm : jwsAlgorithms) {
            if (!ASYMMETRIC.contains(JWSAlgorithm.parse(algorithm))) {
                throw new IllegalArgumentException("%sjws-algorithms: invalid value '%s': expected some of %s"
                        .formatted(PREFIX, algorithm, names(ASYMMETRIC)));
            }
        }
    }

    private static void requireUrl(String key, String text) {
        try {
            URI url = URI.create(text);
            String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null
                    && Set.of("https", "http").contains(scheme)) {
                return;
            }
        } catch (IllegalArgumentException malformed) {
            // reported below
        }
        throw new IllegalArgumentException(
                PREFIX + key + ": must be a URL with https or http, without user name and fragment");
    }

    boolean exists() {
        return issuerUri != null;
    }

    /** The URL of the issuer, as in tokens. */
    String issuer() {
        return Objects.requireNonNull(issuerUri, "issuer-uri");
    }

    Set<JWSAlgorithm> algorithms() {
        return jwsAlgorithms.isEmpty()
                ? ASYMMETRIC
                : jwsAlgorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the accepted algorithms. */
    String algorithmNames() {
        return names(algorithms());
    }

    private static String names(Set<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }
}
