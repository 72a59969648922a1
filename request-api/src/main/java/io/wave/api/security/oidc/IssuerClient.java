package io.wave.api.security.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import io.wave.egress.ProxyLogin;
import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads the keys of the issuer, within limits on time and size. The operator has configured the issuer, so it may have a
 * private address. Redirects are not followed.
 */
class IssuerClient implements KeySource {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MAX_BYTES = 1024L * 1024;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final IssuerProperties issuer;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.builder().build();

    IssuerClient(IssuerProperties issuer, TrustedCertificates certificates) {
        this.issuer = issuer;
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT);
        certificates.context().ifPresent(client::sslContext);
        this.http = client.build();
    }

    /**
     * The current keys.
     *
     * @throws IOException if they cannot be loaded; the message says which document and why
     */
    @Override
    public JWKSet keys() throws IOException {
        String url = Optional.ofNullable(issuer.jwkSetUri()).orElse("");
        URI location = url.isEmpty() ? discovered() : URI.create(url);
        try {
            return JWKSet.parse(get(location));
        } catch (ParseException invalid) {
            throw new IOException("%s: not a set of keys (JWKS)".formatted(location), invalid);
        }
    }

    @Override
    public String owner() {
        return "the OpenID Connect issuer";
    }

    private URI discovered() throws IOException {
        String base = issuer.issuer().endsWith("/")
                ? issuer.issuer().substring(0, issuer.issuer().length() - 1)
                : issuer.issuer();
        URI location = URI.create(base + DISCOVERY);
        JsonNode document = parse(location);
        String stated = document.path("issuer").asString("");
        if (!stated.equals(issuer.issuer())) {
            throw new IOException("%s: the issuer is '%s', not '%s' as configured"
                    .formatted(location, shortened(stated), issuer.issuer()));
        }
        try {
            URI keys = new URI(document.path("jwks_uri").asString(""));
            if (keys.getHost() != null && keys.getScheme().matches("https?")) {
                return keys;
            }
        } catch (java.net.URISyntaxException malformed) {
            // reported below
        }
        throw new IOException("%s: jwks_uri is missing or not a URL".formatted(location));
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private JsonNode parse(URI location) throws IOException {
        try {
            return json.readTree(get(location));
        } catch (JacksonException invalid) {
            throw new IOException("%s: not a JSON document".formatted(location), invalid);
        }
    }

    private String get(URI location) throws IOException {
        HttpRequest request = ProxyLogin.request(location)
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> response = await(location, http.sendAsync(request, limited()));
        if (response.statusCode() != 200) {
            throw new IOException("%s: responds with status %d".formatted(location, response.statusCode()));
        }
        return response.body();
    }

    private static HttpResponse.BodyHandler<String> limited() {
        return BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES);
    }

    /** The time limit of the request ends with the headers; this one includes the body. */
    private static HttpResponse<String> await(URI location, CompletableFuture<HttpResponse<String>> sent)
            throws IOException {
        try {
            return sent.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("%s: %s".formatted(location, failed.getCause()), failed.getCause());
        } catch (TimeoutException slow) {
            sent.cancel(true);
            throw new IOException("%s: no response within %d s".formatted(location, TIMEOUT.toSeconds()), slow);
        } catch (InterruptedException stopping) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("%s: interrupted".formatted(location), stopping);
        }
    }
}
