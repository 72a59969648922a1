package io.wave.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/**
 * The free space of a disk, compared with a mark below which nothing is begun that needs more: what runs already, the
 * database and Kafka keep the rest for themselves. Asked anew each time, so that work goes on when there is room again.
 */
public final class FreeSpace {

    private static final long MEGABYTE = DataSize.ofMegabytes(1).toBytes();

    private final String folder;
    private final LongSupplier usableBytes;
    private final DataSize mark;

    /**
     * The disk of a folder.
     *
     * @param folder need not exist yet
     * @param mark how many bytes are to stay free; zero for no mark
     */
    public FreeSpace(Path folder, DataSize mark) {
        this(folder.toString(), () -> usable(folder.toAbsolutePath()), mark);
    }

    /**
     * A disk of which somebody else tells how much is free.
     *
     * @param folder names it in messages
     */
    public FreeSpace(String folder, LongSupplier usableBytes, DataSize mark) {
        this.folder = folder;
        this.usableBytes = usableBytes;
        this.mark = mark;
    }

    /** For what is not on a disk of this machine. */
    static FreeSpace unbounded() {
        return new FreeSpace("", () -> Long.MAX_VALUE, DataSize.ofBytes(0));
    }

    /** How many bytes are free. */
    public long bytes() {
        return usableBytes.getAsLong();
    }

    /** What is short, in words for an operator; empty while there is enough. */
    public Optional<String> shortage() {
        long free = bytes();
        return free >= mark.toBytes()
                ? Optional.empty()
                : Optional.of("the disk of %s has %d MB free, less than the mark of %d MB"
                        .formatted(folder, free / MEGABYTE, mark.toBytes() / MEGABYTE));
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
