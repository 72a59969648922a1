package io.wave.job.docker.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import io.wave.job.engine.container.OutputQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a container, read to its end on a thread of its own. If the connection breaks, the log is read again from its
 * beginning, without what was read already.
 */
final class ContainerLog implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ContainerLog.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Engine engine;
    private final String container;
    private final OutputQueue output = new OutputQueue();
    private final Thread reader;
    private volatile @Nullable Stream<Frame> stream;
    private volatile boolean closed;
    private long passedOn;
    /** What of {@link #passedOn} this reading has not met yet. */
    private long known;

    ContainerLog(Engine engine, String container) {
        this.engine = engine;
        this.container = container;
        this.reader = Thread.ofPlatform().daemon().name("log-" + container).start(this::readAll);
    }

    /** What was read. */
    OutputQueue output() {
        return output;
    }

    private void readAll() {
        try {
            while (!closed && !read()) {
                Thread.sleep(PAUSE);
            }
            output.end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the log was read to its end. */
    private boolean read() throws InterruptedException {
        known = passedOn;
        try (Stream<Frame> opened = new Stream<>(frame -> passOn(frame.getPayload()))) {
            stream = opened;
            engine.client()
                    .logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .withTailAll()
                    .exec(opened)
                    .await();
            return true;
        } catch (NotFoundException removed) {
            return true;
        } catch (RuntimeException | IOException broken) {
            if (!closed) {
                logger.atInfo().addKeyValue("container", container).log("Log is read again: {}", broken.getMessage());
            }
            return false;
        }
    }

    private void passOn(byte[] bytes) {
        int skipped = (int) Math.min(known, bytes.length);
        known -= skipped;
        if (skipped == bytes.length || closed) {
            return;
        }
        if (output.put(Arrays.copyOfRange(bytes, skipped, bytes.length))) {
            passedOn += bytes.length - skipped;
        } else {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        Stream<Frame> open = stream;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failure) {
                logger.atDebug().log("Log is not closed: {}", failure.getMessage());
            }
        }
    }
}
