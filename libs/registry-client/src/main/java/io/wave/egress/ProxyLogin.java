package io.wave.egress;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The login at the proxy of the operator for the HTTP clients of the JDK: the system properties {@code https.proxyUser} and {@code
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

    /** Opens a connection that answers the proxy with the login if it asks for one. */
    public static HttpURLConnection open(URL url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setAuthenticator(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? login(url.getProtocol(), System::getProperty)
                                .map(login -> new PasswordAuthentication(
                                        login.user(), login.password().toCharArray()))
                                .orElse(null)
                        : null;
            }
        });
        return connection;
    }

    /** @param properties system properties; null for those that are not set */
    static Optional<String> header(URI uri, Function<String, @Nullable String> properties) {
        return login(uri.getScheme(), properties)
                .map(login -> login.user() + ":" + login.password())
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Login> login(String scheme, Function<String, @Nullable String> properties) {
        return Optional.ofNullable(properties.apply(scheme + ".proxyUser"))
                .map(user -> new Login(
                        user,
                        Optional.ofNullable(properties.apply(scheme + ".proxyPassword"))
                                .orElse("")));
    }

    private record Login(String user, String password) {

        @Override
        public String toString() {
            return "***";
        }
    }
}
