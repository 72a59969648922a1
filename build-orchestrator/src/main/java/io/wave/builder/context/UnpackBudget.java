package io.wave.builder.context;

/** How much one build may still unpack: the content of files, and entries. For one thread. */
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
                    "buildContext: more than %d files, folders and links".formatted(limits.maxEntries()));
        }
    }

    void takeBytes(int length) {
        bytes += length;
        if (bytes > limits.maxSize().toBytes()) {
            throw new InvalidContextException("buildContext: larger than %d bytes when unpacked"
                    .formatted(limits.maxSize().toBytes()));
        }
    }
}
