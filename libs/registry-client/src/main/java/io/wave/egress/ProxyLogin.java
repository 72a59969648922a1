package io.wave.egress;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The login at the proxy of the operator for the HTTP client of the JDK: the system properties {@code https.proxyUser} and {@code
 * https.proxyPassword}, or those of {@code http}, which other clients read themselves. The JDK sends it to proxies only, and to those of HTTPS only
 * if {@code jdk.http.auth.tunneling.disabledSchemes} is empty.
 */
public final class ProxyLogin {

    private ProxyLogin() {}

    /** Begins a request, with the login if there is one. */
    public static HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        header(uri, System::getProperty).ifPresent(login -> request.header("Proxy-Authorization", login));
        return request;
    }

    /** @param properties system properties; null for those that are not set */
    static Optional<String> header(URI uri, Function<String, @Nullable String> properties) {
        String scheme = uri.getScheme();
        return Optional.ofNullable(properties.apply(scheme + ".proxyUser"))
                .map(user -> user + ":"
                        + Optional.ofNullable(properties.apply(scheme + ".proxyPassword"))
                                .orElse(""))
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
}
