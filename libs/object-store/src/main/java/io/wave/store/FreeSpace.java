package io.wave.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/**
 * Compares the free space of a disk with a minimum, below which no work is started that needs more. The rest is left for running
 * work, the database and Kafka. The free space is read on each call.
 */
public final class FreeSpace {

    private static final long MEGABYTE = DataSize.ofMegabytes(1).toBytes();

    private final String folder;
    private final LongSupplier usableBytes;
    private final DataSize minimum;

    /**
     * The disk of a folder.
     *
     * @param folder folder, which need not exist yet
     * @param minimum minimum of free space; zero for none
     */
    public FreeSpace(Path folder, DataSize minimum) {
        this(folder.toString(), () -> usable(folder.toAbsolutePath()), minimum);
    }

    /**
     * With another source of the free space.
     *
     * @param folder name of the folder in messages
     */
    public FreeSpace(String folder, LongSupplier usableBytes, DataSize minimum) {
        this.folder = folder;
        this.usableBytes = usableBytes;
        this.minimum = minimum;
    }

    /** For a store that is not on a local disk. */
    static FreeSpace unbounded() {
        return new FreeSpace("", () -> Long.MAX_VALUE, DataSize.ofBytes(0));
    }

    /** The free space in bytes. */
    public long bytes() {
        return usableBytes.getAsLong();
    }

    /** A message for the operator if the free space is below the minimum. */
    public Optional<String> shortage() {
        long free = bytes();
        return free >= minimum.toBytes()
                ? Optional.empty()
                : Optional.of("low disk space in %s: %d MB free, minimum %d MB"
                        .formatted(folder, free / MEGABYTE, minimum.toBytes() / MEGABYTE));
    }

    private static long usable(Path folder) {
        for (Path path = folder; path != null; path = path.getParent()) {
            long total = path.toFile().getTotalSpace();
            if (total > 0) {
                return path.toFile().getUsableSpace();
            }
        }
        return Long.MAX_VALUE;
    }
}
