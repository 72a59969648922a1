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
 * What a token is asked for, and by whom: all that tells two tokens apart. Compared by the whole secret.
 *
 * @param tenant who asks
 * @param credentials what is shown to the token service
 * @param realm address of the token service
 * @param service name of the registry there
 * @param scopes what may be done with the token; none for nothing but being let in
 */
public record TokenRequest(
        String tenant, Optional<Credentials> credentials, URI realm, Optional<String> service, List<String> scopes) {

    private static final int ENTRY = 400;
    private static final String CLIENT_ID = "wave";
    private static final String IDENTITY_TOKEN_USER = "<token>";

    /** @throws IllegalArgumentException if the realm is no http or https address */
    static TokenRequest of(RegistryTarget target, Challenge challenge) {
        URI realm =
                target.endpoint().base().resolve(challenge.parameter("realm").orElseThrow());
        boolean http = "http".equals(realm.getScheme()) || "https".equals(realm.getScheme());
        if (!http || realm.getHost() == null) {
            throw new IllegalArgumentException("not an address");
        }
        List<String> scopes = target.purpose().scopes(target.repository(), challenge.parameter("scope"));
        return new TokenRequest(target.tenant(), target.credentials(), realm, challenge.parameter("service"), scopes);
    }

    /** About its characters, which a registry has chosen. */
    int weight() {
        return ENTRY
                + realm.toString().length()
                + service.map(String::length).orElse(0)
                + scopes.stream().mapToInt(String::length).sum();
    }

    /** Whether the password is an identity token, which is only taken by POST. */
    boolean hasIdentityToken() {
        return credentials
                .filter(known -> known.username().equals(IDENTITY_TOKEN_USER))
                .isPresent();
    }

    /** The address with the query of the Docker token authentication specification. */
    URI query() {
        List<String> query = new ArrayList<>();
        service.ifPresent(name -> query.add("service=" + encoded(name)));
        scopes.forEach(scope -> query.add("scope=" + encoded(scope)));
        String separator = realm.getRawQuery() == null ? "?" : "&";
        return URI.create(realm + separator + String.join("&", query));
    }

    /** The form of the Docker OAuth2 token specification. */
    String form(Credentials shown) {
        Map<String, String> form = new LinkedHashMap<>();
        service.ifPresent(name -> form.put("service", name));
        if (!scopes.isEmpty()) {
            form.put("scope", String.join(" ", scopes));
        }
        form.put("client_id", CLIENT_ID);
        form.put("grant_type", hasIdentityToken() ? "refresh_token" : "password");
        if (hasIdentityToken()) {
            form.put("refresh_token", shown.password());
        } else {
            form.put("username", shown.username());
            form.put("password", shown.password());
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
