package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.egress.ProxyLogin;
import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Calls Platforms by HTTP. The operator names them, so they may have private addresses. Redirects are not followed: a token is sent to
 * its own Platform only.
 */
final class HttpConnector implements PlatformConnector {

    private final HttpClient http;

    HttpConnector(TrustedCertificates certificates, Duration connectTimeout) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        certificates.context().ifPresent(client::sslContext);
        this.http = client.build();
    }

    @Override
    public PairingMessage.Reply call(PlatformEndpoint endpoint, PairingMessage.Request request, Duration timeout)
            throws IOException, TimeoutException, InterruptedException {
        HttpRequest.Builder sent = ProxyLogin.request(URI.create(request.uri()))
                .header("Accept", "application/json")
                .method(request.method(), body(request));
        Optional.ofNullable(request.headers())
                .orElse(Map.of())
                .forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
        if (request.auth() != null) {
            sent.header("Authorization", request.auth());
        }
        // This time limit includes the body; that of the request would end with the headers.
        HttpResponse<String> response = SocketConnector.await(http.sendAsync(sent.build(), limited()), timeout);
        return new PairingMessage.Reply(
                request.msgId(),
                response.statusCode(),
                response.body(),
                response.headers().map());
    }

    private static HttpRequest.BodyPublisher body(PairingMessage.Request request) {
        return Optional.ofNullable(request.body())
                .map(HttpRequest.BodyPublishers::ofString)
                .orElseGet(HttpRequest.BodyPublishers::noBody);
    }

    private static HttpResponse.BodyHandler<String> limited() {
        return BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), PairingMessage.MAX_LENGTH);
    }
}
