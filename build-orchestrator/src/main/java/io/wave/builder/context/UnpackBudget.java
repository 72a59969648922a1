package io.wave.builder.context;

/** The remaining size and number of entries that a build may unpack. Not safe for use by several threads. */
public final class UnpackBudget {

    private final ContextProperties limits;
    private long bytes;
    private int entries;

    public UnpackBudget(ContextProperties limits) {
        this.limits = limits;
    }

    void takeEntry() {
        if (++entries > limits.maxEntries()) {
            throw new InvalidContextException(
                    "buildContext: contains more than %d files, folders and links".formatted(limits.maxEntries()));
        }
    }

    void takeBytes(int length) {
        bytes += length;
        if (bytes > limits.maxSize().toBytes()) {
            throw new InvalidContextException("buildContext: exceeds %d bytes when unpacked"
                    .formatted(limits.maxSize().toBytes()));
        }
    }
}
