package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.ApiException;
import io.wave.job.engine.container.OutputQueue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a pod, read to its end on a thread of its own. A connection that breaks is replaced. */
final class PodLog implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(PodLog.class);
    private static final int BUFFER = 16 * 1024;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final String pod;
    private final Source source;
    private final BooleanSupplier hasEnded;
    private final OutputQueue output = new OutputQueue();
    private final StampedLines lines = new StampedLines(this::put);
    private final Thread reader;
    private volatile @Nullable Call call;
    private volatile boolean closed;

    /** Requests the log. */
    @FunctionalInterface
    interface Source {
        Call log() throws ApiException;
    }

    /** @param hasEnded whether the container is known to have ended */
    PodLog(String pod, Source source, BooleanSupplier hasEnded) {
        this.pod = pod;
        this.source = source;
        this.hasEnded = hasEnded;
        this.reader = Thread.ofPlatform().daemon().name("log-" + pod).start(this::readAll);
    }

    String pod() {
        return pod;
    }

    /** What was read. */
    OutputQueue output() {
        return output;
    }

    private void readAll() {
        try {
            boolean ended = false;
            while (!ended && !closed) {
                ended = read();
                if (!ended) {
                    Thread.sleep(PAUSE);
                    lines.restarted();
                }
            }
            lines.ended();
            output.end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the log has ended. */
    private boolean read() {
        boolean endedBefore = hasEnded.getAsBoolean();
        try {
            Call opened = source.log();
            call = opened;
            try (Response response = opened.execute()) {
                ResponseBody body = response.body();
                if (!response.isSuccessful() || body == null) {
                    return response.code() == NOT_FOUND || (endedBefore && !isTemporary(response.code()));
                }
                copy(body.byteStream());
                return endedBefore || hasEnded.getAsBoolean();
            }
        } catch (ApiException | IOException broken) {
            if (!closed) {
                logger.atInfo().addKeyValue("pod", pod).log("Log is read again: {}", broken.getMessage());
            }
            return false;
        }
    }

    /** Whether the rest of the log may be there later. */
    private static boolean isTemporary(int status) {
        return status == UNAUTHORIZED || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    private void copy(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            lines.read(buffer, length);
        }
    }

    private void put(byte[] line) {
        if (!output.put(line)) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        Call open = call;
        if (open != null) {
            open.cancel();
        }
        reader.interrupt();
    }
}
