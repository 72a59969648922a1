package io.wave.registry.auth;

import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request for a token, with everything that distinguishes one token from another, the secret included.
 *
 * @param tenant tenant of the call
 * @param credentials credentials for the token service
 * @param realm URI of the token service
 * @param service name of the registry at the token service
 * @param scopes scopes of the token; none for a login
 */
public record TokenRequest(
        String tenant, Optional<Credentials> credentials, URI realm, Optional<String> service, List<String> scopes) {

    private static final int ENTRY = 400;
    private static final String CLIENT_ID = "wave";
    private static final String IDENTITY_TOKEN_USER = "<token>";

    /** @throws IllegalArgumentException if the realm is not an http or https URI */
    static TokenRequest of(RegistryTarget target, Challenge challenge) {
        URI realm =
                target.endpoint().base().resolve(challenge.parameter("realm").orElseThrow());
        boolean http = "http".equals(realm.getScheme()) || "https".equals(realm.getScheme());
        if (!http || realm.getHost() == null) {
            throw new IllegalArgumentException("invalid realm");
        }
        List<String> scopes = target.purpose().scopes(target.repository(), challenge.parameter("scope"));
        return new TokenRequest(target.tenant(), target.credentials(), realm, challenge.parameter("service"), scopes);
    }

    /** The same request with the login that is sent. */
    TokenRequest sending(Credentials login) {
        return new TokenRequest(tenant, Optional.of(login), realm, service, scopes);
    }

    /** Approximate size in memory, in characters. */
    int weight() {
        return ENTRY
                + realm.toString().length()
                + service.map(String::length).orElse(0)
                + scopes.stream().mapToInt(String::length).sum();
    }

    /** Whether the password is an identity token, which requires POST. */
    boolean hasIdentityToken() {
        return credentials
                .filter(known -> known.username().equals(IDENTITY_TOKEN_USER))
                .isPresent();
    }

    /** The URI with the query of the Docker token authentication specification. */
    URI query() {
        List<String> query = new ArrayList<>();
        service.ifPresent(name -> query.add("service=" + encoded(name)));
        scopes.forEach(scope -> query.add("scope=" + encoded(scope)));
        String separator = realm.getRawQuery() == null ? "?" : "&";
        return URI.create(realm + separator + String.join("&", query));
    }

    /** The form of the Docker OAuth2 token specification. */
    String form(Credentials credentials) {
        Map<String, String> form = new LinkedHashMap<>();
        service.ifPresent(name -> form.put("service", name));
        if (!scopes.isEmpty()) {
            form.put("scope", String.join(" ", scopes));
        }
        form.put("client_id", CLIENT_ID);
        form.put("grant_type", hasIdentityToken() ? "refresh_token" : "password");
        if (hasIdentityToken()) {
            form.put("refresh_token", credentials.password());
        } else {
            form.put("username", credentials.username());
            form.put("password", credentials.password());
        }
        return encoded(form);
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
