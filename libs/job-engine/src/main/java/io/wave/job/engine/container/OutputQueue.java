package io.wave.job.engine.container;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Passes output from the thread that reads it to the thread that follows the container, which the reader waits for. */
public final class OutputQueue {

    private static final int CHUNKS = 16;

    /** Marks the end: no other chunk is empty. */
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private boolean atEnd;

    /** Adds output, which is not empty; returns false if the thread was interrupted instead, and stays so. */
    public boolean put(byte[] chunk) {
        try {
            chunks.put(chunk);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The output has ended. */
    public void end() throws InterruptedException {
        chunks.put(END);
    }

    /** Takes the next part of the output; null if there is none yet, or none any more. */
    public byte @Nullable [] next(Duration patience) throws InterruptedException {
        if (atEnd) {
            Thread.sleep(patience);
            return null;
        }
        byte[] chunk = chunks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (chunk != null && chunk.length == 0) {
            atEnd = true;
            return null;
        }
        return chunk;
    }

    /** Whether all of the output was taken. */
    public boolean isAtEnd() {
        return atEnd;
    }
}
