package io.wave.local.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of a {@link ScriptedRegistry}: status, headers, body and what goes wrong with it. */
public final class ScriptedAnswer {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final int NO_BODY = -1;
    private static final int NO_REFUSAL = 0;
    private static final int UNKNOWN_LENGTH = 0;
    private static final Pattern REST = Pattern.compile("bytes=(\\d{1,9})-");
    private static final int PARTIAL_CONTENT = 206;
    private static final int DRIPS = 200;
    private static final Duration DRIP = Duration.ofMillis(50);

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Silence silence;
    private final int cutAfter;
    private final Manner manner;
    private final int refusal;

    private ScriptedAnswer(
            int status,
            Map<String, String> headers,
            byte[] body,
            Silence silence,
            int cutAfter,
            Manner manner,
            int refusal) {
        this.manner = manner;
        this.refusal = refusal;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.silence = silence;
        this.cutAfter = cutAfter;
    }

    /** An answer without a body. */
    public static ScriptedAnswer of(int status) {
        return new ScriptedAnswer(status, Map.of(), new byte[0], () -> {}, NEVER, Manner.PLAIN, NO_REFUSAL);
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
        return new ScriptedAnswer(status, more, body, silence, cutAfter, manner, refusal);
    }

    /** The same with another body. */
    public ScriptedAnswer with(byte[] other) {
        return new ScriptedAnswer(status, headers, other, silence, cutAfter, manner, refusal);
    }

    /** Waits before it says anything. */
    public ScriptedAnswer after(Duration time) {
        return after(() -> Thread.sleep(time));
    }

    /** Says nothing before the signal, nor for longer than a minute without it. */
    public ScriptedAnswer after(CountDownLatch signal) {
        return after(() -> {
            boolean _ = signal.await(1, TimeUnit.MINUTES);
        });
    }

    private ScriptedAnswer after(Silence other) {
        return new ScriptedAnswer(status, headers, body, other, cutAfter, manner, refusal);
    }

    /** Promises the whole body but cuts the connection after so many bytes of it. */
    public ScriptedAnswer cutAfter(int bytes) {
        return new ScriptedAnswer(status, headers, body, silence, bytes, manner, refusal);
    }

    /** Does not say how long the body is. */
    public ScriptedAnswer withoutLength() {
        return new ScriptedAnswer(status, headers, body, silence, cutAfter, Manner.WITHOUT_LENGTH, refusal);
    }

    /** Sends the body but for its end, which comes byte by byte and never whole. */
    public ScriptedAnswer dripping() {
        return new ScriptedAnswer(status, headers, body, silence, cutAfter, Manner.DRIPPING, refusal);
    }

    /** The same length with the last byte changed. */
    public ScriptedAnswer corrupted() {
        byte[] wrong = body.clone();
        wrong[wrong.length - 1] ^= 1;
        return with(wrong);
    }

    /** Is given to GET; HEAD is refused with this status. */
    public ScriptedAnswer refusingHead(int refusal) {
        return new ScriptedAnswer(status, headers, body, silence, cutAfter, manner, refusal);
    }

    /** Answers a request for the rest from a position on with 206, others as this answer. */
    public ScriptedAnswer withRanges() {
        return new ScriptedAnswer(status, headers, body, silence, cutAfter, Manner.WITH_RANGES, refusal);
    }

    private ScriptedAnswer rest(int from) {
        String range = "bytes %d-%d/%d".formatted(from, body.length - 1, body.length);
        return new ScriptedAnswer(
                        PARTIAL_CONTENT,
                        headers,
                        Arrays.copyOfRange(body, from, body.length),
                        silence,
                        cutAfter,
                        Manner.PLAIN,
                        refusal)
                .with("Content-Range", range);
    }

    void give(HttpExchange exchange) throws IOException {
        Matcher asked = REST.matcher(
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), ""));
        if (manner == Manner.WITH_RANGES && asked.matches()) {
            rest(Integer.parseInt(asked.group(1))).give(exchange);
            return;
        }
        if (refusal != NO_REFUSAL && exchange.getRequestMethod().equals("HEAD")) {
            of(refusal).give(exchange);
            return;
        }
        pause(silence);
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            if (manner != Manner.WITHOUT_LENGTH) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(status, NO_BODY);
        } else {
            exchange.sendResponseHeaders(status, length());
            send(exchange.getResponseBody());
        }
    }

    private long length() {
        if (body.length == 0) {
            return NO_BODY;
        }
        return manner == Manner.WITHOUT_LENGTH ? UNKNOWN_LENGTH : body.length;
    }

    private void send(OutputStream out) throws IOException {
        int whole = Math.min(cutAfter, manner == Manner.DRIPPING ? Math.max(0, body.length - DRIPS) : body.length);
        out.write(body, 0, whole);
        for (int i = whole; manner == Manner.DRIPPING && i < body.length - 1; i++) {
            out.flush();
            pause(() -> Thread.sleep(DRIP));
            out.write(body[i]);
        }
    }

    private static void pause(Silence silence) throws IOException {
        try {
            silence.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException(closed);
        }
    }

    /** What passes before the answer begins. */
    private interface Silence {

        void await() throws InterruptedException;
    }

    private enum Manner {
        PLAIN,
        WITHOUT_LENGTH,
        DRIPPING,
        WITH_RANGES
    }
}
