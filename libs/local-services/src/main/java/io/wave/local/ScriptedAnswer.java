package io.wave.local;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One answer of a {@link ScriptedRegistry}: status, headers, body and what goes wrong with it. */
public final class ScriptedAnswer {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final int NO_BODY = -1;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration delay;
    private final int cutAfter;

    private ScriptedAnswer(int status, Map<String, String> headers, byte[] body, Duration delay, int cutAfter) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.delay = delay;
        this.cutAfter = cutAfter;
    }

    /** An answer without a body. */
    public static ScriptedAnswer of(int status) {
        return new ScriptedAnswer(status, Map.of(), new byte[0], Duration.ZERO, NEVER);
    }

    /** 200 with this content. */
    public static ScriptedAnswer content(String mediaType, byte[] body) {
        return of(200).with("Content-Type", mediaType).with(body);
    }

    /** An error in the shape of the distribution specification. */
    public static ScriptedAnswer error(int status, String code) {
        String json = "{\"errors\":[{\"code\":\"%s\",\"message\":\"scripted\"}]}".formatted(code);
        return of(status).with("Content-Type", "application/json").with(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header. */
    public ScriptedAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ScriptedAnswer(status, more, body, delay, cutAfter);
    }

    /** The same with another body. */
    public ScriptedAnswer with(byte[] other) {
        return new ScriptedAnswer(status, headers, other, delay, cutAfter);
    }

    /** Waits before it says anything. */
    public ScriptedAnswer after(Duration silence) {
        return new ScriptedAnswer(status, headers, body, silence, cutAfter);
    }

    /** Promises the whole body but cuts the connection after so many bytes of it. */
    public ScriptedAnswer cutAfter(int bytes) {
        return new ScriptedAnswer(status, headers, body, delay, bytes);
    }

    /** The same length with the last byte changed. */
    public ScriptedAnswer corrupted() {
        byte[] wrong = body.clone();
        wrong[wrong.length - 1] ^= 1;
        return with(wrong);
    }

    void give(HttpExchange exchange) throws IOException {
        await();
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, NO_BODY);
        } else {
            exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
            exchange.getResponseBody().write(body, 0, Math.min(cutAfter, body.length));
        }
    }

    private void await() throws IOException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException(closed);
        }
    }
}
