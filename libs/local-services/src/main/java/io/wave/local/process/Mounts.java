package io.wave.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What container engines leave mounted in their folders. */
public final class Mounts {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final int MOUNT_POINT = 1;

    private Mounts() {}

    /** Unmounts everything below a folder, which can be deleted then. */
    public static void removeBelow(Path folder) throws InterruptedException {
        try {
            List<String> below = Files.readAllLines(MOUNTS).stream()
                    .map(line -> line.split(" ")[MOUNT_POINT])
                    .filter(point -> Path.of(point).startsWith(folder))
                    .toList()
                    .reversed();
            for (String point : below) {
                int _ = new ProcessBuilder("umount", "--lazy", point)
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
