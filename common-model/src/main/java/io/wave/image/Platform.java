package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An operating system and processor, in normal form: {@code linux/amd64}, {@code linux/arm64}, {@code linux/arm/v7}.
 * Follows the {@code platform} object of an OCI image index.
 *
 * @param os operating system, lower case
 * @param architecture Go's name of the architecture
 * @param variant variant of the processor, absent where the architecture's default is meant
 */
public record Platform(
        String os, String architecture, @Nullable String variant) {

    /** What a request means that names no platform. */
    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", null);

    /** Brings aliases and default variants to the normal form. */
    public Platform {
        architecture = normalArchitecture(architecture);
        variant = normalVariant(architecture, variant);
    }

    /**
     * Reads {@code [os/]arch[/variant]} as a client sends it; the architectures of the API only.
     *
     * @throws IllegalArgumentException if it is empty, has more than three parts or names an unknown architecture
     */
    @JsonCreator
    public static Platform parse(String text) {
        String[] parts = text.strip().split("/", -1);
        Platform platform = switch (parts.length) {
            case 1 -> new Platform("linux", parts[0], null);
            case 2 -> new Platform(osOrDefault(parts[0]), parts[1], null);
            case 3 -> new Platform(osOrDefault(parts[0]), parts[1], parts[2]);
            default ->
                throw new IllegalArgumentException("platform '%s' reads [os/]architecture[/variant]".formatted(text));
        };
        return switch (platform.architecture) {
            case "amd64", "arm64", "arm" -> platform;
            default ->
                throw new IllegalArgumentException(
                        "platform '%s' has an unknown architecture: amd64, arm64 and arm are supported"
                                .formatted(text));
        };
    }

    private static String osOrDefault(String os) {
        return os.isEmpty() ? "linux" : os;
    }

    private static String normalArchitecture(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    private static @Nullable String normalVariant(String architecture, @Nullable String variant) {
        if (variant == null || variant.isEmpty()) {
            return architecture.equals("arm") ? "v7" : null;
        }
        return switch (architecture) {
            case "arm64" -> variant.equals("8") || variant.equals("v8") ? null : variant;
            case "arm" -> variant.matches("[5-8]") ? "v" + variant : variant;
            default -> variant;
        };
    }

    /** Whether an image for {@code other} runs where this one is asked for: the normal forms are equal. */
    public boolean matches(Platform other) {
        return equals(other);
    }

    @JsonValue
    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
