package io.wave.registry.auth;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.OutgoingRequest;
import io.wave.registry.http.Reply;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.login.LoginExchange;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests tokens: by GET according to the Docker token authentication specification, or by POST if GET is not supported or
 * an identity token is used.
 */
public final class TokenService {

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;
    private static final int MAX_TOKEN_LENGTH = 16 * 1024;
    private static final long DEFAULT_SECONDS = 60;
    private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();

    private static final int UNAUTHORIZED = 401;

    private final Transport transport;
    private final LoginExchange exchange;
    private final UpstreamFailures failures;
    private final JsonMapper json = DocumentJson.ofDocuments();

    public TokenService(Transport transport, LoginExchange exchange, UpstreamFailures failures) {
        this.transport = transport;
        this.exchange = exchange;
        this.failures = failures;
    }

    Mono<BearerToken> fetch(RegistryTarget target, TokenRequest request) {
        return exchange.login(target)
                .flatMap(login -> sendAs(target, request, login))
                .switchIfEmpty(Mono.defer(() -> send(request)))
                .flatMap(response -> response.isSuccess() ? read(target, response) : failures.fail(target, response))
                .onErrorMap(failure -> UpstreamFailures.callFailed(target, request.realm(), failure));
    }

    /** A login that is rejected is replaced once. */
    private Mono<Reply> sendAs(RegistryTarget target, TokenRequest request, Credentials login) {
        return send(request.sending(login))
                .flatMap(reply -> reply.status() == UNAUTHORIZED
                        ? exchange.replacement(target, login)
                                .flatMap(other -> reply.drain().then(send(request.sending(other))))
                                .switchIfEmpty(Mono.just(reply))
                                .doOnError(_ -> reply.close())
                        : Mono.just(reply));
    }

    private Mono<Reply> send(TokenRequest request) {
        return request.hasIdentityToken()
                ? post(request)
                : get(request)
                        .flatMap(first ->
                                isUnsupported(first, request) ? first.drain().then(post(request)) : Mono.just(first));
    }

    private static boolean isUnsupported(Reply reply, TokenRequest request) {
        return request.credentials().isPresent() && (reply.status() == 404 || reply.status() == 405);
    }

    private Mono<Reply> get(TokenRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        request.credentials()
                .ifPresent(credentials -> headers.set(HttpHeaderNames.AUTHORIZATION, "Basic " + credentials.encoded()));
        return transport.send(request.query(), OutgoingRequest.of(HttpMethod.GET, headers));
    }

    private Mono<Reply> post(TokenRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED);
        return transport.post(
                request.realm(), headers, request.form(request.credentials().orElseThrow()));
    }

    private Mono<BearerToken> read(RegistryTarget target, Reply response) {
        return response.bytes(MAX_RESPONSE_BYTES).map(body -> parse(target, response.uri(), body));
    }

    private BearerToken parse(RegistryTarget target, URI service, byte[] body) {
        JsonNode response = tree(target, service, body);
        String token = response.path("token").stringValue("");
        String value = token.isEmpty() ? response.path("access_token").stringValue("") : token;
        if (value.isEmpty()) {
            throw invalid(target, service, "the response has no token");
        }
        if (value.length() > MAX_TOKEN_LENGTH) {
            throw invalid(target, service, "the token exceeds %d characters".formatted(MAX_TOKEN_LENGTH));
        }
        long seconds = response.path("expires_in").asLong(DEFAULT_SECONDS);
        return new BearerToken(value, Duration.ofSeconds(Math.clamp(seconds, 1, MAX_SECONDS)));
    }

    private JsonNode tree(RegistryTarget target, URI service, byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException unreadable) {
            throw invalid(target, service, "the response is not JSON");
        }
    }

    private static RegistryException invalid(RegistryTarget target, URI service, String reason) {
        return RegistryException.ofInvalidAnswer(
                "%s: the token service '%s' returned no valid token: %s".formatted(target, service.getHost(), reason));
    }
}
