package io.wave.cloud.azure;

import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.egress.ProxyLogin;
import io.wave.security.TrustedCertificates;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Posts forms that are answered with a token, through the egress proxy of the JVM. Redirects are not followed. */
final class FormPosts {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long TIMEOUT_SECONDS = 15;
    private static final long MAX_BYTES = 64 * 1024;

    private final HttpClient http;

    FormPosts(TrustedCertificates certificates) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .proxy(ProxySelector.getDefault())
                .followRedirects(HttpClient.Redirect.NEVER);
        certificates.context().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /**
     * The token with which a form is answered.
     *
     * @param member name of the token in the response
     * @param server who is asked, for messages
     * @param remedy what to do if the server rejects the form
     * @throws LoginException if there is none
     */
    String token(URI uri, Map<String, String> form, String member, String server, String remedy) {
        HttpResponse<byte[]> response = sent(uri, form, server);
        int status = response.statusCode();
        if (status >= 400 && status < 500 && status != 429) {
            throw new LoginException(
                    Reason.MISCONFIGURED,
                    "%s does not accept the identity of this service: %s".formatted(server, remedy),
                    null);
        }
        if (status != 200) {
            throw unavailable("%s responded with status %d".formatted(server, status), null);
        }
        String token = read(response.body(), member);
        if (token.isEmpty()) {
            throw unavailable("%s has responded without a token".formatted(server), null);
        }
        return token;
    }

    private HttpResponse<byte[]> sent(URI uri, Map<String, String> form, String server) {
        HttpRequest request = ProxyLogin.request(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build();
        try {
            return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw unavailable("%s cannot be reached or did not respond in time".formatted(server), failed);
        }
    }

    private static String read(byte[] body, String member) {
        try {
            return JsonMapper.shared().readTree(body).path(member).asString("");
        } catch (JacksonException noJson) {
            return "";
        }
    }

    private static LoginException unavailable(String message, @Nullable Throwable cause) {
        return new LoginException(Reason.UNAVAILABLE, message, cause);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
