package io.wave.local.fake;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stand-in of a Seqera Platform: it connects to the service, and answers the requests that it gets as a test says. */
public final class PlatformStub implements WebSocket.Listener, AutoCloseable {

    /** Does not answer a request. */
    public static final Answer SILENCE = new Answer(0, "");

    /** Breaks the connection instead of answering. */
    public static final Answer ABORT = new Answer(-1, "");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FRAGMENT = 100_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Answers answers;
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean mute;

    /** A status, a body and cookies, each as in {@code Set-Cookie}. */
    public record Answer(int status, String body, List<String> cookies) {

        public Answer(int status, String body) {
            this(status, body, List.of());
        }
    }

    /**
     * A request.
     *
     * @param auth its header {@code Authorization}; empty if there is none
     * @param body empty if there is none
     * @param contentType empty if there is none
     */
    public record Call(String method, String uri, String auth, String body, String contentType) {

        private static Call of(JsonNode message) {
            return new Call(
                    message.path("method").asString(""),
                    message.path("uri").asString(""),
                    message.path("auth").asString(""),
                    message.path("body").asString(""),
                    message.at("/headers/Content-Type/0").asString(""));
        }
    }

    /** What requests are answered with. */
    public interface Answers {

        /**
         * The answer to a request.
         *
         * @param auth its header {@code Authorization}
         */
        Answer to(String uri, String auth);

        /** The same, for what depends on more of the request. */
        default Answer to(Call call) {
            return to(call.uri(), call.auth());
        }
    }

    /** How the service has closed the connection. */
    public record Closed(int code, String reason) {}

    /**
     * Connects.
     *
     * @param base of the service
     * @param answers what requests are answered with
     */
    public PlatformStub(String base, String endpoint, Answers answers) {
        this.answers = answers;
        String query = "endpoint=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8);
        URI uri = URI.create(base.replaceFirst("^http", "ws") + "/pairing/tower/token/any?" + query);
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, this)
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
        text.append(part);
        webSocket.request(1);
        if (!last) {
            return CompletableFuture.completedFuture(null);
        }
        JsonNode message = JSON.readTree(text.toString());
        text.setLength(0);
        if (!message.path("@type").asString("").equals("proxy-http-request")) {
            messages.add(message);
            return CompletableFuture.completedFuture(null);
        }
        Call call = Call.of(message);
        calls.add(call.uri());
        tokens.add(call.auth());
        Answer answer = answers.to(call);
        if (answer.equals(ABORT)) {
            webSocket.abort();
        }
        return answer.equals(SILENCE) || answer.equals(ABORT)
                ? CompletableFuture.completedFuture(null)
                : reply(webSocket, message.path("msgId").asString(""), answer);
    }

    private static CompletionStage<?> reply(WebSocket socket, String id, Answer answer) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("@type", "proxy-http-response");
        reply.put("msgId", id);
        reply.put("status", answer.status());
        reply.put("body", answer.body());
        Map<String, Object> headers = new LinkedHashMap<>(Map.of("content-type", List.of("application/json")));
        if (!answer.cookies().isEmpty()) {
            headers.put("Set-Cookie", answer.cookies());
        }
        reply.put("headers", headers);
        reply.put("addedLater", true);
        return send(socket, JSON.writeValueAsString(reply));
    }

    private static CompletionStage<?> send(WebSocket socket, String message) {
        CompletionStage<?> sent = CompletableFuture.completedFuture(null);
        for (int from = 0; from < message.length(); from += FRAGMENT) {
            int to = Math.min(message.length(), from + FRAGMENT);
            String part = message.substring(from, to);
            sent = sent.thenCompose(_ -> socket.sendText(part, to == message.length()));
        }
        return sent;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(new Closed(1006, String.valueOf(error)));
    }

    /** The client has answered it already. */
    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        if (!mute) {
            webSocket.request(1);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The next message that is not a request. */
    public JsonNode next() throws InterruptedException {
        JsonNode message = messages.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message has arrived");
        }
        return message;
    }

    /** Sends a text. */
    public void send(String message) {
        send(socket, message).toCompletableFuture().join();
    }

    /** How the service has closed the connection. */
    public Closed closed() {
        return closed.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Number of requests for a path. */
    public long calls(String path) {
        return calls.stream().filter(uri -> uri.endsWith(path)).count();
    }

    /** What requests were authorized with. */
    public List<String> tokens() {
        return tokens;
    }

    /** Reads nothing after the next ping, and so answers none, as if the Platform was gone. */
    public void mute() {
        mute = true;
    }

    /** Breaks the connection, without a word. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> socket);
    }
}
