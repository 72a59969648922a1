package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.response.AbortedResponses;
import io.wave.security.RootKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class ClientDisconnectTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger aborted = (Logger) LoggerFactory.getLogger(AbortedResponses.class);
    private @Nullable Level level;

    @BeforeEach
    void record() {
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel("WARN");
        threshold.start();
        warnings.addFilter(threshold);
        warnings.start();
        lines.start();
        root.addAppender(warnings);
        aborted.addAppender(lines);
        level = aborted.getLevel();
        aborted.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopRecording() {
        root.detachAppender(warnings);
        aborted.detachAppender(lines);
        aborted.setLevel(level);
    }

    @Test
    void disconnectDuringTheBodyIsOneDebugLine() throws IOException {
        Sinks.Empty<Void> begun = Sinks.empty();
        Sinks.Empty<Void> handled = Sinks.empty();
        DisposableServer server = serve(
                exchange -> exchange.getRequest()
                        .getBody()
                        .doOnNext(part -> {
                            DataBufferUtils.release(part);
                            begun.tryEmitEmpty();
                        })
                        .then(),
                handled);
        disconnectDuringBody(server.port(), begun);
        handled.asMono().block(TIMEOUT);
        server.disposeNow();

        assertOneDebugLine();
    }

    @Test
    void endedConnectionNeedNotBeClosed() throws IOException {
        Sinks.One<ServerWebExchange> ended = Sinks.one();
        DisposableServer server = serve(
                exchange -> {
                    ended.tryEmitValue(exchange);
                    return Mono.empty();
                },
                Sinks.empty());
        try (Socket client = new Socket("localhost", server.port())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        }
        ServerWebExchange exchange = Objects.requireNonNull(ended.asMono().block(TIMEOUT));
        Connection connection = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        connection.onTerminate().block(TIMEOUT);

        StepVerifier.create(AbortedResponses.abort(exchange, AbortedException.beforeSend()))
                .verifyComplete();
        server.disposeNow();
    }

    @Test
    void disconnectDuringForwardedBodyIsOneDebugLine() throws IOException {
        Sinks.Empty<Void> begun = Sinks.empty();
        Sinks.Empty<Void> handled = Sinks.empty();
        DisposableServer requestApi = HttpServer.create()
                .port(0)
                .handle((request, _) ->
                        request.receive().doOnNext(_ -> begun.tryEmitEmpty()).then())
                .bindNow();
        ForwardingFilter filter =
                new ForwardingFilter(_ -> ClientAddress.UNKNOWN, RootKey.parse(KEY), DataSize.ofKilobytes(1));
        HttpClient calls = HttpClient.newConnection().port(requestApi.port());
        DisposableServer server =
                serve(exchange -> filter.filter(exchange, forwarded -> call(calls, forwarded.getRequest())), handled);
        disconnectDuringBody(server.port(), begun);
        handled.asMono().block(TIMEOUT);
        server.disposeNow();
        requestApi.disposeNow();

        assertOneDebugLine();
    }

    private static Mono<Void> call(HttpClient calls, ServerHttpRequest request) {
        return calls.post()
                .send(request.getBody().map(NettyDataBufferFactory::toByteBuf))
                .response()
                .then();
    }

    private static void disconnectDuringBody(int port, Sinks.Empty<Void> begun) throws IOException {
        try (Socket client = new Socket("localhost", port)) {
            client.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            begun.asMono().block(TIMEOUT);
        }
    }

    private void assertOneDebugLine() {
        assertThat(warnings.list).isEmpty();
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    private static DisposableServer serve(WebHandler handler, Sinks.Empty<Void> handled) {
        ApiErrorHandler errors = new ApiErrorHandler(JsonMapper.shared());
        return HttpServer.create()
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(handler)
                        .exceptionHandler((exchange, error) ->
                                errors.handle(exchange, error).doFinally(_ -> handled.tryEmitEmpty()))
                        .build()))
                .bindNow();
    }
}
