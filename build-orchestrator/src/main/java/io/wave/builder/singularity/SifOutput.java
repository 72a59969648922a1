package io.wave.builder.singularity;

import io.wave.builder.condalock.LockSection;
import io.wave.job.engine.tool.OutputFilter;
import java.nio.charset.StandardCharsets;

/** The output of the container of a build: finds its lock file, and whether it had come to the push. */
final class SifOutput implements OutputFilter {

    private final LockSection lockFile = new LockSection();
    private final String pushes;
    private boolean pushing;

    /** @param destination {@code registry/repository:tag} */
    SifOutput(String destination) {
        this.pushes = "Pushing oras://" + destination;
    }

    @Override
    public byte[] keep(byte[] bytes, int length) {
        return noticed(lockFile.keep(bytes, length));
    }

    @Override
    public byte[] rest() {
        return noticed(lockFile.rest());
    }

    /** Output comes by whole lines. */
    private byte[] noticed(byte[] lines) {
        pushing = pushing || new String(lines, StandardCharsets.UTF_8).lines().anyMatch(pushes::equals);
        return lines;
    }

    /** What may contain the lock file. */
    LockSection lockFile() {
        return lockFile;
    }

    /** Whether the push had begun. A build can print the same line, which then only changes the words of its failure. */
    boolean isPushing() {
        return pushing;
    }
}
