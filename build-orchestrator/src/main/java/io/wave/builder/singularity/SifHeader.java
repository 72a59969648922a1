package io.wave.builder.singularity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first bytes of a SIF file: a line for the shell, a magic number, the version of the format and the architecture. */
final class SifHeader {

    private static final int MAGIC_OFFSET = 32;
    private static final String MAGIC = "SIF_MAGIC\0";
    private static final int ARCHITECTURE_OFFSET = MAGIC_OFFSET + MAGIC.length() + 3;
    private static final int ARCHITECTURE_LENGTH = 2;
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "01", "386", "02", "amd64", "03", "arm", "04", "arm64", "06", "ppc64le", "11", "s390x", "12", "riscv64");

    private SifHeader() {}

    /**
     * The architectures that the header of an image for {@code wanted} must not have, in the form {@code <code>=<name>}, where the code
     * is that in the header.
     */
    static List<String> others(String wanted) {
        return ARCHITECTURES.entrySet().stream()
                .filter(architecture -> !architecture.getValue().equals(wanted))
                .map(architecture -> architecture.getKey() + "=" + architecture.getValue())
                .sorted()
                .toList();
    }

    /** The architecture of an image, as OCI names it; empty if the file names none of them. */
    static Optional<String> architecture(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            String header = new String(
                    content.readNBytes(ARCHITECTURE_OFFSET + ARCHITECTURE_LENGTH), StandardCharsets.ISO_8859_1);
            return header.length() == ARCHITECTURE_OFFSET + ARCHITECTURE_LENGTH
                            && header.startsWith(MAGIC, MAGIC_OFFSET)
                    ? Optional.ofNullable(ARCHITECTURES.get(header.substring(ARCHITECTURE_OFFSET)))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
