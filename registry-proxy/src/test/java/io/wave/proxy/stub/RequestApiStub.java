package io.wave.proxy.stub;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.security.InternalApi;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stub of request-api: its internal API with the data of a test, and further routes that a test adds. It can be
 * stopped and started again on the same port.
 */
public final class RequestApiStub implements AutoCloseable {

    /** By how much a renewal prolongs a token. */
    public static final Duration RENEWAL = Duration.ofHours(1);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_HEADERS = 24 * 1024;

    private final Map<String, RequestRecord> requests = new ConcurrentHashMap<>();
    private final Map<String, JobRecord> jobs = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>>> routes =
            new ConcurrentHashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private DisposableServer server = start(0);

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public void put(RequestRecord request) {
        requests.put(request.token().value(), request);
    }

    public void remove(ContainerToken token) {
        requests.remove(token.value());
    }

    public void put(JobRecord job) {
        jobs.put(job.id(), job);
    }

    /** Handles requests of any method for this path. */
    public void route(String path, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
        routes.put(path, handler);
    }

    /** All requests so far, as {@code GET /path}. */
    public List<String> calls() {
        return calls;
    }

    /** Stops listening and closes all connections. */
    public void stop() {
        server.disposeNow();
        connections.close().syncUninterruptibly();
    }

    public void restart() {
        server = start(server.port());
    }

    public void reset() {
        requests.clear();
        jobs.clear();
        routes.clear();
        calls.clear();
    }

    private DisposableServer start(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                // As request-api does.
                .httpRequestDecoder(decoder -> decoder.maxHeaderSize(MAX_HEADERS))
                .channelGroup(connections)
                .handle(this::answer)
                .bindNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.fullPath();
        calls.add(request.method() + " " + path);
        var route = routes.get(path);
        if (route != null) {
            return route.apply(request, response);
        }
        if (!request.requestHeaders().contains(InternalApi.KEY_HEADER)) {
            return response.status(404).send();
        }
        String[] parts = path.split("/");
        if (path.endsWith("/" + InternalApi.SOURCE_DIGEST) && request.method().equals(HttpMethod.POST)) {
            return request.receive().aggregate().asString().flatMap(body -> pin(parts[3], body, response));
        }
        if (path.endsWith("/" + InternalApi.LEASE) && request.method().equals(HttpMethod.POST)) {
            RequestRecord renewed = requests.computeIfPresent(
                    parts[3], (_, known) -> known.until(known.expiresAt().plus(RENEWAL), null));
            return renewed == null ? response.status(404).send() : json(response, renewed);
        }
        Object found = path.startsWith(InternalApi.JOBS + "/") ? jobs.get(parts[4]) : requests.get(parts[3]);
        return found == null ? response.status(404).send() : json(response, found);
    }

    private Mono<Void> pin(String token, String body, HttpServerResponse response) {
        Digest reported = Digest.parse(JSON.readTree(body).get("digest").stringValue());
        RequestRecord pinned = requests.computeIfPresent(
                token, (_, request) -> request.sourceDigest() == null ? request.pinnedTo(reported) : request);
        return pinned == null
                ? response.status(404).send()
                : json(response, Map.of("digest", String.valueOf(pinned.sourceDigest())));
    }

    private static Mono<Void> json(HttpServerResponse response, Object body) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .sendString(Mono.just(JSON.writeValueAsString(body)))
                .then();
    }

    @Override
    public void close() {
        stop();
    }
}
